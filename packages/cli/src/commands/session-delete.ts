import { AppError, type SessionDetail } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { FAILED, SUCCESS } from '../exit-codes.ts'
import { count, counted, longTime, moneySum } from '../output/format.ts'
import { safeJson } from '../output/safe-text.ts'
import { labelOf } from '../output/session-columns.ts'
import { readSession } from '../session-argument.ts'
import { readOptions, type Source, withSource } from '../source.ts'
import type { ChangeLeft } from '../transport.ts'

/** Sessions, for good. */
export const sessionDelete: Command = {
  name: 'session delete',
  summary: 'deletes sessions for good, with all that was recorded of them',
  words: ['ID…'],
  takesManyWords: true,
  options: { yes: { short: 'y', summary: 'does not ask' }, ...readOptions },
  examples: ['session delete 3', 'session delete 3 5 key:nightly-run --yes'],
  notes: [
    'It says what goes, and asks. Without a terminal it wants --yes. AI_TRACKER_SESSION_ID does not count here: a session is deleted only when it is named.',
    'What is sent again of a deleted session is not stored, nor what comes later of its traces; a new trace with the same key begins a new session. "tracker session export ID" writes it to a file before.',
  ],
  run: async (call) => {
    const sessions = await readAll(call)
    if (!call.args.isSet('yes') && !(await isMeant(call, sessions))) {
      call.terminal.err('nothing was deleted')
      return FAILED
    }
    await deleteAll(call, sessions)
    return SUCCESS
  },
}

/** All that are named, before any is deleted: none is when one of them cannot be found. */
async function readAll(call: Call): Promise<readonly SessionDetail[]> {
  const { words } = call.args
  if (words.length === 0)
    throw new AppError('invalid', 'which sessions? "tracker session delete ID…", with ids from "tracker session list"')
  return await withSource(call, async (source) => {
    const found = new Map<number, SessionDetail>()
    for (const word of words) {
      const session = await readSession(source, word)
      found.set(session.id, session)
    }
    return [...found.values()]
  })
}

/** Nobody has the file while a person thinks. @throws AppError `invalid` where there is nobody to ask */
async function isMeant({ terminal }: Call, sessions: readonly SessionDetail[]): Promise<boolean> {
  terminal.err(...sessions.flatMap(described))
  const answer = await terminal.confirm(
    sessions.length === 1 ? 'Delete it for good?' : `Delete these ${count(sessions.length)} sessions for good?`,
  )
  if (answer !== undefined) return answer
  throw new AppError('invalid', 'there is no terminal to ask on; add --yes to delete what is listed above')
}

/** What goes: its name, how large it is, what it cost and when it was. */
function described(session: SessionDetail): readonly string[] {
  const { id, spanCount, responseCount, startedAt, completedAt, status, pinned } = session
  const when = completedAt === null ? `since ${longTime(startedAt)}` : `${longTime(startedAt)} to ${longTime(completedAt)}`
  const cost = responseCount === 0 ? [] : [moneySum(session)]
  const marks = [status === 'completed' ? '' : status, pinned ? 'pinned' : ''].filter(Boolean)
  return [`session ${id}: ${labelOf(session)}`, `  ${[counted(spanCount, 'span'), ...cost, when, ...marks].join(', ')}`]
}

async function deleteAll(call: Call, sessions: readonly SessionDetail[]): Promise<void> {
  const { terminal, args } = call
  const deleted: SessionDetail[] = []
  let isLeft = false
  const progress = terminal.startProgress('session delete')
  try {
    for (const session of sessions) {
      const left = await withSource(call, (source) => deleteOne(source, session.id))
      isLeft = left?.purging ?? false
      deleted.push(session)
      progress.update(deleted.length, sessions.length)
    }
  } finally {
    progress.end()
    if (args.isSet('json')) terminal.out(safeJson({ deleted: deleted.map(documentOf) }))
    else for (const session of deleted) terminal.err(`deleted session ${session.id}: ${labelOf(session)}`)
    if (isLeft) terminal.err(STILL_THERE)
  }
}

const STILL_THERE =
  'what was deleted may still be in the bytes of the file or its log, as another program reads it; the next collector on it wipes it out'

/** One that is gone already was there a moment ago: an answer was lost, or somebody else was quicker. */
async function deleteOne(source: Source, sessionId: number): Promise<ChangeLeft> {
  try {
    return await source.change({ do: 'remove', sessionId })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error
    // Fails, and says so, where it is the database that is not found.
    await source.readInfo()
    return undefined
  }
}

function documentOf({ id, key, traceId, workflow, title, spanCount, costUsd, startedAt, completedAt }: SessionDetail): object {
  return { id, key, traceId, workflow, title, spanCount, costUsd, startedAt, completedAt }
}
