import { beforeAll, describe, expect, it } from 'vitest'
import type { List, Log, SessionDetail, TimelineItem, Trace, TranscriptItem } from '../contract.ts'
import type { LogItem } from '../domain/log.ts'
import { attributes, logItem } from '../store/sqlite/testing/signals.ts'
import { chat, openTestStore, START, session, type TestStore } from './testing/test-store.ts'

const TRACE = '1'.padStart(32, '0')
const SPAN = '2'.padStart(16, '0')
const KEY = 'a-key-that-is-long-enough'
const NAMED = attributes({ 'session.id': KEY })
const at = (ms: number): bigint => (START + BigInt(ms)) * 1_000_000n
const MINUTE_MS = 60_000

async function writeLogs(store: TestStore, logs: readonly LogItem[], receivedMs = MINUTE_MS): Promise<readonly number[]> {
  const { changedSessions } = await store.writer.write([{ records: [], logs, arrival: { receivedNs: at(receivedMs), workspaceId: 1 } }])
  return changedSessions
}

describe('logs of a session', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore()
    await store.write(
      session({ id: '1', lasts: 5_000, attributes: { 'session.id': KEY } }, 'w'),
      chat({ id: '2', parent: '1', at: 10, lasts: 100 }),
    )
    await writeLogs(store, [
      logItem({ timeNs: at(5), body: 'Reading "a\\b.md"', attributes: NAMED, severityNumber: 5 }),
      logItem({
        timeNs: at(20),
        body: `${'long '.repeat(1_000)}needle`,
        traceId: TRACE,
        spanId: SPAN,
        severityNumber: 14,
        severityText: 'Warning',
      }),
      logItem({
        timeNs: at(30),
        body: { entries: attributes({ tool: 'grep', hits: 3n }) },
        attributes: NAMED,
        severityNumber: 17,
        eventName: 'tool.failed',
      }),
      logItem({ timeNs: at(40), body: undefined, attributes: attributes({ path: 'C:\\tmp "x"', '100%_sure': true }), traceId: TRACE }),
      logItem({ timeNs: at(50), body: 'of nobody', attributes: attributes({ 'session.id': 'lonely' }), service: 'claude-code' }),
      logItem({ timeNs: at(60), body: 'of nobody, too', attributes: attributes({ 'session.id': 'lonely' }), service: 'codex' }),
    ])
  })

  it('stand in its timeline among what spans did', async () => {
    const { items } = await store.get<List<TimelineItem>>('/sessions/1/timeline')
    expect(items.map(({ kind, name, failed }) => [kind, name, failed])).toEqual([
      ['log', 'debug', false],
      ['response', 'm-1', false],
      ['log', 'warn', false],
      ['log', 'tool.failed', true],
      ['log', 'info', false],
    ])
    expect(items[0]).toMatchObject({
      kind: 'log',
      traceId: null,
      spanId: null,
      severity: 'debug',
      event: null,
      detail: 'Reading "a\\b.md"',
      tokensTotal: null,
    })
    expect(items[2]).toMatchObject({ traceId: TRACE, spanId: SPAN, severity: 'warn', at: '2026-01-04T10:00:00.020Z' })
    expect(items[2]?.detail).toHaveLength(200)
    expect(items[3]).toMatchObject({ event: 'tool.failed', severity: 'error', detail: '{"tool":"grep","hits":3}' })
  })

  it('stand in its transcript, long ones cut', async () => {
    const { items } = await store.get<List<TranscriptItem>>('/sessions/1/transcript')
    expect(items.map(({ kind }) => kind)).toEqual(['log', 'call', 'log', 'log', 'log'])
    expect(items[2]).toMatchObject({
      severity: 'warn',
      severityText: 'Warning',
      bodyLength: 5_006,
      attributeCount: 0,
      service: 'test',
      agents: [],
    })
    expect(items[2]).toHaveProperty('body', 'long '.repeat(1_000).slice(0, 4_000))
    expect(items[4]).toMatchObject({ body: null, bodyLength: 0, attributeCount: 2 })
  })

  it.each<[path: string, kinds: readonly string[]]>([
    ['/sessions/1/timeline?kind=log', ['log', 'log', 'log', 'log']],
    ['/sessions/1/timeline?kind=response,issue', ['response']],
    ['/sessions/1/transcript?kind=call', ['call']],
    ['/sessions/1/transcript?kind=log,action', ['log', 'log', 'log', 'log']],
  ])('are among the kinds of %s', async (path, kinds) => {
    expect((await store.get<List<TimelineItem>>(path)).items.map(({ kind }) => kind)).toEqual(kinds)
  })

  it.each<[path: string, message: RegExp]>([
    ['/sessions/1/timeline?kind=logs', /kind .*kinds with commas between them.*log/],
    [`/logs?span=${SPAN}`, /goes with the trace/],
    ['/logs?order=newest', /order .*latest or earliest/],
  ])('refuse %s', async (path, message) => {
    const response = await store.api.request(`/api/v1${path}`)
    const body: unknown = await response.json()
    expect(body).toMatchObject({ error: { code: 'invalid', message: expect.stringMatching(message) } })
    expect(response.status).toBe(400)
  })

  it('refuse the cursor of other kinds', async () => {
    const { nextCursor } = await store.get<List<TimelineItem>>('/sessions/1/timeline?kind=log&limit=1')
    expect((await store.api.request(`/api/v1/sessions/1/timeline?cursor=${nextCursor}`)).status).toBe(400)
  })

  it.each<[path: string, found: readonly number[]]>([
    [`/logs?trace=${TRACE}&span=${SPAN}`, [20]],
    [`/logs?trace=${TRACE}&order=earliest`, [20, 40]],
    ['/logs?q=NEEDLE', [20]],
    ['/logs?q=READING', [5]],
    ['/logs?q="a\\b', [5]],
    ['/logs?q=grep', [30]],
    ['/logs?q=tool.fail', [30]],
    ['/logs?q=C:\\tmp "x', [40]],
    ['/logs?q=100%_', [40]],
    ['/logs?q=%', [40]],
    ['/logs?q=_', [40]],
    ['/sessions/1/logs?q=grep&severity=warn', [30]],
    ['/logs?session=key:lonely', [60, 50]],
    ['/logs?session=lonely&service=codex', [60]],
    ['/logs?session=1', [40, 30, 20, 5]],
  ])('are found by %s', async (path, found) => {
    const { items } = await store.get<List<Log>>(encodeURI(path).replace('q=%_', 'q=%25_'))
    expect(items.map(({ atNs }) => Number(BigInt(atNs) / 1_000_000n - START))).toEqual(found)
  })

  it('come page by page where only logs name the key, also over services', async () => {
    const first = await store.get<List<Log>>('/logs?session=key:lonely&limit=1')
    const second = await store.get<List<Log>>(`/logs?session=key:lonely&limit=1&cursor=${first.nextCursor}`)
    expect([...first.items, ...second.items].map(({ service }) => service)).toEqual(['codex', 'claude-code'])
  })

  it('are read one by one, whole', async () => {
    const { items } = await store.get<List<Log>>('/logs?q=needle')
    expect(await store.get<Log>(`/logs/${items[0]?.id}`)).toEqual(items[0])
    expect((await store.api.request('/api/v1/logs/99')).status).toBe(404)
    expect((await store.api.request('/api/v1/logs/x')).status).toBe(400)
  })

  it('are not found for a key that nobody named', async () => {
    expect((await store.api.request('/api/v1/logs?session=key:nobody')).status).toBe(404)
    expect((await store.api.request('/api/v1/logs?session=99')).status).toBe(404)
  })
})

