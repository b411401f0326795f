import { AppError } from '@ai-tracker/collector'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const LOCAL = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/
const ABSOLUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/**
 * A moment that a person typed, as REST takes it: a day is its first moment in local time, a moment without an offset is local.
 * @throws AppError `invalid` that names the option
 */
export function momentOf(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (ABSOLUTE.test(text)) return text
  if (DAY.test(text) || LOCAL.test(text)) {
    const date = new Date(DAY.test(text) ? `${text}T00:00` : text.replace(' ', 'T'))
    // 31 February would silently be 3 March.
    if (date.getDate() === Number(text.slice(8, 10))) return date.toISOString()
  }
  throw new AppError('invalid', `--${option} is ${JSON.stringify(text)}; give a day as 2026-01-04, or a moment as 2026-01-04T10:00:00Z`)
}

const AGO_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * The moment that was so long ago, as REST takes it: `90s`, `30m`, `1h`, `7d`.
 * @throws AppError `invalid` that names the option
 */
export function agoOf(option: string, text: string | undefined, nowMs: number): string | undefined {
  if (text === undefined) return undefined
  const [, amount = '', unit = ''] = /^(\d{1,5})([smhd])$/.exec(text) ?? []
  const unitMs = AGO_MS[unit]
  if (unitMs !== undefined) return new Date(nowMs - Number(amount) * unitMs).toISOString()
  throw new AppError('invalid', `--${option} is ${JSON.stringify(text)}; give how long ago, such as 90s, 30m, 1h or 7d`)
}
