import { type Config, loadConfig } from '@ai-tracker/collector'
import type { Call } from './command.ts'
import { outsideOfTheCall } from './exit-codes.ts'
import { checkFlags, flagSettings } from './setting-flags.ts'

/**
 * What a collector on this database would work with, by the options of the call, the environment and its file; but for its address:
 * nothing listens here.
 * @throws AppError `invalid` for an option that does not fit, `unsupported` for any other setting
 */
export function collectorConfig({ args, env }: Call): Config {
  checkFlags(args)
  const flags = flagSettings.flatMap(({ flag }) => {
    const value = args.text(flag)
    return value === undefined ? [] : [`--${flag}=${value}`]
  })
  return outsideOfTheCall(() => loadConfig({ argv: ['--host=localhost', ...flags], env }))
}
