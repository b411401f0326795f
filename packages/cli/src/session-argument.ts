import { AppError, type SessionDetail } from '@ai-tracker/collector'
import type { Call, Options } from './command.ts'
import type { Source } from './source.ts'

/** The option of commands about one session. */
export const sessionOption = {
  session: { value: 'ID', summary: 'the session, in place of the word (AI_TRACKER_SESSION_ID)' },
} as const satisfies Options

/**
 * The session that a call names: as a word, with `--session`, or by the variable of the session that the shell works in.
 * @throws AppError `invalid` when it names none, or two
 */
export function sessionIdOf(call: Call, command: string): string {
  const id = namedSession(call) ?? call.env.AI_TRACKER_SESSION_ID
  if (id) return id
  throw new AppError('invalid', `which session? "tracker ${command} ID", with an id from "tracker session list"`)
}

/** The same, when a command can do without a session; the variable does not count then. */
export function namedSession({ args }: Call): string | undefined {
  const [word] = args.words
  const option = args.text('session')
  if (word !== undefined && option !== undefined)
    throw new AppError('invalid', `both ${word} and --session ${option} name a session; give one`)
  return word ?? option
}

/** @throws AppError `not_found` that says how to find it */
export async function readSession(source: Source, id: string): Promise<SessionDetail> {
  try {
    return await source.readSession(id)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error
    throw new AppError('not_found', `${error.message}; "tracker session list" shows which there are`, { cause: error })
  }
}
