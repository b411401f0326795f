import { type Log, SEVERITIES, type SessionDetail, type SessionOverview, type Span } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { limitOf, wholeNumber } from '../limit-argument.ts'
import { sessionMs } from '../output/elapsed.ts'
import { count, counted, duration, moneySum } from '../output/format.ts'
import { toneOf } from '../output/paint.ts'
import { safeJson, safeLine } from '../output/safe-text.ts'
import { nameOf } from '../output/session-columns.ts'
import type { Canvas } from '../output/table.ts'
import { truncate } from '../output/text-width.ts'
import { everyItem } from '../paging.ts'
import { readSession, sessionIdOf, sessionOption } from '../session-argument.ts'
import { readOptions, type Source, withSource } from '../source.ts'
import { asciiLine, drawTimeline } from '../timeline/draw.ts'
import { placeLogs } from '../timeline/place-logs.ts'
import { readReasons, readTools } from '../timeline/read-details.ts'
import { timelineRows } from '../timeline/rows.ts'
import { type Selected, type Selection, selectSpans } from '../timeline/select-spans.ts'

const LIMIT = { byDefault: 200, max: 10_000 }
const MAX_LEVELS = 1_000
/** The most that a page of spans may have, and one of logs. */
const PAGE = 1_000
const LOG_PAGE = 500
const LOG_CHOICES = [...SEVERITIES, 'none'] as const

/** What a session did, when, and what of it at the same time. */
export const sessionTimeline: Command = {
  name: 'session timeline',
  summary: 'draws when each step of a session ran, how long, and what it cost',
  words: ['ID'],
  options: {
    ...sessionOption,
    depth: { value: 'N', summary: 'only so many levels of the tree' },
    errors: { summary: 'only what failed, and what is around it' },
    logs: {
      value: 'WORD',
      summary: `log records at least this severe: ${SEVERITIES.join(', ')}; or none`,
      values: LOG_CHOICES,
    },
    limit: { value: 'N', summary: `at most this many steps, and as many log records; ${LIMIT.byDefault} if left out` },
    ascii: { summary: 'only signs of ASCII; so it is anyway where the locale is not UTF-8' },
    ...readOptions,
  },
  examples: ['session timeline 3', 'session timeline 3 --depth 2', 'session timeline key:nightly-run --errors'],
  run: async (call) => {
    const id = sessionIdOf(call, 'session timeline')
    const selection = selectionOf(call)
    await withSource(call, async (source) => {
      const session = await readSession(source, id)
      const overview = await source.readOverview(String(session.id))
      const selected = await readSpans(source, session, { call, selection })
      const timeline = { session, overview, ...selected, ...(await readLogs(source, session, { call, selection })) }
      if (call.args.isSet('json')) call.terminal.out(safeJson(timeline))
      else await print(source, timeline, call)
    })
    return SUCCESS
  },
}

/** What a timeline is drawn from; `--json` prints it. */
interface Timeline extends Selected {
  readonly session: SessionDetail
  readonly overview: SessionOverview
  readonly logs: readonly Log[]
  /** Whether there are more logs. */
  readonly hasMoreLogs: boolean
}

function selectionOf({ args }: Call): Selection {
  return {
    limit: limitOf(args, LIMIT),
    levels: wholeNumber('depth', args.text('depth'), MAX_LEVELS),
    onlyErrors: args.isSet('errors'),
  }
}

interface Reading {
  readonly call: Call
  readonly selection: Selection
}

async function readSpans(source: Source, { id, spanCount }: SessionDetail, { call, selection }: Reading): Promise<Selected> {
  const progress = call.terminal.startProgress('spans')
  let taken = 0
  const spans = async function* (): AsyncGenerator<Span> {
    for await (const span of everyItem((query) => source.listOf(String(id), 'spans', query), PAGE)) {
      progress.update(++taken, spanCount)
      yield span
    }
  }
  try {
    return await selectSpans(spans(), selection)
  } finally {
    progress.end()
  }
}

/** The first logs of the session, of those that are wanted: what failed, where only that is shown. */
async function readLogs(
  source: Source,
  { id }: SessionDetail,
  { call: { args }, selection: { limit, onlyErrors } }: Reading,
): Promise<Pick<Timeline, 'logs' | 'hasMoreLogs'>> {
  const least = args.text('logs') ?? (onlyErrors ? 'error' : undefined)
  const logs: Log[] = []
  if (least === 'none') return { logs, hasMoreLogs: false }
  for await (const log of everyItem(
    (query) => source.listOf(String(id), 'logs', { ...query, severity: least }),
    Math.min(LOG_PAGE, limit + 1),
  )) {
    if (logs.length === limit) return { logs, hasMoreLogs: true }
    logs.push(log)
  }
  return { logs, hasMoreLogs: false }
}

async function print(source: Source, timeline: Timeline, { args, terminal, nowMs }: Call): Promise<void> {
  const { session, overview, spans, hasMore, hasMoreLogs } = timeline
  const onlyErrors = args.isSet('errors')
  const reasons = await readReasons(source, timeline)
  const tools = await readTools(source, timeline)
  // Between a few failures everything would look idle.
  const shown = onlyErrors ? { ...overview, idle: [] } : overview
  const length = lengthOf(timeline, nowMs)
  const untilNowMs = session.status === 'running' ? length : undefined
  const logs = placeLogs(spans, timeline.logs, { isSelected: onlyErrors || args.isSet('depth'), hasMore })
  const rows = timelineRows({ spans, logs, phases: session.phases, overview: shown, reasons, tools, hasMore, untilNowMs })
  const head = headOf(timeline, length, terminal)
  const lines = rows.length === 0 ? head : [...head, '', ...drawTimeline(rows, { ...terminal, totalMs: length })]
  terminal.out(...(args.isSet('ascii') || !terminal.hasUnicode ? lines.map(asciiLine) : lines))
  if (rows.length === 0) terminal.err(onlyErrors ? 'nothing failed' : 'nothing was received of this session yet')
  if (hasMore)
    terminal.err(
      `the first ${counted(spans.length, 'step')} of ${counted(session.spanCount, 'span')}; --limit N shows more, --depth N fewer levels`,
    )
  if (hasMoreLogs)
    terminal.err(`the first ${counted(timeline.logs.length, 'log record')}; "tracker logs --session ${session.id}" lists all`)
}

/** How long the session was, or is so far. Traces of a session may reach further than what it says itself. */
function lengthOf({ session, overview: { startNs, endNs } }: Timeline, nowMs: number): number {
  return Math.max(Number(BigInt(endNs) - BigInt(startNs)) / 1e6, session.status === 'running' ? (sessionMs(session, nowMs) ?? 0) : 0)
}

function headOf({ session, overview }: Timeline, lengthMs: number, { columns, paint }: Canvas): readonly string[] {
  const { status } = session
  const name = truncate(safeLine(`session ${session.id}  ${nameOf(session)}`), Math.max(1, columns - status.length - 2))
  const facts = [
    session.startedAt === null ? undefined : duration(lengthMs),
    session.tokensTotal > 0 ? `${count(session.tokensTotal)} tokens` : undefined,
    session.responseCount > 0 ? moneySum(session) : undefined,
    overview.idle.length > 0 ? `${duration(overview.idleMs)} idle` : undefined,
    session.errorCount > 0 ? `${count(session.errorCount)} failed` : undefined,
  ]
  const sums = truncate(facts.filter((fact) => fact !== undefined).join(', '), columns)
  return [`${paint('strong', name)}  ${paint(toneOf(status), status)}`, ...(sums === '' ? [] : [sums])]
}
