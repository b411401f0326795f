import { encodeSpanItem } from '../../collector/src/decode/protobuf/write-traces.ts'
import type { SessionQuery } from '../../collector/src/domain/telemetry-reader.ts'
import { readFunctions } from '../../collector/src/reads.ts'
import type { SqliteDatabase } from '../../collector/src/store/sqlite/database.ts'
import type { Bench, BenchContext, Figure, Scale } from './bench.ts'
import { createPipeline } from './pipeline.ts'
import { openReadStore, type ReadStore } from './read-store.ts'
import { alternate, figure, percentile, ratio, timed } from './rounds.ts'

interface Size {
  readonly spans: readonly [small: number, large: number]
  /** The most requests of each kind in a round. */
  readonly calls: number
  readonly rounds: number
}

const SIZES: Readonly<Record<Scale, Size>> = {
  tiny: { spans: [320, 640], calls: 2, rounds: 1 },
  quick: { spans: [10_000, 40_000], calls: 20, rounds: 3 },
  full: { spans: [100_000, 1_000_000], calls: 100, rounds: 5 },
}

/** A question that takes long is asked less often. */
const MAX_ROUND_MS = 1_000
const MIN_CALLS = 3

/** The same questions to a small store and to one that is ten times as large. */
export const readBench: Bench = {
  name: 'read',
  summary: 'list, session, tree, cost and give back on a small and a large store',
  async run(context) {
    const [small, large] = SIZES[context.scale].spans
    const pipeline = await createPipeline()
    const stores: ReadStore[] = []
    try {
      for (const spans of [small, large]) {
        context.log(`read: filling a store with ${spans} spans`)
        stores.push(await openReadStore(spans, pipeline, context.folder))
      }
      const [first, second] = stores
      return first && second ? await compare(first, second, context) : []
    } finally {
      for (const store of stores) store.close()
    }
  },
}

/** One question; `turn` counts up, so that not the same row is asked for each time. */
type Question = (db: SqliteDatabase, store: ReadStore, turn: number) => unknown

const PAGE = 50
const LATEST: SessionQuery = { workspaceId: 1, limit: PAGE, sort: 'started', descending: true }

const QUESTIONS: Readonly<Record<string, Question>> = {
  'list of sessions': (db) => readFunctions.listSessions(db, LATEST),
  'list by cost': (db) => readFunctions.listSessions(db, { ...LATEST, sort: 'cost' }),
  'small session': (db, store, turn) => readFunctions.readSession(db, { sessionId: sessionAt(store, turn).id }),
  'largest session': (db, { largest }) => readFunctions.readSession(db, { sessionId: largest.id }),
  'tree of a small session': (db, store, turn) => readFunctions.listSpans(db, { sessionId: sessionAt(store, turn).id, limit: PAGE }),
  'first page of the largest tree': (db, { largest }) => readFunctions.listSpans(db, { sessionId: largest.id, limit: PAGE }),
  'first page of the largest transcript': (db, { largest }) => readFunctions.listTranscript(db, { sessionId: largest.id, limit: PAGE }),
  'overview of the largest session': (db, { largest }) => readFunctions.readOverview(db, { sessionId: largest.id }),
  'cost of the largest session': (db, { largest }) => readFunctions.readSessionCost(db, { sessionId: largest.id }),
  'cost by model': (db) => readFunctions.reportCost(db, { workspaceId: 1, by: 'model', timeZone: 'UTC' }),
  'give back a small trace': (db, store, turn) => giveBack(db, sessionAt(store, turn).traceId, Number.POSITIVE_INFINITY),
}

/** Spans of the largest trace that are given back at most: enough to see the pace. */
const GIVE_BACK_SPANS = 20_000

async function compare(small: ReadStore, large: ReadStore, { scale, log }: BenchContext): Promise<readonly Figure[]> {
  const { calls, rounds } = SIZES[scale]
  const figures = [figure('stores', ['small', 'spans'], [small.spans]), figure('stores', ['large', 'spans'], [large.spans])]
  for (const [question, ask] of Object.entries(QUESTIONS)) {
    log(`read: ${question}`)
    const p99: Record<'small' | 'large', number[]> = { small: [], large: [] }
    const contender = (key: keyof typeof p99, store: ReadStore) => async () => {
      const latenciesMs = await askAll(store, ask, calls)
      p99[key].push(percentile(latenciesMs, 0.99))
      return percentile(latenciesMs, 0.5)
    }
    const p50 = await alternate({ small: contender('small', small), large: contender('large', large) }, { rounds })
    figures.push(
      figure(question, ['p50, small store', 'ms'], p50.small),
      figure(question, ['p50, large store', 'ms'], p50.large),
      figure(question, ['p99, large store', 'ms'], p99.large.slice(1)),
      ratio(question, 'large / small store', [p50.large, p50.small]),
    )
  }
  return [...figures, ...(await compareGiveBack(small, large, rounds))]
}

async function askAll(store: ReadStore, ask: Question, calls: number): Promise<readonly number[]> {
  const latenciesMs: number[] = []
  // One transaction for each request, as the reader threads have it.
  const request = store.db.transaction((turn: number) => void ask(store.db, store, turn))
  const endMs = performance.now() + MAX_ROUND_MS
  for (let turn = 0; turn < calls && (turn < MIN_CALLS || performance.now() < endMs); turn++)
    latenciesMs.push(await timed(() => request(turn)))
  return latenciesMs
}

/** The pace at which the largest trace of each store comes back as protobuf. */
async function compareGiveBack(small: ReadStore, large: ReadStore, rounds: number): Promise<readonly Figure[]> {
  const pace =
    ({ db, largest }: ReadStore) =>
    async () => {
      let spans = 0
      const elapsedMs = await timed(() => {
        spans = giveBack(db, largest.traceId, GIVE_BACK_SPANS)
      })
      return (spans / elapsedMs) * 1000
    }
  const rates = await alternate({ small: pace(small), large: pace(large) }, { rounds })
  const subject = 'give back the largest trace'
  return [
    figure(subject, ['small store', 'spans/s'], rates.small),
    figure(subject, ['large store', 'spans/s'], rates.large),
    ratio(subject, 'large / small store', [rates.large, rates.small]),
  ]
}

/** Reads a trace and encodes it again. @returns how many spans that were */
function giveBack(db: SqliteDatabase, traceId: string, maxSpans: number): number {
  let spans = 0
  for (const chunk of readFunctions.streamTrace(db, { workspaceId: 1, traceId })) {
    for (const item of chunk) encodeSpanItem(item)
    spans += chunk.length
    if (spans >= maxSpans) break
  }
  return spans
}

function sessionAt({ sessions, largest }: ReadStore, turn: number): { readonly id: number; readonly traceId: string } {
  return sessions[turn % sessions.length] ?? largest
}
