import type { ErrorInfo, SessionDetail, TimelineItem } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { limitOf } from '../limit-argument.ts'
import { counted } from '../output/format.ts'
import { safeJson } from '../output/safe-text.ts'
import { phaseLines, type Step, sessionLines, stepLines } from '../output/session-page.ts'
import { readSession, sessionIdOf, sessionOption } from '../session-argument.ts'
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
  const { terminal } = call
  const { items, hasMore } = await readSteps(source, session, limit)
  const steps = await withErrors(source, items)
  terminal.out(...sessionLines(session, steps, terminal))
  if (session.phases.length > 0) terminal.out('', ...phaseLines(session.phases, terminal))
  if (steps.length > 0) terminal.out('', ...stepLines(steps, session, terminal))
  const left = session.phaseCount - session.phases.length
  if (left > 0) terminal.err(`${counted(left, 'more phase')} at /api/v1/sessions/${session.id}/phases`)
  const isEmpty = steps.length + session.responseCount + session.actionCount === 0
  if (hasMore && !isEmpty) terminal.err(`the first ${counted(steps.length, 'step')}${totalOf(session)}; --limit N shows more`)
}

function totalOf({ responseCount, actionCount }: SessionDetail): string {
  return responseCount + actionCount === 0 ? '' : ` of ${counted(responseCount, 'response')} and ${counted(actionCount, 'action')}`
}

/** Kinds of the timeline that are work; phases have a table of their own, and events would drown the rest. */
const STEP_KINDS: readonly TimelineItem['kind'][] = ['response', 'action', 'artifact', 'issue']
const PAGE = 500
/** Pages without any step before we stop looking. */
const MAX_PAGES = 40

/** The first steps of a session, and whether there are more. */
async function readSteps(
  source: Source,
  { id }: SessionDetail,
  limit: number,
): Promise<{ readonly items: readonly TimelineItem[]; readonly hasMore: boolean }> {
  const steps: TimelineItem[] = []
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const { items, nextCursor } = await source.listOf(String(id), 'timeline', { limit: String(PAGE), cursor })
    steps.push(...items.filter(({ kind }) => STEP_KINDS.includes(kind)))
    if (steps.length > limit) return { items: steps.slice(0, limit), hasMore: true }
    if (nextCursor === null) return { items: steps, hasMore: false }
    cursor = nextCursor
  }
  return { items: steps, hasMore: true }
}

/** Failed steps whose reason is read: each is a request, and nobody reads hundreds of them. */
const MAX_REASONS = 50

/** The timeline says that a step failed, its span says why. */
async function withErrors(source: Source, items: readonly TimelineItem[]): Promise<readonly Step[]> {
  const asked = items.filter(({ kind, failed }) => failed && kind !== 'issue').slice(0, MAX_REASONS)
  const errors = new Map<TimelineItem, ErrorInfo>()
  for (const item of asked) {
    const { errorType, errorMessage } = await source.readSpan(item.traceId, item.spanId)
    errors.set(item, { type: errorType, message: errorMessage })
  }
  return items.map((item) => ({ ...item, error: errors.get(item) ?? null }))
}
