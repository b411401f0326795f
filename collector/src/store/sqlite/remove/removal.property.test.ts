/** A store that has had sessions removed is one that never got them, whatever came in which order, and however often it comes again. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecordBatch } from '../../../domain/telemetry-writer.ts'
import { canonicalDump } from '../canonical-dump.ts'
import { inspect } from '../care/inspect.ts'
import { openDatabase, type SqliteDatabase } from '../database.ts'
import { batchOf, settle } from '../testing/conversation.ts'
import { chat, LAYERS, type SpanSketch } from '../testing/make.ts'
import { attributes, logItem, metricItem, numberPoint } from '../testing/signals.ts'
import { createSqliteWriter } from '../write/writer.ts'

const RUNS = 25
const SESSIONS = 4

const shared = 'what several sessions say '.repeat(80)
const anySpan = fc.record({
  trace: fc.integer({ min: 0, max: 2 }),
  id: fc.integer({ min: 1, max: 6 }),
  parent: fc.integer({ min: 0, max: 6 }),
  seconds: fc.constantFrom(0, 1, 2),
  text: fc.constantFrom(shared, `${shared} and more`, `${shared.slice(0, 1500)} and less`, 'short'),
  isCall: fc.boolean(),
  isKeyed: fc.boolean(),
})
const anySession = fc.record({
  spans: fc.array(anySpan, { minLength: 1, maxLength: 10 }),
  logs: fc.array(fc.record({ trace: fc.integer({ min: -1, max: 2 }), text: fc.constantFrom(shared, 'short') }), { maxLength: 4 }),
  points: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
})
type Session = typeof anySession extends fc.Arbitrary<infer T> ? T : never

const keyOf = (session: number): string => `the-key-of-session-${session}`
const traceOf = (session: number, trace: number): string => `${session + 1}${trace + 1}`.repeat(16)

function spanOf(session: number, span: Session['spans'][number]): SpanSketch {
  const { id, parent, seconds, text, isCall, isKeyed } = span
  return {
    traceId: traceOf(session, span.trace),
    id: String(id),
    ...(parent !== 0 && parent !== id && { parent: String(parent) }),
    seconds,
    attributes: { 'input.value': text, ...(isCall && chat(id)), ...(isKeyed && { 'session.id': keyOf(session) }) },
  }
}

/** Each item of a session as a request of its own. The first span of each trace names the key, so that nothing of it is without. */
function requestsOf(session: number, { spans, logs, points }: Session): readonly RecordBatch[] {
  const keyed = attributes({ 'session.id': keyOf(session), text: shared })
  const traces = [...new Set(spans.map(({ trace }) => trace))]
  const roots: SpanSketch[] = traces.map((trace) => ({
    traceId: traceOf(session, trace),
    id: '7',
    startS: -1,
    attributes: { 'session.id': keyOf(session) },
  }))
  return [
    ...[...roots, ...spans.map((span) => spanOf(session, span))].map((span) => batchOf([span])),
    ...logs.map(({ trace, text }, at) => {
      const place = traces.includes(trace) ? { traceId: traceOf(session, trace) } : { attributes: keyed }
      return batchOf([], { logs: [logItem({ timeNs: BigInt(at + 1), body: text, ...place })] })
    }),
    ...points.map((timeNs) => {
      const point = numberPoint({ timeNs: BigInt(timeNs), attributes: keyed })
      return batchOf([], { metrics: [metricItem({ data: { kind: 'gauge', points: [point] } })] })
    }),
  ]
}

const dumpOf = (db: SqliteDatabase) => canonicalDump(db).filter((line) => !line.startsWith('metric_descriptors '))

async function dumpWith(requests: readonly RecordBatch[]): Promise<readonly string[]> {
  const db = openDatabase(':memory:')
  const writer = createSqliteWriter(db, LAYERS)
  for (const request of requests) await writer.write([request])
  await settle(writer)
  const dump = dumpOf(db)
  db.close()
  return dump
}

const scenario = fc
  .record({
    sessions: fc.array(anySession, { minLength: SESSIONS, maxLength: SESSIONS }),
    removed: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
    perTransaction: fc.integer({ min: 1, max: 5 }),
    restarts: fc.boolean(),
  })
  .chain(({ sessions, removed, perTransaction, restarts }): fc.Arbitrary<Scenario> => {
    const requests = sessions.map((session, at) => requestsOf(at, session))
    const kept = requests.filter((_, at) => !removed.includes(at)).flat()
    const gone = requests.filter((_, at) => removed.includes(at)).flat()
    const isEarly = fc.array(fc.boolean(), { minLength: kept.length, maxLength: kept.length })
    return isEarly.chain((early) => {
      const first = [...gone, ...kept.filter((_, at) => early[at])]
      const later = [...fewOf(gone), ...kept.filter((_, at) => !early[at])]
      return fc.record({
        first: fc.shuffledSubarray(first, { minLength: first.length }),
        later: fc.shuffledSubarray(later, { minLength: later.length }),
        kept: fc.constant(kept),
        removed: fc.constant(removed),
        perTransaction: fc.constant(perTransaction),
        restarts: fc.constant(restarts),
      })
    })
  })

interface Scenario {
  readonly first: readonly RecordBatch[]
  readonly later: readonly RecordBatch[]
  readonly kept: readonly RecordBatch[]
  readonly removed: readonly number[]
  readonly perTransaction: number
  readonly restarts: boolean
}

function fewOf<T>(items: readonly T[]): readonly T[] {
  return items.filter((_, at) => at % 2 === 0)
}

async function removedFrom({ first, later, removed, perTransaction, restarts }: Scenario): Promise<SqliteDatabase> {
  const db = openDatabase(':memory:')
  let writer = createSqliteWriter(db, LAYERS)
  const write = async (requests: readonly RecordBatch[]): Promise<void> => {
    for (let at = 0; at < requests.length; at += perTransaction) {
      await writer.write(requests.slice(at, at + perTransaction))
      if (at % 3 === 0) await writer.work()
    }
  }
  await write(first)
  for (const session of removed) {
    const id = db.prepare('SELECT id FROM session_rows WHERE key = ?').pluck().get(keyOf(session)) as number
    await writer.removeSession(id)
    await writer.work()
    if (restarts) writer = createSqliteWriter(db, LAYERS)
  }
  await write(later)
  await settle(writer)
  return db
}

describe('a store that has had sessions removed', () => {
  it('is one that never got them', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (all) => {
        const db = await removedFrom(all)
        expect(inspect(db, { isFull: true, progress: () => undefined })).toEqual([])
        expect(dumpOf(db)).toEqual(await dumpWith(all.kept))
        db.close()
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: 20_000 },
    )
  }, 60_000)
})
