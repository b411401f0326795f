import { describe, expect, it } from 'vitest'
import type { LogItem } from '../../../domain/log.ts'
import type { MetricItem } from '../../../domain/metric.ts'
import type { Receipt } from '../../../domain/receipt.ts'
import { canonicalDump } from '../canonical-dump.ts'
import { openDatabase } from '../database.ts'
import { listLogs } from '../read/logs.ts'
import { item, LAYERS, record, TRACE } from '../testing/make.ts'
import { attributes, logItem, metricItem, numberPoint, receipt } from '../testing/signals.ts'
import { createSqliteWriter } from './writer.ts'
import type { SqliteWriterOptions } from './writer-parts.ts'

function open(options: Partial<SqliteWriterOptions> = {}) {
  const db = openDatabase(':memory:')
  const writer = createSqliteWriter(db, { ...LAYERS, ...options })
  let receivedNs = 0n
  const arrival = () => ({ receivedNs: ++receivedNs, workspaceId: 1 })
  const rows = (sql: string) => db.prepare(sql).raw().all()
  return {
    db,
    rows,
    logs: (...logs: readonly LogItem[]) => writer.write([{ records: [], logs, arrival: arrival() }]),
    metrics: (...metrics: readonly MetricItem[]) => writer.write([{ records: [], metrics, arrival: arrival() }]),
    spans: (...sketches: Parameters<typeof item>) =>
      writer.write([{ records: sketches.map((one) => record(item(one))), arrival: arrival() }]),
    receipts: (...receipts: readonly Receipt[]) => writer.write(receipts.map((one) => ({ records: [], arrival: arrival(), receipt: one }))),
    writer,
  }
}

describe('log records', () => {
  it('are known when they come again, in whatever grouping; equal ones of one request stay apart', async () => {
    const { db, logs } = open()
    const [a, b] = [logItem({ body: 'a' }), logItem({ body: 'b' })]
    expect(await logs(a, a, b)).toMatchObject({ accepted: 3, duplicates: 0, acceptedOf: { traces: 0, logs: 3, metrics: 0 } })
    const before = canonicalDump(db)
    expect(await logs(a, a, b)).toMatchObject({ accepted: 0, duplicates: 3 })
    expect(await logs(b, a)).toMatchObject({ accepted: 0, duplicates: 2 })
    expect(canonicalDump(db)).toEqual(before)
  })

  it('without any time are known only with their whole request', async () => {
    const { rows, logs } = open()
    const [a, b] = [logItem({ timeNs: 0n, body: 'a' }), logItem({ timeNs: 0n, body: 'b' })]
    await logs(a, a, b)
    expect(await logs(a, a, b)).toMatchObject({ accepted: 0, duplicates: 3 })
    expect(await logs(a)).toMatchObject({ accepted: 1 })
    expect(rows('SELECT count(*), min(at_ns), max(at_ns) FROM log_records')).toEqual([[4, 1, 3]])
  })

  it('of different services, or in different scopes, are different', async () => {
    const { rows, logs } = open()
    await logs(logItem(), logItem({ service: 'other' }))
    await logs({ ...logItem(), scope: { ...logItem().scope, name: 'other' } })
    expect(rows('SELECT count(*) FROM log_records')).toEqual([[3]])
    expect(rows("SELECT count FROM item_counts WHERE name = 'logs'")).toEqual([[3]])
  })

  it('keep long texts once, counted', async () => {
    const { rows, logs, db } = open()
    const long = 'x'.repeat(5000)
    await logs(logItem({ body: long }), logItem({ timeNs: 2n, attributes: attributes({ a: long, b: long }) }))
    expect(rows('SELECT sum(length(text)) FROM contents')[0]).toEqual([5000])
    expect(rows('SELECT max(refs) FROM paths')).toEqual([[3]])
    expect(rows('SELECT body FROM logs WHERE log_id = 1')).toEqual([[long]])
    expect(listLogs(db, { workspaceId: 1, order: 'earliest', limit: 5 }).items[0]?.item.log.body).toBe(long)
  })

  it('belong to the session of their trace, else to the one whose key they name, whichever came first', async () => {
    const keyed = attributes({ 'session.id': 'k', note: 'n' })
    const [ofTrace, ofKey] = [logItem({ traceId: TRACE, attributes: keyed }), logItem({ attributes: keyed })]
    const root = { id: '1', attributes: { 'session.id': 'a-long-key-of-a-session' } }
    const other = { id: '1', traceId: 'b'.repeat(32), attributes: { 'session.id': 'k' } }
    const sessions = 'SELECT s.key FROM logs l LEFT JOIN session_rows s ON s.id = l.session_id ORDER BY l.trace_id IS NULL, l.trace_id'

    const early = open()
    await early.logs(ofTrace, ofKey)
    expect(early.rows(sessions)).toEqual([[null], [null]])
    expect(await early.spans(root)).toMatchObject({ changedSessions: [1] })
    await early.spans(other)
    expect(early.rows(sessions)).toEqual([['a-long-key-of-a-session'], ['k']])

    const late = open()
    await late.spans(root)
    await late.spans(other)
    expect(await late.logs(ofTrace)).toMatchObject({ changedSessions: [1] })
    expect(await late.logs(ofKey)).toMatchObject({ changedSessions: [2] })
    expect(await late.logs(logItem({ attributes: keyed, service: 'another' }))).toMatchObject({ changedSessions: [] })
    expect(late.rows(`${sessions} LIMIT 2`)).toEqual(early.rows(sessions))
  })

  it('that cannot be written leave nothing behind', async () => {
    const { db, logs, rows } = open()
    const before = canonicalDump(db)
    await expect(logs(logItem({ body: 'y'.repeat(3000) }), logItem({ flags: 'none' as never }))).rejects.toThrow()
    expect(canonicalDump(db)).toEqual(before)
    await logs(logItem({ body: 'y'.repeat(3000) }))
    expect(rows('SELECT length(body) FROM logs')).toEqual([[3000]])
  })
})

