import { AppError } from '@ai-tracker/collector'
import type { Arguments } from './command.ts'

/** Bounds of `--limit`. */
export interface LimitRange {
  readonly byDefault: number
  readonly max: number
}

/** `--limit` as a number. @throws AppError `invalid` that says what is allowed */
export function limitOf(args: Arguments, { byDefault, max }: LimitRange): number {
  return wholeNumber('limit', args.text('limit'), max) ?? byDefault
}

/** A whole number from 1 on, as an option has it. @throws AppError `invalid` that names the option */
export function wholeNumber(option: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (number < 1 || number > max) throw new AppError('invalid', `--${option} is ${JSON.stringify(text)}; give a number from 1 to ${max}`)
  return number
}
