import { beforeAll, describe, expect, it } from 'vitest'
import type { DbInfo, IngestReceipt, IngestWhy, List, Log, Metric, MetricPoint } from '../contract.ts'
import { codecFor } from '../decode/codec.ts'
import { logItems } from '../domain/log.ts'
import { metricItems } from '../domain/metric.ts'
import type { RecordBatch } from '../domain/telemetry-writer.ts'
import { interpret } from '../interpret/interpret.ts'
import { attributes, logItem, metricItem, numberPoint, receipt } from '../store/sqlite/testing/signals.ts'
import { openTestStore, START, spanItem, type TestStore } from './testing/test-store.ts'

let store: TestStore
const TRACE = '1'.padStart(32, '0')
const LOST = '2'.padStart(32, '0')
const KEY = attributes({ 'session.id': 'a-key-that-is-long-enough' })
const at = (ms: number): bigint => (START + BigInt(ms)) * 1_000_000n

const LOGS = [
  logItem({ timeNs: at(10), traceId: TRACE, spanId: '1'.padStart(16, '0'), body: 'first', severityNumber: 9, severityText: 'INFO' }),
  logItem({ timeNs: at(30), attributes: KEY, body: { entries: attributes({ n: 2n ** 60n }) }, severityNumber: 17, eventName: 'failed' }),
  logItem({ timeNs: at(20), traceId: LOST, body: 'of a trace that nobody knows', service: 'other' }),
  logItem({ timeNs: at(40), attributes: KEY, traceId: TRACE, body: undefined, severityNumber: 0 }),
]
const METRICS = [
  metricItem({
    name: 'tokens',
    data: {
      kind: 'sum',
      temporality: 1,
      isMonotonic: true,
      points: [1, 2, 3].map((n) => numberPoint({ timeNs: at(n), value: BigInt(n) })),
    },
  }),
  metricItem({ name: 'cost', data: { kind: 'gauge', points: [numberPoint({ timeNs: at(9), value: Number.NaN, attributes: KEY })] } }),
  metricItem({
    name: 'latency',
    data: {
      kind: 'histogram',
      temporality: 2,
      points: [
        {
          ...{ attributes: [], startNs: 0n, timeNs: at(5), flags: 0, count: 2n ** 63n, sum: 1.5, min: undefined, max: 1, exemplars: [] },
          ...{ bucketCounts: [1n, 2n ** 63n], explicitBounds: [0.5] },
        },
      ],
    },
  }),
]

async function write(batch: Partial<RecordBatch>, receivedMs: number): Promise<void> {
  await store.writer.write([{ records: [], ...batch, arrival: { receivedNs: at(receivedMs), workspaceId: 1 } }])
}

beforeAll(async () => {
  store = await openTestStore()
  const spans = [
    spanItem({ id: '1', attributes: { 'session.id': 'a-key-that-is-long-enough' } }),
    spanItem({ trace: '3', id: '2', parent: '9', lasts: null }),
    spanItem({ trace: '3', id: '3', parent: '9' }),
  ]
  const rejected = [{ reason: 'a span without a name', count: 2 }]
  await write({ records: spans.map((one) => ({ record: interpret(one) })), receipt: receipt({ services: ['test'], rejected }) }, 100)
  await write({ logs: LOGS, receipt: receipt({ signal: 'logs', services: ['test', 'other'] }) }, 200)
  await write({ metrics: METRICS, receipt: receipt({ signal: 'metrics', services: ['test'] }) }, 300)
  const refusal = { code: 'unauthorized', message: 'the token is missing' } as const
  await write({ receipt: receipt({ signal: undefined, refusal }) }, 400)
})

const times = async (path: string): Promise<readonly string[]> =>
  (await store.get<List<Log>>(path)).items.map(({ atNs }) => String(BigInt(atNs) / 1_000_000n - START))

