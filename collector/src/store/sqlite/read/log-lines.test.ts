import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chat, issue, openTestStore, phase, START, spanItem, type TestSpan, type TestStore } from '../../../api/testing/test-store.ts'
import type { LogItem } from '../../../domain/log.ts'
import { MOMENT_KINDS } from '../../../domain/stored.ts'
import type { MomentQuery } from '../../../domain/telemetry-reader.ts'
import { readFunctions } from '../../../reads.ts'
import { attributes, logItem } from '../testing/signals.ts'

const KEY = 'one-session-of-many-traces'
const SESSION = { 'tracker.session.key': KEY }
const NAMED = attributes({ 'session.id': KEY })
const trace = (id: number): string => id.toString(16).padStart(32, '0')
const span = (id: number): string => id.toString(16).padStart(16, '0')
const at = (ms: number): bigint => (START + BigInt(ms)) * 1_000_000n

async function writeLogs(store: TestStore, logs: readonly LogItem[]): Promise<void> {
  await store.writer.write([{ records: [], logs, arrival: { receivedNs: at(60_000), workspaceId: 1 } }])
}

/** Every line, page by page, as `kind id`. */
function allPages(store: TestStore, query: Omit<MomentQuery, 'sessionId'>, list: 'listMoments' | 'listTranscript' = 'listMoments') {
  const lines: string[] = []
  let pages = 0
  let cursor: string | undefined
  do {
    const page = readFunctions[list](store.db, { sessionId: 1, ...query, ...(cursor !== undefined && { cursor }) } as never)
    lines.push(...page.items.map(({ kind, id }) => `${kind} ${id}`))
    expect(++pages).toBeLessThan(2000)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return lines
}

/** Logs of known and unknown traces and of none, with the key of the session, of another one, and without; with many equal times. */
const anyLog = fc.record({
  at: fc.constantFrom(-3, 0, 1, 1, 1, 2, 8),
  trace: fc.constantFrom(0, 1, 2, 3, 8, 9),
  key: fc.constantFrom('own', 'other', 'none'),
})
type AnyLog = typeof anyLog extends fc.Arbitrary<infer T> ? T : never
const anySpan = fc.record({
  trace: fc.integer({ min: 1, max: 3 }),
  at: fc.integer({ min: 0, max: 4 }),
  eventAt: fc.integer({ min: -3, max: 6 }),
})

const toLog = (log: AnyLog, index: number): LogItem =>
  logItem({
    timeNs: at(log.at),
    body: `log ${index}`,
    traceId: log.trace === 0 ? '' : trace(log.trace),
    attributes: log.key === 'none' ? [] : log.key === 'own' ? NAMED : attributes({ 'session.id': 'another-session-altogether' }),
  })

describe('the timeline with logs', () => {
  it('has each moment once and in order, on pages of any size', async () => {
    const content = fc.record({
      spans: fc.array(anySpan, { minLength: 1, maxLength: 10 }),
      logs: fc.array(anyLog, { maxLength: 25 }),
      limit: fc.integer({ min: 1, max: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(content, async ({ spans, logs, limit }) => {
        const store = await openTestStore()
        await store.write(
          ...spans.map((one, index): TestSpan => {
            const events = [issue('minor', 'x', {}), { name: 'note', at: one.eventAt }]
            return chat({ trace: String(one.trace), id: (index + 1).toString(16), at: one.at, attributes: SESSION, events })
          }),
        )
        await store.write({ trace: '9', id: 'a', attributes: { 'tracker.session.key': 'somebody-else-altogether' } })
        await writeLogs(store, logs.map(toLog))
        const known = new Set(spans.map((one) => one.trace))
        // Of its traces whatever they name; of no known trace those with its key. Trace 9 is that of another session.
        const own = logs.filter((log) => known.has(log.trace) || (log.trace !== 9 && log.key === 'own' && !known.has(log.trace)))

        const { items } = readFunctions.listMoments(store.db, { sessionId: 1, limit: 500 })
        expect(
          items
            .filter(({ kind }) => kind === 'log')
            .map(({ id }) => id)
            .toSorted((a, b) => a - b),
        ).toEqual(own.map((log) => logs.indexOf(log) + 1).toSorted((a, b) => a - b))
        const startOf = (id: number) => Math.min(...spans.filter((one) => one.trace === id).map((one) => one.at))
        const times = items.map(({ startNs, traceId }) => {
          const own = Number(startNs / 1_000_000n - START)
          const begins = traceId === undefined ? -100 : startOf(Number.parseInt(traceId, 16))
          return Number.isFinite(begins) ? Math.max(own, begins) : own
        })
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        const whole = items.map(({ kind, id }) => `${kind} ${id}`)
        expect(new Set(whole).size).toBe(whole.length)
        expect(allPages(store, { limit })).toEqual(whole)
        expect(allPages(store, { limit, kinds: ['log'] })).toEqual(whole.filter((line) => line.startsWith('log ')))
        expect(allPages(store, { limit, kinds: MOMENT_KINDS.filter((kind) => kind !== 'log') })).toEqual(
          whole.filter((line) => !line.startsWith('log ')),
        )
        const said = allPages(store, { limit: 500 }, 'listTranscript')
        expect(said.filter((line) => line.startsWith('log '))).toEqual(whole.filter((line) => line.startsWith('log ')))
        expect(allPages(store, { limit }, 'listTranscript')).toEqual(said)
        store.db.close()
      }),
      { numRuns: 40 },
    )
  })

  it('puts logs of one moment in the order of their integers, of whatever trace they are', async () => {
    const store = await openTestStore()
    await store.write({ id: '1', attributes: SESSION })
    const ofTrace = (body: string) => logItem({ timeNs: at(5), body, traceId: trace(1) })
    const loose = (body: string) => logItem({ timeNs: at(5), body, attributes: NAMED })
    await writeLogs(store, [loose('1'), ofTrace('2'), ofTrace('3'), loose('4')])
    for (const limit of [1, 2, 3, 4]) expect(allPages(store, { limit })).toEqual(['log 1', 'log 2', 'log 3', 'log 4'])
  })

  it('ends a page early that would look at too many logs of other sessions, and goes on from there', async () => {
    const store = await openTestStore()
    await store.write(
      { id: '1', attributes: SESSION },
      { trace: '9', id: 'a', attributes: { 'tracker.session.key': 'somebody-else-altogether' } },
    )
    const others = Array.from({ length: 20_500 }, (_, index) =>
      logItem({ timeNs: at(index), body: index.toString(), traceId: trace(9), attributes: NAMED }),
    )
    await writeLogs(store, [...others, logItem({ timeNs: at(30_000), body: 'last', attributes: NAMED })])
    const first = readFunctions.listMoments(store.db, { sessionId: 1, limit: 20, kinds: ['log'] })
    expect(first).toEqual({ items: [], nextCursor: expect.any(String) })
    expect(allPages(store, { limit: 20 })).toEqual(['log 20501'])
  })

  it('looks at no more logs for a page than it gives, though all of them name the key too', async () => {
    const store = await openTestStore()
    await store.write({ id: '1', lasts: null, attributes: SESSION })
    await writeLogs(
      store,
      Array.from({ length: 3_000 }, (_, index) =>
        logItem({ timeNs: at(index), body: index.toString(), traceId: trace(1), attributes: NAMED }),
      ),
    )
    let read = 0
    const prepare = store.db.prepare.bind(store.db)
    store.db.prepare = ((sql: string) => {
      const statement = prepare(sql)
      const all = statement.all.bind(statement)
      statement.all = ((...bindings: unknown[]) => {
        const rows = all(...bindings)
        read += rows.length
        return rows
      }) as typeof statement.all
      return statement
    }) as typeof store.db.prepare
    const counts: number[] = []
    let cursor: string | undefined
    do {
      const page = readFunctions.listMoments(store.db, { sessionId: 1, limit: 100, ...(cursor !== undefined && { cursor }) })
      counts.push(read)
      read = 0
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(counts).toHaveLength(30)
    expect(Math.max(...counts)).toBeLessThan(400)
  })

  it('says of a log in which phase and by which agents it was written, where its span is known', async () => {
    const store = await openTestStore()
    const agent = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'scout' }
    await store.writeItems(
      [
        phase({ id: '1', attributes: SESSION }, 'draft'),
        { id: '2', parent: '1', name: 'invoke_agent scout', attributes: agent },
        { id: '3', parent: '2' },
      ].map(spanItem),
    )
    const of = (spanId: string, ms: number) =>
      logItem({ timeNs: at(ms), traceId: trace(1), spanId, body: { entries: attributes({ n: 1n }) } })
    await writeLogs(store, [of(span(1), 1), of(span(3), 2), of(span(7), 3)])
    const { items } = readFunctions.listTranscript(store.db, { sessionId: 1, limit: 10, kinds: ['log'] })
    expect(items).toMatchObject([
      { kind: 'log', spanId: span(1), phase: 'draft', agents: [], body: '{"n":1}', bodyLength: 7, attributeCount: 0, service: 'test' },
      { kind: 'log', spanId: span(3), phase: expect.any(String), agents: [{ spanId: span(2), name: 'scout' }] },
      { kind: 'log', spanId: span(7), agents: [] },
    ])
    expect(items[2]).not.toHaveProperty('phase')
  })
})
