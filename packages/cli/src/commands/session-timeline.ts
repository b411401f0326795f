import type { SessionDetail, SessionOverview, Span } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { limitOf, wholeNumber } from '../limit-argument.ts'
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
import { keyOf, timelineRows } from '../timeline/rows.ts'
import { type Selected, type Selection, selectSpans } from '../timeline/select-spans.ts'

const LIMIT = { byDefault: 200, max: 10_000 }
const MAX_LEVELS = 1_000
/** The most that a page of spans, and of failed ones, may have. */
const PAGE = 1_000
const ERROR_PAGE = 500

/** What a session did, when, and what of it at the same time. */
export const sessionTimeline: Command = {
  name: 'session timeline',
  summary: 'draws when each step of a session ran, how long, and what it cost',
  words: ['ID'],
  options: {
    ...sessionOption,
    depth: { value: 'N', summary: 'only so many levels of the tree' },
    errors: { summary: 'only what failed, and what is around it' },
    limit: { value: 'N', summary: `at most this many steps; ${LIMIT.byDefault} if left out` },
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
      const timeline = { session, overview, ...selected }
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

async function print(source: Source, timeline: Timeline, { args, terminal }: Call): Promise<void> {
  const { session, overview, spans, hasMore } = timeline
  const onlyErrors = args.isSet('errors')
  const reasons = await readReasons(source, timeline)
  // Between a few failures everything would look idle.
  const shown = onlyErrors ? { ...overview, idle: [] } : overview
  const rows = timelineRows({ spans, phases: session.phases, overview: shown, reasons, hasMore })
  const head = headOf(timeline, terminal)
  const lines = rows.length === 0 ? head : [...head, '', ...drawTimeline(rows, { ...terminal, totalMs: lengthOf(overview) })]
  terminal.out(...(args.isSet('ascii') || !terminal.hasUnicode ? lines.map(asciiLine) : lines))
  if (rows.length === 0) terminal.err(onlyErrors ? 'nothing failed' : 'nothing was received of this session yet')
  if (hasMore)
    terminal.err(
      `the first ${counted(spans.length, 'step')} of ${counted(session.spanCount, 'span')}; --limit N shows more, --depth N fewer levels`,
    )
}

function lengthOf({ startNs, endNs }: SessionOverview): number {
  return Number(BigInt(endNs) - BigInt(startNs)) / 1e6
}

function headOf({ session, overview }: Timeline, { columns, paint }: Canvas): readonly string[] {
  const { status } = session
  const name = truncate(safeLine(`session ${session.id}  ${nameOf(session)}`), Math.max(1, columns - status.length - 2))
  const facts = [
    session.startedAt === null ? undefined : duration(lengthOf(overview)),
    session.tokensTotal > 0 ? `${count(session.tokensTotal)} tokens` : undefined,
    session.responseCount > 0 ? moneySum(session) : undefined,
    overview.idle.length > 0 ? `${duration(overview.idleMs)} idle` : undefined,
    session.errorCount > 0 ? `${count(session.errorCount)} failed` : undefined,
  ]
  const sums = truncate(facts.filter((fact) => fact !== undefined).join(', '), columns)
  return [`${paint('strong', name)}  ${paint(toneOf(status), status)}`, ...(sums === '' ? [] : [sums])]
}

/** Failed spans whose reasons are looked for; beyond, nobody reads them. */
const MAX_REASONS = 5_000

/** A span of the list says that it failed; the list of what failed says why. */
async function readReasons(source: Source, { session, spans }: Timeline): Promise<ReadonlyMap<string, string>> {
  const missing = new Set(spans.filter(({ status }) => status === 'failed').map(keyOf))
  const reasons = new Map<string, string>()
  if (missing.size === 0) return reasons
  let read = 0
  for await (const failed of everyItem((query) => source.listOf(String(session.id), 'errors', query), ERROR_PAGE)) {
    const key = keyOf(failed)
    const reason = [failed.errorType, failed.errorMessage].filter(Boolean).join(': ')
    if (missing.delete(key) && reason !== '') reasons.set(key, reason)
    if (missing.size === 0 || ++read === MAX_REASONS) break
  }
  return reasons
}