describe('logs', () => {
  it('are given with every type kept apart, and the session that they belong to', async () => {
    const { items } = await store.get<List<Log>>('/logs')
    expect(items[0]).toMatchObject({ body: null, severity: null, sessionId: 1, traceId: TRACE, spanId: null })
    expect(items[1]).toMatchObject({
      body: { kvlistValue: { values: [{ key: 'n', value: { intValue: '1152921504606846976' } }] } },
      severity: 'error',
      event: 'failed',
      sessionId: 1,
      traceId: null,
      service: 'test',
      at: '2026-01-04T10:00:00.030Z',
    })
    expect(items[2]).toMatchObject({ sessionId: null, traceId: LOST, service: 'other' })
    expect(items[3]).toMatchObject({ body: { stringValue: 'first' }, severityText: 'INFO', spanId: '0000000000000001' })
  })

  it.each<[string, readonly string[]]>([
    ['/logs', ['40', '30', '20', '10']],
    [`/logs?trace=${TRACE}`, ['40', '10']],
    ['/logs?session=1', ['40', '30', '10']],
    [`/logs?session=1&trace=${TRACE}`, ['40', '10']],
    ['/logs?service=other', ['20']],
    ['/logs?severity=warn', ['30']],
    ['/logs?event=failed', ['30']],
    ['/logs?after=2026-01-04T10:00:00.020Z&before=2026-01-04T10:00:00.040Z', ['30', '20']],
    ['/sessions/1/logs', ['10', '30', '40']],
    ['/sessions/1/logs?severity=error', ['30']],
    ['/sessions/2/logs', []],
  ])('%s', async (path, expected) => {
    expect(await times(path)).toEqual(expected)
  })

  it.each(['/logs', '/logs?session=1', '/sessions/1/logs'])('come page by page: %s', async (path) => {
    const whole = await times(path)
    const found: string[] = []
    let cursor: string | null = null
    do {
      const url: string = `${path}${path.includes('?') ? '&' : '?'}limit=1${cursor === null ? '' : `&cursor=${cursor}`}`
      found.push(...(await times(url)))
      cursor = (await store.get<List<Log>>(url)).nextCursor
    } while (cursor !== null)
    expect(found).toEqual(whole)
  })

  it('are given back as OTLP', async () => {
    const text = await (await store.api.request(`/api/v1/traces/${TRACE}?format=otlp&signal=logs`)).text()
    expect([...logItems(decode('logs', text))]).toEqual([LOGS[0], LOGS[3]])
    const lost = await (await store.api.request(`/api/v1/traces/${LOST}?format=otlp&signal=logs`)).text()
    expect([...logItems(decode('logs', lost))]).toEqual([LOGS[2]])
  })
})

describe('metrics', () => {
  it('are listed by name', async () => {
    const { items } = await store.get<List<Metric>>('/metrics')
    expect(items.map(({ name, kind, temporality, seriesCount }) => [name, kind, temporality, seriesCount])).toEqual([
      ['cost', 'gauge', null, 1],
      ['latency', 'histogram', 'cumulative', 1],
      ['tokens', 'sum', 'delta', 1],
    ])
    const first = await store.get<List<Metric>>('/metrics?limit=1')
    const next = await store.get<List<Metric>>(`/metrics?limit=2&cursor=${first.nextCursor}`)
    expect([...first.items, ...next.items]).toEqual(items)
    expect(items[2]?.lastAt).toBe('2026-01-04T10:00:00.003Z')
  })

  it('have points, latest first', async () => {
    const { items } = await store.get<List<MetricPoint>>('/metrics/points')
    expect(items.map(({ name, value, count }) => [name, value, count])).toEqual([
      ['cost', { doubleValue: 'NaN' }, null],
      ['latency', null, '9223372036854775808'],
      ['tokens', { intValue: '3' }, null],
      ['tokens', { intValue: '2' }, null],
      ['tokens', { intValue: '1' }, null],
    ])
    expect(items[1]).toMatchObject({ bounds: [0.5], counts: ['1', '9223372036854775808'], sum: 1.5, min: null, max: 1 })
    const filtered = async (query: string) => (await store.get<List<MetricPoint>>(`/metrics/points?${query}`)).items.length
    expect([await filtered('name=tokens&limit=2'), await filtered('session=1'), await filtered('service=other')]).toEqual([2, 1, 0])
    expect(await filtered('after=2026-01-04T10:00:00.003Z&before=2026-01-04T10:00:00.009Z')).toBe(2)
  })
})

