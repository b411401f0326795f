/** The same logs and metrics give the same rows in any order and grouping, however often they come, and are given back as they were sent. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeLogItem } from '../../../decode/protobuf/write-logs.ts'
import { encodeMetricItem } from '../../../decode/protobuf/write-metrics.ts'
import { anyLogs, anyMetrics } from '../../../decode/testing/arbitrary-signals.ts'
import { type LogItem, logItems } from '../../../domain/log.ts'
import { type MetricItem, metricItems, type NumberPoint } from '../../../domain/metric.ts'
import { canonicalDump } from '../canonical-dump.ts'
import { openDatabase, type SqliteDatabase } from '../database.ts'
import { dataWith, type MetricPoint, withPoint, withSortedAttributes } from '../metric-data.ts'
import { streamLogs } from '../read/logs.ts'
import { streamMetrics } from '../read/metrics.ts'
import { LAYERS } from '../testing/make.ts'
import { attributes, logItem, metricItem, numberPoint } from '../testing/signals.ts'
import { createSqliteWriter } from './writer.ts'

const RUNS = 60

interface Items {
  readonly logs?: readonly LogItem[]
  readonly metrics?: readonly MetricItem[]
}

/** A store that received some requests, each in a transaction of its own or with the one before it. */
async function arrived(requests: readonly Items[], perTransaction = 1, restarts = false): Promise<SqliteDatabase> {
  const db = openDatabase(':memory:')
  let writer = createSqliteWriter(db, LAYERS)
  for (let i = 0; i < requests.length; i += perTransaction) {
    const batches = requests.slice(i, i + perTransaction)
    await writer.write(batches.map((items, n) => ({ records: [], ...items, arrival: { receivedNs: BigInt(i + n + 1), workspaceId: 1 } })))
    if (restarts) writer = createSqliteWriter(db, LAYERS)
  }
  return db
}

function dumpOf(db: SqliteDatabase): readonly string[] {
  const dump = canonicalDump(db)
  db.close()
  return dump
}

/** Some groups in another order, cut into requests of a few groups each; some requests come twice. */
function arrivals<T>(groups: readonly (readonly T[])[]): fc.Arbitrary<readonly (readonly T[])[]> {
  return fc
    .tuple(fc.shuffledSubarray([...groups], { minLength: groups.length }), fc.integer({ min: 1, max: 4 }), fc.infiniteStream(fc.boolean()))
    .map(([shuffled, size, twice]) => {
      const requests: (readonly T[])[] = []
      for (let i = 0; i < shuffled.length; i += size) requests.push(shuffled.slice(i, i + size).flat())
      const resent = requests.filter(() => twice.next().value)
      return [...requests, ...resent]
    })
}

const long = 'long text '.repeat(200)
const anyLog = fc
  .record({
    timeNs: fc.constantFrom(1n, 2n),
    body: fc.constantFrom('a', long, `${long}!`, 7n),
    service: fc.constantFrom('x', 'y'),
    key: fc.constantFrom('k', 'a-key-that-is-long-enough', undefined),
    traceId: fc.constantFrom('', 'a'.repeat(32)),
  })
  .map(({ key, ...fields }) => logItem({ ...fields, attributes: key === undefined ? [] : attributes({ 'session.id': key, long }) }))

const anyPoint = fc
  .record({
    timeNs: fc.constantFrom(1n, 2n),
    startNs: fc.constantFrom(0n, 1n),
    value: fc.constantFrom(1n, 2n, 1.5, undefined),
    attributes: fc.constantFrom(attributes({ a: 1n, b: 'x' }), attributes({ b: 'x', a: 1n }), attributes({ 'session.id': 'k' })),
    exemplar: fc.constantFrom(undefined, long, `${long}!`),
  })
  .map(({ exemplar, ...fields }): NumberPoint => {
    const exemplars =
      exemplar === undefined ? [] : [{ timeNs: 1n, value: 1n, spanId: '', traceId: '', filteredAttributes: attributes({ exemplar }) }]
    return numberPoint({ ...fields, exemplars })
  })
const anyMetric = fc
  .record({ name: fc.constantFrom('m', 'n'), service: fc.constantFrom('x', 'y'), points: fc.array(anyPoint, { maxLength: 3 }) })
  .map(({ points, ...fields }) => metricItem({ ...fields, data: { kind: 'gauge', points } }))

