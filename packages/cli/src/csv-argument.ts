import { AppError } from '@ai-tracker/collector'
import type { Arguments, Option } from './command.ts'

/** The option of commands that write CSV. */
export const rawOption = {
  summary: 'CSV with every text as it is; without it, an apostrophe stands before what a spreadsheet would run (=, +, -, @)',
} as const satisfies Option

/** @throws AppError `invalid` when another format than CSV is to be raw: there it would change nothing */
export function checkRaw(args: Arguments): void {
  if (!args.isSet('raw') || (args.text('format') === 'csv' && !args.isSet('json'))) return
  throw new AppError('invalid', '--raw is about formulas in CSV; give --format csv with it, or leave it out')
}