describe('export', () => {
  const lines = async (query: string) => (await (await store.api.request(`/api/v1/export?${query}`)).text()).split('\n').slice(0, -1)

  it('gives logs in lines', async () => {
    const given = (await lines('signal=logs')).flatMap((line) => [...logItems(decode('logs', line))])
    expect(given).toEqual(expect.arrayContaining(LOGS))
    expect(given).toHaveLength(LOGS.length)
    expect((await lines('signal=logs&session=1')).flatMap((line) => [...logItems(decode('logs', line))])).toHaveLength(3)
    expect(await lines('signal=logs&after=2027-01-01')).toEqual([])
  })

  it('gives metrics in lines, the points of one together', async () => {
    const given = (await lines('signal=metrics')).flatMap((line) => [...metricItems(decode('metrics', line))])
    expect(given).toEqual(expect.arrayContaining(METRICS))
    expect(given).toHaveLength(METRICS.length)
    const ofSession = (await lines('signal=metrics&session=1')).flatMap((line) => [...metricItems(decode('metrics', line))])
    expect(ofSession).toEqual([METRICS[1]])
  })

  it.each(['', '&session=1'])('gives all signals one after the other, and traces where none is named%s', async (session) => {
    const traces = await lines(`signal=traces${session}`)
    expect(traces.length).toBeGreaterThan(0)
    const all = await lines(`signal=all${session}`)
    expect(all).toEqual([...traces, ...(await lines(`signal=logs${session}`)), ...(await lines(`signal=metrics${session}`))])
    expect(await lines(session.slice(1))).toEqual(traces)
  })
})

describe('receipts', () => {
  const list = async (query = '') => (await store.get<List<IngestReceipt>>(`/ingest${query}`)).items

  it('are listed, latest first, with what became of each request', async () => {
    const items = await list()
    expect(items.map(({ signal, accepted, rejected, outcome }) => [signal, accepted, rejected, outcome])).toEqual([
      [null, 0, 0, 'refused'],
      ['metrics', 5, 0, 'stored'],
      ['logs', 4, 0, 'stored'],
      ['traces', 3, 2, 'stored'],
    ])
    expect(items[0]).toMatchObject({ code: 'unauthorized', message: 'the token is missing', userAgent: 'test/1', wireBytes: 10 })
  })

  it.each<[string, number]>([
    ['?service=other', 1],
    ['?service=oth', 0],
    ['?signal=metrics', 1],
    ['?outcome=refused', 1],
    ['?outcome=rejected', 2],
    ['?outcome=stored', 3],
    ['?after=2026-01-04T10:00:00.200Z&before=2026-01-04T10:00:00.400Z', 2],
  ])('%s', async (query, count) => {
    expect(await list(query)).toHaveLength(count)
  })

  it('come page by page', async () => {
    const first = await store.get<List<IngestReceipt>>('/ingest?limit=3')
    const next = await store.get<List<IngestReceipt>>(`/ingest?limit=3&cursor=${first.nextCursor}`)
    expect([...first.items, ...next.items]).toEqual(await list())
    expect(next.nextCursor).toBeNull()
  })

  it('are counted with logs and points', async () => {
    expect((await store.get<DbInfo>('/info')).counts).toMatchObject({ logs: 4, metricPoints: 5, receipts: 4 })
  })
})

