import { AppError, SETTINGS } from '@ai-tracker/collector'
import type { Arguments } from './command.ts'

/** The settings that may be given as an option. */
export const flagSettings = Object.values(SETTINGS).flatMap((setting) =>
  setting.flag === undefined ? [] : [{ ...setting, flag: setting.flag }],
)

/**
 * Refuses values of options that cannot be meant. A wrong variable or file is found by the collector, and is a failure.
 * @throws AppError `invalid`, naming the option, what was found and what is allowed
 */
export function checkFlags(args: Arguments): void {
  for (const { flag, schema, allowed } of flagSettings) {
    const value = args.text(flag)
    if (value === undefined || schema.safeParse(value).success) continue
    throw new AppError('invalid', `--${flag} is ${JSON.stringify(value)}; allowed is ${allowed}`)
  }
}
