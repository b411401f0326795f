import type { SessionFilter } from '../../data/queries.ts'
import { addDays } from '../../data/time-words.ts'

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

/** A range in words. */
export function rangeLabel({ after, before }: SessionFilter): string {
  const preset = before === undefined && PRESETS.find((each) => each.after === after)
  if (preset) return preset.label
  const [from, to] = [after, lastDay(before) ?? before]
  if (from === undefined) return `Until ${to}`
  if (to === undefined) return `Since ${from}`
  return from === to ? from : `${from} to ${to}`
}
