import { describe, expect, it } from 'vitest'
import type { IngestRequest } from './domain/ingest.ts'
import type { Signal } from './domain/signal.ts'
import { interpret } from './interpret/interpret.ts'
import { createRedactor } from './redact/redactor.ts'
import { createRequestReader } from './request-batch.ts'

const origin = { transport: 'http/json', userAgent: 'test/1', wireBytes: 3 }
const request = (signal: Signal, body: unknown, mediaType = 'application/json'): IngestRequest => ({
  signal,
  mediaType,
  body: new TextEncoder().encode(JSON.stringify(body)),
  workspaceId: 7,
  origin,
})
const resource = (values: Readonly<Record<string, string>>) => ({
  attributes: Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } })),
})
const reader = () => createRequestReader({ read: (item) => ({ record: interpret(item) }), redactor: createRedactor({ mode: 'full' }) })
const span = (id: string, attributes: Readonly<Record<string, string>> = {}) => ({
  traceId: '1'.repeat(32),
  spanId: id.padStart(16, '0'),
  name: 'n',
  startTimeUnixNano: '1',
  endTimeUnixNano: '2',
  ...resource(attributes),
})

describe('a request', () => {
  it('of spans becomes records, and a receipt of what it held', () => {
    const spans = [span('1'), span('2', { 'gen_ai.operation.name': 'chat' }), span('0')]
    const sdk = { 'service.name': 'a', 'telemetry.sdk.name': 'opentelemetry', 'telemetry.sdk.language': 'nodejs' }
    const group = (values: Readonly<Record<string, string>>, some: object[]) => ({
      resource: resource(values),
      scopeSpans: [{ spans: some }],
    })
    const body = { resourceSpans: [group(sdk, spans), group(sdk, []), group({}, [span('4')])] }
    const { batch, rejectedItems } = reader().decode(request('traces', body))
    expect(batch.records).toHaveLength(3)
    expect(rejectedItems).toBe(1)
    expect(batch.arrival.workspaceId).toBe(7)
    expect(batch.receipt).toMatchObject({
      signal: 'traces',
      origin,
      bodyBytes: JSON.stringify(body).length,
      services: ['a'],
      sdks: [{ name: 'opentelemetry', language: 'nodejs', version: '' }],
      rejected: [{ count: 1 }],
      dialects: { plain: 2, gen_ai: 1 },
    })
  })

  it('of logs and of metrics becomes items', () => {
    const logs = reader().decode(request('logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: '1' }] }] }] }))
    expect(logs.batch).toMatchObject({ records: [], logs: [{ log: { timeNs: 1n } }], receipt: { signal: 'logs', dialects: {} } })
    const metric = { name: 'm', gauge: { dataPoints: [{ timeUnixNano: '1', asInt: '2' }] } }
    const metrics = reader().decode(request('metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] }))
    expect(metrics.batch).toMatchObject({ records: [], metrics: [{ metric: { name: 'm' } }] })
  })

  it('of many services is noted by some of them, cut', () => {
    const resourceLogs = Array.from({ length: 30 }, (_, i) => ({ resource: resource({ 'service.name': `${i}${'x'.repeat(500)}` }) }))
    const { receipt } = reader().decode(request('logs', { resourceLogs })).batch
    expect(receipt?.services).toHaveLength(20)
    expect(receipt?.services[0]).toHaveLength(200)
  })

  it('in an encoding that is not OTLP is unsupported', () => {
    expect(() => reader().decode(request('logs', {}, 'text/plain'))).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })

  it('that is refused has a receipt of its own, at a time of its own', () => {
    const { refused } = reader()
    const times = Array.from({ length: 100 }, () => refused({ signal: undefined, origin, code: 'invalid', message: 'm'.repeat(5000) }, 9))
    expect(new Set(times.map(({ arrival }) => arrival.receivedNs)).size).toBe(100)
    expect(times[0]).toMatchObject({ records: [], receipt: { signal: undefined, bodyBytes: 9, refusal: { code: 'invalid' } } })
    expect(times[0]?.receipt?.refusal?.message).toHaveLength(1000)
  })
})
