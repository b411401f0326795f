/**
 * Times in the address of a list: `24h`, `7d` (so long before now), a day `2026-01-04` (local midnight), or a moment in ISO form. A
 * link with `24h` means the last day whenever it is opened.
 */
const AGO = /^(\d{1,4})([hd])$/
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/
const UNIT_MS = { hour: 3_600_000, day: 86_400_000 } as const

/** A stretch of time that ends now. */
export interface TimeBack {
  readonly amount: number
  readonly unit: keyof typeof UNIT_MS
}

/** The word, when it is a time; undefined for anything else. */
export function timeWord(value: unknown): string | undefined {
  return typeof value === 'string' && momentOf(value, 0) !== undefined ? value : undefined
}

/** How far before now a word is; undefined for one that stands for the same moment for ever. */
export function timeBack(word: string): TimeBack | undefined {
  const [, amount, unit] = AGO.exec(word) ?? []
  return amount === undefined ? undefined : { amount: Number(amount), unit: unit === 'h' ? 'hour' : 'day' }
}

/** The moment that a word means, in ISO form. */
export function momentOf(word: string, nowMs: number): string | undefined {
  const back = timeBack(word)
  if (back) return isoOf(nowMs - back.amount * UNIT_MS[back.unit])
  const day = localDay(word)
  if (day) return isoOf(day.getTime())
  return MOMENT.test(word) ? isoOf(Date.parse(word)) : undefined
}

/** The day so many days after another: both as `2026-01-04`. */
export function addDays(day: string, days: number): string {
  const date = localDay(day)
  if (!date) return day
  date.setDate(date.getDate() + days)
  return dayOf(date)
}

/** The local day of a date: `2026-01-04`. */
export function dayOf(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Local midnight; undefined for a text that is no day of the calendar. */
function localDay(text: string): Date | undefined {
  const [, year, month, day] = DAY.exec(text) ?? []
  if (year === undefined) return undefined
  const date = new Date(Number(year), Number(month) - 1, Number(day))
  return dayOf(date) === text ? date : undefined
}

function isoOf(ms: number): string | undefined {
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
