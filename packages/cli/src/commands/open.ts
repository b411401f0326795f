import { AppError, findOwner } from '@ai-tracker/collector'
import { openBrowser } from '../browser.ts'
import type { Command } from '../command.ts'
import { outsideOfTheCall, SUCCESS } from '../exit-codes.ts'
import { namedSession, readSession, sessionOption } from '../session-argument.ts'
import { dbOption, readConfig, withSource } from '../source.ts'

/** The page of the collector. */
export const open: Command = {
  name: 'open',
  summary: 'opens the page of the running collector, or of one session, in the browser',
  words: ['[ID]'],
  options: {
    session: { ...sessionOption.session, summary: 'the session, in place of the word' },
    print: { summary: 'only prints the address' },
    ...dbOption,
  },
  examples: ['open', 'open 3', 'open --print'],
  run: async (call) => {
    const { db } = readConfig(call)
    const owner = outsideOfTheCall(() => findOwner(db))
    if (!owner) {
      const how = 'start one with "npm start" (in the repository) or "npx tracker serve", and leave it running'
      throw new AppError('unavailable', `no collector runs on ${db}; ${how}`)
    }
    const named = namedSession(call)
    const path = named === undefined ? '/' : `/sessions/${(await withSource(call, (source) => readSession(source, named))).id}`
    const url = new URL(path, owner.url).href
    call.terminal.out(url)
    if (!call.args.isSet('print')) await openBrowser(url, { env: call.env })
    return SUCCESS
  },
}
