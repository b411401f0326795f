import type { SessionFilter } from '../../data/session-list-queries.ts'
import { addDays, timeBack } from '../../data/time-words.ts'

/** From when to when, as words of the address. */
export interface TimeRange {
  readonly after: string | undefined
  readonly before: string | undefined
}

/** The usual stretches. */
export const PRESETS: readonly { readonly label: string; readonly after: string | undefined }[] = [
  { label: 'Any time', after: undefined },
  { label: 'Last hour', after: '1h' },
  { label: 'Last 24 hours', after: '24h' },
  { label: 'Last 7 days', after: '7d' },
  { label: 'Last 30 days', after: '30d' },
]

/** A range of whole days, the last one included; a day that is not given leaves its side open. The wrong way round is turned round. */
export function customRange(from: string, to: string): TimeRange {
  const [first, last] = from !== '' && to !== '' && from > to ? [to, from] : [from, to]
  return { after: first || undefined, before: last === '' ? undefined : addDays(last, 1) }
}

/** The last day that a range includes. */
export function lastDay(before: string | undefined): string | undefined {
  return before !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(before) ? addDays(before, -1) : undefined
}

/** A range in words: `Last 2 hours`, `Since 2026-01-04`, `2026-01-04 to 2026-01-06`. */
export function rangeLabel({ after, before }: SessionFilter): string {
  const preset = before === undefined && PRESETS.find((each) => each.after === after)
  if (preset) return preset.label
  const stretch = after !== undefined && before === undefined && stretchOf(after)
  if (stretch) return `Last ${stretch}`
  const [from, to] = [after && timeInWords(after), before && timeInWords(lastDay(before) ?? before)]
  if (to === undefined) return `Since ${from}`
  if (from === undefined) return `Until ${to}`
  return from === to ? from : `${from} to ${to}`
}

function timeInWords(word: string): string {
  const stretch = stretchOf(word)
  return stretch === undefined ? word.replace('T', ' ').replace('Z', ' UTC') : `${stretch.replace(/^(hour|day)$/, '1 $1')} ago`
}

/** `2 hours` for `2h`, `hour` for `1h`; undefined for a word that does not count back from now. */
function stretchOf(word: string): string | undefined {
  const back = timeBack(word)
  return back && (back.amount === 1 ? back.unit : `${back.amount} ${back.unit}s`)
}
