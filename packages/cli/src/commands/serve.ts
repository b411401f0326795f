import { AppError, SETTINGS, serve as serveCollector } from '@ai-tracker/collector'
import type { Arguments } from '../arguments.ts'
import type { Command, Options } from '../command.ts'

const settings = Object.values(SETTINGS).flatMap((setting) => (setting.flag === undefined ? [] : [{ ...setting, flag: setting.flag }]))

const options: Options = {
  ...Object.fromEntries(settings.map(({ flag, env, summary }) => [flag, { value: 'VALUE', summary: `${summary} (${env})` }])),
  config: { value: 'FILE', summary: 'JSON file with settings (TRACKER_CONFIG)' },
}

/** The collector, until a signal stops it. */
export const serve: Command = {
  name: 'serve',
  summary: 'runs the collector until it is told to stop',
  options,
  examples: ['serve', 'serve --db ./tracker.db --http-port 0'],
  run: async ({ args, argv, env, terminal }) => {
    checkFlags(args)
    return await serveCollector({ argv, env }, { out: (line) => terminal.out(line), err: (line) => terminal.err(line) })
  },
}

/** A flag that cannot be meant is a wrong call; a wrong variable or file is found by the collector, and is a failure. */
function checkFlags(args: Arguments): void {
  for (const { flag, schema, allowed } of settings) {
    const value = args.text(flag)
    if (value === undefined || schema.safeParse(value).success) continue
    throw new AppError('invalid', `--${flag} is ${JSON.stringify(value)}; allowed is ${allowed}`)
  }
}
