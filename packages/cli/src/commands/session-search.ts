import { AppError } from '@ai-tracker/collector'
import type { Command } from '../command.ts'
import { readOptions } from '../source.ts'
import { listSessions, sessionFilters, sessionOrder } from './session-list.ts'

/** Sessions in which something was said or done. */
export const sessionSearch: Command = {
  name: 'session search',
  summary: 'finds sessions by words in prompts, answers, tool calls, issues, errors and names',
  words: ['[WORDS…]'],
  takesManyWords: true,
  options: { ...sessionFilters, ...sessionOrder, ...readOptions },
  examples: [
    'session search rate limit',
    "session search 'connection refused' --status failed",
    'session search --workflow blog_post --after 2026-01-04',
  ],
  run: async (call) => {
    const words = call.args.words.join(' ')
    const options = [...Object.keys(sessionFilters), 'sort', 'cursor']
    if (words === '' && !options.some((option) => call.args.isSet(option)))
      throw new AppError('invalid', 'what to look for? "tracker session search WORDS", or options such as --workflow and --status')
    return await listSessions(call, words || undefined)
  },
}
