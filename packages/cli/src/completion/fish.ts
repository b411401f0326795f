import type { Choice, CompletedOption, Place } from './completion-tree.ts'

/** A script for fish. Each line says for which words before the cursor it counts. */
export function fishCompletion(places: readonly Place[]): string {
  const paths = places
    .filter(({ path }) => path !== '')
    .map(({ path }) => quoted(path))
    .join(' ')
  const lines = places.flatMap((place) => [
    ...place.words.map((word) => wordLine(place, word)),
    ...place.options.map((option) => optionLine(place, option)),
  ])
  return `# fish completion for tracker
function __tracker_at
  set -l path
  for word in (commandline -opc)[2..-1]
    set -l longer (string join -- " " $path $word)
    contains -- $longer ${paths}
    or break
    set path $longer
  end
  test "$path" = "$argv[1]"
end
complete -c tracker -e
complete -c tracker -f
${lines.join('\n')}`
}

function wordLine(place: Place, { word, summary }: Choice): string {
  return `${start(place)} -a ${quoted(word)}${summary === '' ? '' : ` -d ${quoted(summary)}`}`
}

function optionLine(place: Place, { word, short, takesValue, values, isPath, summary }: CompletedOption): string {
  const names = `-l ${word.slice(2)}${short === undefined ? '' : ` -s ${short}`}`
  const value = !takesValue ? '' : values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : isPath ? ' -r -F' : ' -x'
  return `${start(place)} ${names}${value} -d ${quoted(summary)}`
}

function start({ path }: Place): string {
  return `complete -c tracker -n ${quoted(`__tracker_at ${quoted(path)}`)}`
}

/** In single quotes fish knows two escapes. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