describe('a running session whose logs still come', () => {
  const HOUR_MS = 3_600_000
  const LATE = { now: () => Number(START) + HOUR_MS }
  const status = async (store: TestStore) => {
    const { status, receivedAt } = await store.get<SessionDetail>('/sessions/1')
    const listed = (await store.get<List<SessionDetail>>('/sessions?status=running')).items.length
    return { status, receivedAt, listed, trace: (await store.get<Trace>(`/traces/${TRACE}`)).status }
  }
  const running = () => session({ id: '1', lasts: null, attributes: { 'session.id': KEY } }, 'w')
  const abandoned = { status: 'abandoned', receivedAt: '2026-01-04T10:01:00.000Z', listed: 0, trace: 'abandoned' }
  const alive = { status: 'running', receivedAt: '2026-01-04T10:45:00.000Z', listed: 1 }

  it.each<[name: string, log: LogItem, trace: string]>([
    ['of its trace', logItem({ traceId: TRACE }), 'running'],
    ['with its key', logItem({ attributes: NAMED }), 'abandoned'],
    ['with its key, of a trace that is not known', logItem({ attributes: NAMED, traceId: 'f'.repeat(32) }), 'abandoned'],
  ])('is not abandoned: %s', async (_, log, trace) => {
    const store = await openTestStore(LATE)
    await store.write(running())
    expect(await status(store)).toEqual(abandoned)
    expect(await writeLogs(store, [log], 45 * MINUTE_MS)).toEqual([1])
    expect(await status(store)).toEqual({ ...alive, trace })
  })

  it('is so also when they came before its spans, were known, or spans of it change', async () => {
    const store = await openTestStore(LATE)
    await writeLogs(store, [logItem({ attributes: NAMED })], 1)
    await store.write(running())
    await writeLogs(store, [logItem({ attributes: NAMED })], 45 * MINUTE_MS)
    expect(await status(store)).toEqual(abandoned)
    await writeLogs(store, [logItem({ attributes: NAMED, body: 'new' })], 45 * MINUTE_MS)
    await store.write(chat({ id: '2', parent: '1' }))
    expect(await status(store)).toMatchObject(alive)
  })

  it('says so in SQL, too', async () => {
    const store = await openTestStore()
    const nowNs = BigInt(Date.now()) * 1_000_000n
    await store.write(running())
    const inSql = () => store.db.prepare('SELECT status FROM sessions').pluck().get()
    expect(inSql()).toBe('abandoned')
    await store.writer.write([{ records: [], logs: [logItem({ traceId: TRACE })], arrival: { receivedNs: nowNs, workspaceId: 1 } }])
    expect(inSql()).toBe('running')
  })
})
