import { serve as serveCollector } from '@ai-tracker/collector'
import type { Command, Options } from '../command.ts'
import { openPage } from '../page.ts'
import { checkFlags, flagSettings } from '../setting-flags.ts'

const options: Options = {
  ...Object.fromEntries(flagSettings.map(({ flag, env, summary }) => [flag, { value: 'VALUE', summary: `${summary} (${env})` }])),
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
    const err = (line: string): void => terminal.err(line)
    const page = openPage(err)
    try {
      return await serveCollector({ argv, env }, { out: (line) => terminal.out(line), err, page })
    } finally {
      await page?.stop()
    }
  },
}
