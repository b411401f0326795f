/** Values of the contract as people read them. What is not known is `—`, never 0. */

export const UNKNOWN = '—'

const SECOND_MS = 1_000
const MINUTE_S = 60
const HOUR_S = 60 * MINUTE_S
const DAY_S = 24 * HOUR_S

/** A whole number with separators; from ten million on in millions, billions or trillions. */
export function count(value: number): string {
  if (value < 10_000_000) return value.toLocaleString('en-US')
  const [unit, size] = value < 1e9 ? (['M', 1e6] as const) : value < 1e12 ? (['B', 1e9] as const) : (['T', 1e12] as const)
  return `${(value / size).toLocaleString('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1 })}${unit}`
}

/** A number with its noun: `1 response`, `2 responses`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}

/** Words to choose from: `a, b or c`. */
export function either(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' or ')
}

/** An amount with every digit that it has, and at least two behind the point: `"0.0125"` → `$0.0125`, `"1"` → `$1.00`. */
export function money(usd: string | null): string {
  if (usd === null) return UNKNOWN
  const [whole = '0', fraction = ''] = usd.split('.')
  return `$${whole}.${fraction.padEnd(2, '0')}`
}

/** A sum of money; `≥` stands before a sum in which the price of some responses is missing. */
export function moneySum({ costUsd, costCoverage }: { readonly costUsd: string | null; readonly costCoverage: number | null }): string {
  return costUsd !== null && isPartial(costCoverage) ? `≥${money(costUsd)}` : money(costUsd)
}

/** Whether some of the responses have no price. */
export function isPartial(costCoverage: number | null): boolean {
  return costCoverage !== null && costCoverage < 1
}

/** A duration in its two largest units: `850 ms`, `12.3 s`, `4m 05s`, `2h 05m`, `3d 04h`. */
export function duration(ms: number | null): string {
  if (ms === null) return UNKNOWN
  if (ms > 0 && ms < 1) return '<1 ms'
  if (Math.round(ms) < SECOND_MS) return `${Math.round(ms)} ms`
  if (Math.round(ms / 100) < MINUTE_S * 10) return `${(ms / SECOND_MS).toFixed(1)} s`
  const seconds = Math.round(ms / SECOND_MS)
  if (seconds < HOUR_S) return `${Math.floor(seconds / MINUTE_S)}m ${two(seconds % MINUTE_S)}s`
  if (seconds < DAY_S) return `${Math.floor(seconds / HOUR_S)}h ${two(Math.floor((seconds % HOUR_S) / MINUTE_S))}m`
  return `${count(Math.floor(seconds / DAY_S))}d ${two(Math.floor((seconds % DAY_S) / HOUR_S))}h`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A moment in local time, in 12 cells as `ls -l` has it: `Jan  4 10:00`, in another year `Jan  4  2025`. */
export function shortTime(iso: string | null, nowMs: number): string {
  if (iso === null) return UNKNOWN
  const date = new Date(iso)
  const isThisYear = date.getFullYear() === new Date(nowMs).getFullYear()
  const clock = isThisYear ? `${two(date.getHours())}:${two(date.getMinutes())}` : String(date.getFullYear()).padStart(5)
  return `${MONTHS[date.getMonth()]} ${String(date.getDate()).padStart(2)} ${clock}`
}

/** A moment in local time to the second: `2026-01-04 10:00:00`. */
export function longTime(iso: string | null): string {
  if (iso === null) return UNKNOWN
  const date = new Date(iso)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** A share from 0 to 1 in percent: `42%`, `<1%`. */
export function percent(share: number | null): string {
  if (share === null) return UNKNOWN
  return share > 0 && share < 0.005 ? '<1%' : `${Math.round(share * 100)}%`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
