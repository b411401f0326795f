/** Values of the contract as people read them. What is not known is `–`, never 0. */

export const UNKNOWN = '–'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A whole number with separators: `12,345`. */
export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** A number with its noun: `1 response`, `2 responses`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`
}

const SCALES = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const

/** A number in at most four cells: `950`, `1.2k`, `45k`, `3.4M`. Rounding never makes it `1000k`. */
export function short(value: number): string {
  for (const [size, unit] of SCALES) {
    if (value < size * 0.9995) continue
    const scaled = value / size
    return `${scaled < 9.95 ? scaled.toFixed(1).replace(/\.0$/, '') : Math.round(scaled)}${unit}`
  }
  return String(Math.round(value))
}

/** An amount of money: null = not known. */
export type Usd = string | null

/** An amount with every digit that it has, and at least two behind the point: `$0.0125`, `$1.00`. */
export function exactMoney(usd: Usd): string {
  if (usd === null) return UNKNOWN
  const [whole = '0', fraction = ''] = usd.split('.')
  return `$${BigInt(whole).toLocaleString('en-US')}.${fraction.padEnd(2, '0')}`
}

/** An amount in few digits: two behind the point from a dollar on, below that two that count; `<$0.0001` for less. */
export function shortMoney(usd: Usd): string {
  if (usd === null) return UNKNOWN
  const value = Number(usd)
  if (value === 0) return '$0.00'
  if (value < 0.0001) return '<$0.0001'
  if (value >= 0.995) return `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
  const digits = Math.max(2, Math.ceil(-Math.log10(value)) + 1)
  return `$${value.toFixed(digits)}`
}

/** A duration in its two largest units: `850 ms`, `12.3 s`, `4m 05s`, `2h 05m`, `3d 04h`. */
export function duration(ms: number | null): string {
  if (ms === null) return UNKNOWN
  if (ms > 0 && ms < 0.001) return '<1 µs'
  if (ms > 0 && ms < 0.9995) return `${Math.round(ms * 1_000)} µs`
  if (ms < 9.95 && ms % 1 !== 0) return `${ms.toFixed(1)} ms`
  if (Math.round(ms) < SECOND_MS) return `${Math.round(ms)} ms`
  if (ms < MINUTE_MS - 50) return `${(ms / SECOND_MS).toFixed(1)} s`
  return wholeUnits(Math.round(ms / SECOND_MS) * SECOND_MS)
}

/** A duration that ticks: whole seconds, so that the width stays. */
export function tickingDuration(ms: number): string {
  return ms < MINUTE_MS ? `${Math.floor(ms / SECOND_MS)} s` : wholeUnits(ms)
}

/** How long something has been running: `1m 01s, running`. */
export function runningFor(ms: number): string {
  return `${tickingDuration(Math.max(0, ms))}, running`
}

/** What was sent without an end, of a session that runs no more. */
export const NEVER_ENDED = 'never ended'

function wholeUnits(ms: number): string {
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}m ${two((ms % MINUTE_MS) / SECOND_MS)}s`
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)}h ${two((ms % HOUR_MS) / MINUTE_MS)}m`
  return `${count(Math.floor(ms / DAY_MS))}d ${two((ms % DAY_MS) / HOUR_MS)}h`
}

/** A moment by its distance from now: `now`, `12s ago`, `5m ago`, `3h ago`, `2d ago`; older ones by their day. */
export function relativeTime(iso: string, nowMs: number): string {
  const at = new Date(iso)
  const ago = nowMs - at.getTime()
  if (ago < -MINUTE_MS) return dayOf(at, nowMs)
  if (ago < 5 * SECOND_MS) return 'now'
  if (ago < MINUTE_MS) return `${Math.floor(ago / SECOND_MS)}s ago`
  if (ago < HOUR_MS) return `${Math.floor(ago / MINUTE_MS)}m ago`
  if (ago < DAY_MS) return `${Math.floor(ago / HOUR_MS)}h ago`
  if (ago < 7 * DAY_MS) return `${Math.floor(ago / DAY_MS)}d ago`
  return dayOf(at, nowMs)
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

function dayOf(at: Date, nowMs: number): string {
  const day = `${at.getDate()} ${MONTHS[at.getMonth()]}`
  return at.getFullYear() === new Date(nowMs).getFullYear() ? day : `${day} ${at.getFullYear()}`
}

/** A moment in local time to the millisecond, with the zone: `2026-01-04 10:00:00.000 GMT+1`. */
export function exactTime(iso: string): string {
  const at = new Date(iso)
  const zone = new Intl.DateTimeFormat('en', { timeZoneName: 'short' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${clockTime(iso)} ${zone?.value ?? ''}`.trimEnd()
}

/** The time of day in local time: `10:00:00.000`. */
export function clockTime(iso: string): string {
  const at = new Date(iso)
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`
}

/** How long a text is: `1 character`, `1,234 characters`, `45k characters`. Its length says nothing about its bytes. */
export function characters(length: number): string {
  return length < 10_000 ? counted(length, 'character') : `${short(length)} characters`
}

const BINARY = [
  [2 ** 40, 'TiB'],
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
] as const
const DECIMAL = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
] as const

/**
 * A size as commands write it: whole binary ones as they were set (`2 GiB`), others with a digit behind the point where they are not
 * whole (`20 GB`, `1.5 GB`). Rounding never makes it `1000 MB`.
 */
export function bytes(size: number): string {
  const [factor, unit] = DECIMAL.find(([each]) => size >= each * 0.99995) ?? [1, 'B']
  const binary = BINARY.find(([each]) => size >= each && size % each === 0)
  if (binary && size % factor !== 0) return `${size / binary[0]} ${binary[1]}`
  return `${(size / factor).toFixed(1).replace(/\.0$/, '')} ${unit}`
}

/** A share from 0 to 1 in percent. Only nothing is `0%` and only all is `100%`. */
export function percent(share: number | null): string {
  if (share === null) return UNKNOWN
  if (share > 0 && share < 0.005) return '<1%'
  if (share < 1 && share >= 0.995) return '>99%'
  return `${Math.round(share * 100)}%`
}

/** The first characters of a trace or span id, enough for people to tell two apart. */
export function shortId(id: string): string {
  return id.slice(0, 8)
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0')
}
