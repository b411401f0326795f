/** What a store holds can be exported to files and imported into another one, which is the same then. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'
import type { Collector } from '../../collector/src/collector.ts'
import { encodeLogs } from '../../collector/src/decode/protobuf/write-logs.ts'
import { encodeMetrics } from '../../collector/src/decode/protobuf/write-metrics.ts'
import type { LogItem } from '../../collector/src/domain/log.ts'
import type { MetricItem } from '../../collector/src/domain/metric.ts'
import { attributes, logItem, metricItem, numberPoint } from '../../collector/src/store/sqlite/testing/signals.ts'
import { call } from '../../packages/cli/src/testing/call.ts'
import { expectSame } from '../settling/arrived-store.ts'
import { AWKWARD_ITEMS } from './awkward-span.ts'
import { dumpOf, withCollector } from './fresh-collector.ts'
import { protobufRequest, send } from './otlp-sender.ts'
import { allRecordedItems, tracesOf } from './recorded-items.ts'
import { restOf } from './rest.ts'

const SIGNALS = ['traces', 'logs', 'metrics'] as const
const SPANS = [...(await allRecordedItems()), ...AWKWARD_ITEMS]
const TRACE_ID = SPANS[0]?.span.traceId ?? ''
const LONG = 'said more than once. '.repeat(200)

/** Of traces and of none, equal ones, long ones; more than an export puts into one line. */
const LOGS: readonly LogItem[] = [
  ...Array.from({ length: 450 }, (_, at) => logItem({ timeNs: BigInt(1_000 + at), body: `record ${at}`, service: `service ${at % 3}` })),
  ...[1, 2].map(() => logItem({ timeNs: 5_000n, body: 'equal', traceId: TRACE_ID })),
  logItem({ timeNs: 6_000n, body: LONG, attributes: attributes({ LONG, 'session.id': 'of logs only, and long enough' }) }),
]
const METRICS: readonly MetricItem[] = [
  metricItem({ name: 'sum', data: { kind: 'sum', temporality: 2, isMonotonic: true, points: points(500) } }),
  metricItem({ name: 'gauge', service: 'another', data: { kind: 'gauge', points: [numberPoint({ value: 0.1 })] } }),
]

function points(count: number) {
  return Array.from({ length: count }, (_, at) =>
    numberPoint({ timeNs: BigInt(at + 1), value: BigInt(at), attributes: attributes({ at: String(at % 7) }) }),
  )
}

async function fill(url: string): Promise<void> {
  await send(url, protobufRequest(tracesOf(SPANS)))
  const logs = encodeLogs({
    resourceLogs: LOGS.map(({ log, resource, scope }) => ({ resource, scopeLogs: [{ scope, logRecords: [log] }] })),
  })
  const metrics = encodeMetrics({
    resourceMetrics: METRICS.map(({ metric, resource, scope }) => ({ resource, scopeMetrics: [{ scope, metrics: [metric] }] })),
  })
  for (const [signal, body] of Object.entries({ logs, metrics })) {
    const headers = { 'Content-Type': 'application/x-protobuf' }
    const reply = await fetch(`${url}/v1/${signal}`, { method: 'POST', headers, body: new Uint8Array(body) })
    expect([reply.status, (await reply.arrayBuffer()).byteLength]).toEqual([200, 0])
  }
}

/** All that is exported: lines of each signal. */
async function exported({ url }: Pick<Collector, 'url'>): Promise<readonly string[]> {
  const texts = await Promise.all(SIGNALS.map((signal) => restOf(url).text(`/export?signal=${signal}`)))
  return texts.flatMap((text) => text.split('\n').filter(Boolean))
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tracker-import-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

it('imports lines of all signals into the store that they were exported from, in any order, and nothing twice (R57)', async () => {
  await withCollector(async (original) => {
    await fill(original.url)
    const lines = await exported(original)
    expect(lines.length).toBeGreaterThan(10)
    const path = folder()
    const mixed = join(path, 'mixed.jsonl')
    writeFileSync(mixed, lines.map((line) => `${line}\n`).join(''))
    const halves = [lines.filter((_, at) => at % 2 === 1).toReversed(), lines.filter((_, at) => at % 2 === 0).toReversed()]
    const packed = halves.map((_, at) => join(path, `half-${at}.jsonl.gz`))
    for (const [at, name] of packed.entries()) writeFileSync(name, gzipSync((halves[at] ?? []).join('\n')))

    const again = await call(['import', mixed, '--db', original.file, '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ new: { spans: 0, logRecords: 0, metricPoints: 0 }, refused: 0 })
    const copy = join(path, 'copy.db')
    const first = await call(['import', ...packed, '--db', copy, '--json'])
    const expected = { spans: SPANS.length, logRecords: LOGS.length, metricPoints: 501 }
    expect(JSON.parse(first.stdout)).toMatchObject({ requests: lines.length, new: expected, known: 0, rejectedItems: 0, refused: 0 })
    const second = await call(['import', mixed, '--db', copy, '--json'])
    expect(JSON.parse(second.stdout)).toMatchObject({ new: { spans: 0, logRecords: 0, metricPoints: 0 } })
    await original.close()
    expectSame(dumpOf(copy), dumpOf(original.file))
  })
})
