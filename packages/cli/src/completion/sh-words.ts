import type { CompletedOption, Place } from './completion-tree.ts'

/** A text as one word of bash and zsh. */
export function quotedForSh(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** Every path but the empty one, as patterns of `case`. */
export function pathPatterns(places: readonly Place[]): string {
  return places
    .filter(({ path }) => path !== '')
    .map(({ path }) => quotedForSh(path))
    .join('|')
}

/** The path and an option that waits for its value, as patterns of `case`. */
export function valueNames(path: string, { word, short }: CompletedOption): string {
  const names = short === undefined ? [word] : [word, `-${short}`]
  return names.map((name) => quotedForSh(`${path} ${name}`)).join('|')
}
