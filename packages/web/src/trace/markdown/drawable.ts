/** More quotes, lists or brackets in each other are no text that a person wrote. */
const MAX_NESTED = 50
/** So many pieces of emphasis are found in no text of the length that is drawn. */
const MAX_EMPHASIS = 1_500

const MARKERS = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/
const MARKER = />|[-+*]|\d+[.)]/g

/**
 * Whether a text can be drawn as Markdown without danger. Markdown is a tree that is walked by recursion, which a few thousand levels end;
 * and brackets in brackets, and emphasis in emphasis, take time by the square of their number or worse.
 */
export function isDrawable(markdown: string): boolean {
  if ((markdown.match(/[*_~]+/g)?.length ?? 0) > MAX_EMPHASIS) return false
  return bracketDepth(markdown) <= MAX_NESTED && markdown.split('\n').every((line) => blockDepth(line) <= MAX_NESTED)
}

/** Quotes and lists that a line begins with. */
function blockDepth(line: string): number {
  return MARKERS.exec(line)?.[0].match(MARKER)?.length ?? 0
}

function bracketDepth(markdown: string): number {
  let [depth, deepest] = [0, 0]
  for (const [bracket] of markdown.matchAll(/[[\]]/g)) {
    depth = bracket === '[' ? depth + 1 : Math.max(0, depth - 1)
    deepest = Math.max(deepest, depth)
  }
  return deepest
}