describe('points of metrics', () => {
  const withPoints = (...points: readonly Parameters<typeof numberPoint>[0][]) =>
    metricItem({ data: { kind: 'sum', temporality: 2, isMonotonic: true, points: points.map(numberPoint) } })

  it('are one for a moment and a set of attributes, in whatever order these stand', async () => {
    const { db, metrics } = open()
    const one = withPoints({ attributes: attributes({ a: 1n, b: 'x' }) })
    expect(await metrics(one)).toMatchObject({ accepted: 1, duplicates: 0, acceptedOf: { metrics: 1 } })
    const before = canonicalDump(db)
    expect(await metrics(one, withPoints({ attributes: attributes({ b: 'x', a: 1n }) }))).toMatchObject({ accepted: 0, duplicates: 2 })
    expect(canonicalDump(db)).toEqual(before)
  })

  it('of different values are flagged, and the same one counts whichever came first', async () => {
    const [a, b] = [withPoints({ value: 1n }), withPoints({ value: 2n, exemplars: [exemplar('z'.repeat(2000))] })]
    const [first, second, third] = [open(), open(), open()]
    for (const one of [a, b, a]) await first.metrics(one)
    for (const one of [b, a]) await second.metrics(one)
    await third.metrics(a, b)
    expect(first.rows('SELECT count(*), min(conflicted) FROM metric_points')).toEqual([[1, 1]])
    expect(canonicalDump(second.db)).toEqual(canonicalDump(first.db))
    expect(canonicalDump(third.db)).toEqual(canonicalDump(first.db))
  })

  it('give long texts of exemplars free when another one takes their place', async () => {
    const { rows, metrics } = open()
    const long = withPoints({ value: 1n, exemplars: [exemplar('z'.repeat(2000))] })
    const other = withPoints({ value: 1n, exemplars: [exemplar('short'), exemplar('shorter')] })
    await metrics(long)
    await metrics(other)
    const [[value]] = rows('SELECT exemplars FROM metric_points') as [[string]]
    expect(rows('SELECT count(*) FROM paths')).toEqual([[value.includes('$ref') ? 1 : 0]])
  })

  it('of metrics that differ in unit, kind, service or description are points of their own', async () => {
    const { rows, metrics } = open()
    const gauge = { kind: 'gauge', points: [numberPoint()] } as const
    await metrics(
      metricItem(),
      metricItem({ unit: 'By' }),
      metricItem({ data: gauge }),
      metricItem({ service: 'b' }),
      metricItem({ description: 'd' }),
    )
    expect(rows('SELECT (SELECT count(*) FROM metric_descriptors), (SELECT count(*) FROM metric_values)')).toEqual([[5, 5]])
  })

  it('leave nothing of a metric that has none', async () => {
    const { rows, metrics } = open()
    expect(await metrics(metricItem({ data: undefined }), withPoints())).toMatchObject({ accepted: 0, duplicates: 0 })
    expect(rows('SELECT * FROM metric_descriptors')).toEqual([])
  })

  it('name their session', async () => {
    const { rows, metrics, spans } = open()
    await metrics(withPoints({ attributes: attributes({ 'session.id': 'k' }) }))
    await spans({ id: '1', attributes: { 'session.id': 'k' } })
    expect(rows('SELECT session_id, temporality, value FROM metric_values')).toEqual([[1, 'cumulative', 1]])
  })
})

function exemplar(text: string) {
  return { timeNs: 1n, value: 2, spanId: '', traceId: '', filteredAttributes: attributes({ text }) }
}

describe('receipts', () => {
  it('say what became of a request, in the same transaction', async () => {
    const { rows, writer } = open()
    const [one] = [logItem()]
    const batch = { records: [], logs: [one], arrival: { receivedNs: 7n, workspaceId: 1 } }
    const note = receipt({ signal: 'logs', services: ['test'], rejected: [{ reason: 'bad', count: 2 }], dialects: { plain: 1 } })
    await writer.write([
      { ...batch, receipt: note },
      { ...batch, receipt: note },
    ])
    expect(rows('SELECT signal, accepted, duplicates, rejected, reasons, outcome, code FROM receipts')).toEqual([
      ['logs', 1, 0, 2, '[{"reason":"bad","count":2}]', 'stored', null],
      ['logs', 0, 1, 2, '[{"reason":"bad","count":2}]', 'stored', null],
    ])
    expect(rows('SELECT count(*) FROM log_records l JOIN receipts r ON r.received_ns = l.received_ns')).toEqual([[2]])
    await expect(writer.write([{ ...batch, logs: [logItem({ flags: 'x' as never })], receipt: note }])).rejects.toThrow()
    expect(rows('SELECT count(*) FROM receipts')).toEqual([[2]])
  })

  it('are kept up to a number and an age', async () => {
    let nowNs = 0n
    const { rows, receipts, writer } = open({ receipts: { maxReceipts: 3, maxAgeNs: 97n, nowNs: () => nowNs } })
    await receipts(receipt(), receipt(), receipt(), receipt(), receipt())
    while (await writer.work());
    expect(rows('SELECT received_ns FROM receipts')).toEqual([[3], [4], [5]])
    nowNs = 101n
    while (await writer.work());
    expect(rows('SELECT received_ns FROM receipts')).toEqual([[4], [5]])
  })
})
