import { AppError } from '@ai-tracker/collector'

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 }

/**
 * A time that something may take, in milliseconds: `500ms`, `30s`, `2m`; a bare number is seconds.
 * @throws AppError `invalid` that names the option
 */
export function durationOf(option: string, text: string, maxMs: number): number {
  const [, amount = '', unit = 's'] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m)?$/.exec(text) ?? []
  const ms = amount === '' ? Number.NaN : Math.round(Number(amount) * (UNITS[unit] ?? Number.NaN))
  if (ms >= 1 && ms <= maxMs) return ms
  throw new AppError('invalid', `--${option} is ${JSON.stringify(text)}; give a time such as 500ms, 30s or 2m, at most ${maxMs / 60_000}m`)
}