/** Equal items in one group: they are told apart by their request. */
function equalTogether(items: readonly LogItem[]): readonly (readonly LogItem[])[] {
  const groups = new Map<string, LogItem[]>()
  for (const item of items) {
    const key = Buffer.from(encodeLogItem(item)).toString('hex')
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()]
}

/** Every point in a metric of its own. */
function singles(item: MetricItem): readonly MetricItem[] {
  const { data } = item.metric
  return data ? data.points.map((point: MetricPoint) => withPoint(item, data, point)) : []
}

describe('logs and metrics', () => {
  it('give the same rows in any order and grouping, however often they come', async () => {
    const both = fc.record({ logs: fc.array(anyLog, { maxLength: 12 }), metrics: fc.array(anyMetric, { maxLength: 5 }) })
    const arrival = both.chain(({ logs, metrics }) =>
      fc.record({
        logs: fc.constant(logs),
        metrics: fc.constant(metrics),
        logRequests: arrivals(equalTogether(logs)),
        metricRequests: arrivals(metrics.flatMap(singles).map((single) => [single])),
        perTransaction: fc.integer({ min: 1, max: 3 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(arrival, async ({ logs, metrics, logRequests, metricRequests, perTransaction }) => {
        const expected = dumpOf(await arrived([{ logs, metrics }]))
        const requests = [...logRequests.map((some) => ({ logs: some })), ...metricRequests.map((some) => ({ metrics: some }))]
        expect(dumpOf(await arrived(requests, perTransaction))).toEqual(expected)
        expect(dumpOf(await arrived(requests.toReversed(), perTransaction, true))).toEqual(expected)
      }),
      { numRuns: RUNS },
    )
  })

  it('give logs back as they were sent', async () => {
    await fc.assert(
      fc.asyncProperty(anyLogs, async (data) => {
        const logs = [...logItems(data)]
        const db = await arrived([{ logs }])
        const back = [...streamLogs(db, { workspaceId: 1 })].flat()
        db.close()
        const sorted = (items: readonly LogItem[]) => items.map((item) => Buffer.from(encodeLogItem(item)).toString('hex')).sort()
        expect(sorted(back)).toEqual(sorted(logs))
        expect(back.map(({ log }) => log)).toEqual(expect.arrayContaining(logs.map(({ log }) => log)))
      }),
      { numRuns: RUNS },
    )
  })

  it('give points of metrics back as they were sent, with their attributes in order', async () => {
    await fc.assert(
      fc.asyncProperty(anyMetrics, async (data) => {
        const metrics = [...metricItems(data)]
        const db = await arrived([{ metrics }])
        const back = [...streamMetrics(db, { workspaceId: 1 })].flat()
        db.close()
        expect(winners(back)).toEqual(winners(metrics))
      }),
      { numRuns: RUNS },
    )
  })
})

/** The point of each moment that counts, encoded, by what it is known by. */
function winners(metrics: readonly MetricItem[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const item of metrics.flatMap(singles)) {
    const { data } = item.metric
    const point: MetricPoint | undefined = data?.points[0]
    if (!data || !point) continue
    const encoded = encoding(withPoint(item, data, withSortedAttributes(point)))
    const { attributes: of, startNs, timeNs } = withSortedAttributes(point)
    const key = `${encoding({ ...item, metric: { ...item.metric, data: dataWith(data, [{ ...EMPTY[data.kind], attributes: of, startNs, timeNs }]) } })}`
    const other = found.get(key)
    if (other === undefined || encoded > other) found.set(key, encoded)
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function encoding(item: MetricItem): string {
  return Buffer.from(encodeMetricItem(item)).toString('hex')
}

const BASE = { attributes: [], startNs: 0n, timeNs: 0n, flags: 0 }
const HISTOGRAM = { ...BASE, count: 0n, sum: undefined, min: undefined, max: undefined, exemplars: [] }
const EMPTY = {
  gauge: numberPoint({ value: undefined }),
  sum: numberPoint({ value: undefined }),
  histogram: { ...HISTOGRAM, bucketCounts: [], explicitBounds: [] },
  exponential_histogram: { ...HISTOGRAM, scale: 0, zeroCount: 0n, zeroThreshold: 0, positive: undefined, negative: undefined },
  summary: { ...BASE, count: 0n, sum: 0, quantileValues: [] },
} as const