describe('why', () => {
  const why = (query: string) => store.get<IngestWhy>(`/ingest/why?${query}`)
  const codes = ({ findings }: IngestWhy) => findings.map(({ level, code }) => `${level} ${code}`)

  it('a whole trace: what arrived, with which requests', async () => {
    const found = await why(`trace=${TRACE}`)
    expect(found).toMatchObject({ sessionId: 1, spanCount: 1, logCount: 2, hasRoot: true, missingParents: [], services: ['test'] })
    expect(codes(found)).toEqual(['good arrived', 'problem rejected', 'good complete'])
    expect(found.requests.map(({ signal }) => signal)).toEqual(['logs', 'traces'])
    expect(found.reasons).toEqual([{ reason: 'a span without a name', count: 2 }])
  })

  it('a trace with parts missing', async () => {
    const found = await why(`trace=${'3'.padStart(32, '0')}`)
    expect(codes(found)).toEqual(['good arrived', 'problem no_root', 'problem missing_parents', 'note running', 'problem rejected'])
    expect(found.missingParents).toEqual([{ spanId: '0000000000000009', children: 2 }])
    expect(found.findings[2]?.text).toBe('1 parent did not arrive: 0000000000000009 (of 2 spans)')
  })

  it('a trace of which only logs came', async () => {
    const found = await why(`trace=${LOST}`)
    expect(found).toMatchObject({ spanCount: 0, logCount: 1, hasRoot: null, services: ['other'] })
    expect(codes(found)).toEqual(['good arrived'])
  })

  it('a trace of which nothing came: what else went wrong', async () => {
    const found = await why(`trace=${'f'.repeat(32)}`)
    expect(codes(found)).toEqual(['problem nothing_arrived', 'problem refused', 'problem rejected'])
    expect(found.findings[1]?.text).toContain('the token is missing')
    expect(found.requests).toHaveLength(2)
  })

  it('a service', async () => {
    const found = await why('service=test')
    expect(codes(found)).toEqual(['good arrived', 'problem rejected', 'problem traces_without_root', 'note running'])
    expect(found.findings.map(({ text }) => text)).toEqual([
      '3 requests with 12 new items arrived, last at 2026-01-04T10:00:00.300Z',
      '2 items were rejected: a span without a name (2)',
      '1 of its last 2 traces have no root span: ask why of one of them',
      '1 of its last 2 traces have spans that did not end yet',
    ])
  })

  it('a service that did not send, and those that did', async () => {
    const found = await why('service=tset')
    expect(codes(found)[0]).toBe('problem nothing_arrived')
    expect(found.findings[0]?.text).toContain('these did send: test, other')
  })
})

describe('what is sent again of a deleted session', () => {
  it('is told by its receipt, by its trace and by its service', async () => {
    const own = await openTestStore()
    const sent = () =>
      own.writer.write([
        {
          records: [],
          logs: [LOGS[0] ?? logItem()],
          arrival: { receivedNs: at(1), workspaceId: 1 },
          receipt: receipt({ services: ['test'] }),
        },
      ])
    await own.write({ trace: '1', id: '1' })
    await sent()
    const before = await own.get<IngestWhy>(`/ingest/why?trace=${TRACE}`)
    expect(before).toMatchObject({ isDeleted: false, spanCount: 1, logCount: 1 })
    await own.writer.removeSession(1)
    while (await own.writer.work());
    const gone = await own.get<IngestWhy>(`/ingest/why?trace=${TRACE}`)
    expect(gone).toMatchObject({ isDeleted: true, spanCount: 0, requests: [] })
    expect(gone.findings).toEqual([
      { level: 'note', code: 'deleted', text: `trace ${TRACE} was deleted with its session; what is sent again of it is not stored` },
    ])
    await sent()
    const receipts = (await own.get<List<IngestReceipt>>('/ingest')).items
    expect(receipts[0]).toMatchObject({ accepted: 0, duplicates: 0, rejected: 0, deleted: 1, warnings: [] })
    const again = await own.get<IngestWhy>(`/ingest/why?trace=${TRACE}`)
    expect(again.requests).toEqual(receipts.slice(0, 1))
    expect(again.findings[1]?.text).toMatch(
      /^1 request of the latest brought items of deleted sessions, of this one or of others; last at 2026/,
    )
    const service = await own.get<IngestWhy>('/ingest/why?service=test')
    expect(service.findings).toContainEqual({ level: 'note', code: 'deleted', text: '1 item of deleted sessions came again, not stored' })
    expect(await own.get<IngestWhy>(`/ingest/why?trace=${LOST}`)).toMatchObject({ isDeleted: false })
  })
})

function decode<S extends 'logs' | 'metrics'>(signal: S, text: string) {
  const codec = codecFor('application/json')
  if (!codec) throw new Error('no codec')
  return codec.decode(signal, new TextEncoder().encode(text)).data
}
