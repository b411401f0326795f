import type { List, SessionDetail } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { limitOf } from '../limit-argument.ts'
import { count, counted } from '../output/format.ts'
import { phaseLines } from '../output/phase-table.ts'
import { safeJson } from '../output/safe-text.ts'
import { sessionLines, stepLines } from '../output/session-page.ts'
import { readSession, sessionIdOf, sessionOption } from '../session-argument.ts'
import { readSteps } from '../session-steps.ts'
import { readOptions, type Source, withSource } from '../source.ts'

/** One session with its phases and what it did. */
export const sessionShow: Command = {
  name: 'session show',
  summary: 'shows one session with its phases, responses and actions',
  words: ['ID'],
  options: {
    ...sessionOption,
    limit: { value: 'N', summary: 'at most this many responses and actions; 20 if left out' },
    ...readOptions,
  },
  examples: ['session show 3', 'session show 4bf92f35 --json', 'session show key:nightly-run --limit 100'],
  run: async (call) => {
    const id = sessionIdOf(call, 'session show')
    const limit = limitOf(call.args, STEPS)
    await withSource(call, async (source) => {
      const session = await readSession(source, id)
      if (call.args.isSet('json')) call.terminal.out(safeJson(session))
      else await print(source, session, { call, limit })
    })
    return SUCCESS
  },
}

const STEPS = { byDefault: 20, max: 10_000 }

async function print(
  source: Source,
  session: SessionDetail,
  { call, limit }: { readonly call: Call; readonly limit: number },
): Promise<void> {
  const { terminal, nowMs } = call
  const canvas = { ...terminal, nowMs }
  const { steps, hasMore } = await readSteps(source, session, limit)
  terminal.out(...sessionLines({ ...session, signals: await readSignals(source, session) }, steps, canvas))
  if (session.phases.length > 0) terminal.out('', ...phaseLines(session.phases, session, canvas))
  if (steps.length > 0) terminal.out('', ...stepLines(steps, session, canvas))
  const left = session.phaseCount - session.phases.length
  if (left > 0) terminal.err(`${counted(left, 'more phase')} at /api/v1/sessions/${session.id}/phases`)
  const isEmpty = steps.length + session.responseCount + session.actionCount === 0
  if (hasMore && !isEmpty) terminal.err(`the first ${counted(steps.length, 'step')}${totalOf(session)}; --limit N shows more`)
}

/** So many are counted; whoever wants to know more exactly looks at them. */
const COUNTED = 100

/** What a session has beside its spans; `undefined` = nothing. */
async function readSignals(source: Source, session: SessionDetail): Promise<string | undefined> {
  const id = String(session.id)
  const limit = String(COUNTED)
  const logs = await source.listOf(id, 'logs', { limit })
  const points = await source.listMetricPoints({ session: id, limit })
  const parts = [atLeast(logs, ['log', 'logs']), atLeast(points, ['point of metrics', 'points of metrics'])]
  return parts.filter((part) => part !== undefined).join(', ') || undefined
}

function atLeast({ items, nextCursor }: List<unknown>, [one, many]: readonly [string, string]): string | undefined {
  if (items.length === 0) return undefined
  return `${count(items.length)}${nextCursor === null ? '' : '+'} ${items.length === 1 && nextCursor === null ? one : many}`
}

function totalOf({ responseCount, actionCount }: SessionDetail): string {
  return responseCount + actionCount === 0 ? '' : ` of ${counted(responseCount, 'response')} and ${counted(actionCount, 'action')}`
}
