import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/app-error.ts'
import { SIGNALS, type Signal } from '../domain/signal.ts'
import { cpuMs } from '../domain/testing/cpu-time.ts'
import { jsonCodec, protobufCodec } from './codec.ts'
import { attributes, span, traces } from './testing/make.ts'
import { exponentialPoint, gauge, histogramPoint, log, logs, metric, metrics, numberPoint, summaryPoint } from './testing/make-signals.ts'
import { LOGS, METRICS, type SignalCase, TRACES } from './testing/signal-cases.ts'
import { field, field64, varintField } from './testing/wire.ts'

function messageOf(decode: () => unknown): string {
  try {
    decode()
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
  return 'no error'
}

/** Requests of each signal that clients really send, by what they hold. */
const REQUESTS: Readonly<Record<Signal, readonly (readonly [name: string, request: Uint8Array])[]>> = {
  traces: [
    ['a span', TRACES.encode(traces(span({ name: 'chat', kind: 3, startNs: 5n, endNs: 6n, attributes: attributes(['k', 'v']) })))],
    ['a span without a name', TRACES.encode(traces(span({ startNs: 5n, endNs: 6n })))],
    ['a span with a parent and links', TRACES.encode(traces(span({ parentSpanId: 'eee19b7ec3c1b173', name: '\n\n', startNs: 1n })))],
    ['many spans', TRACES.encode(traces(...Array.from({ length: 200 }, () => span({ name: 'n', startNs: 5n, endNs: 6n }))))],
  ],
  logs: [
    ['a log record', LOGS.encode(logs(log({ timeNs: 5n, severityNumber: 9, body: 'text', attributes: attributes(['k', 'v']) })))],
    [
      'a log record of a span',
      LOGS.encode(logs(log({ observedNs: 5n, traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' }))),
    ],
    ['an event without a time', LOGS.encode(logs(log({ eventName: 'e', attributes: attributes(['k', 'v']) })))],
    ['many log records', LOGS.encode(logs(...Array.from({ length: 200 }, () => log({ timeNs: 5n, body: 'text' }))))],
  ],
  metrics: [
    ['a gauge', METRICS.encode(metrics({ ...gauge(numberPoint()), name: 'g', description: 'd', unit: '1' }))],
    [
      'a gauge whose texts have the length of ids',
      METRICS.encode(metrics({ ...gauge(numberPoint()), name: 'request.duration', description: 'in total' })),
    ],
    ['a sum', METRICS.encode(metrics(metric({ kind: 'sum', temporality: 2, isMonotonic: true, points: [numberPoint()] }, { name: 's' })))],
    ['a histogram', METRICS.encode(metrics(metric({ kind: 'histogram', temporality: 1, points: [histogramPoint()] }, { name: 'h' })))],
    [
      'an exponential histogram',
      METRICS.encode(metrics(metric({ kind: 'exponential_histogram', temporality: 1, points: [exponentialPoint()] }, { name: 'e' }))),
    ],
    ['a summary', METRICS.encode(metrics(metric({ kind: 'summary', points: [summaryPoint()] }, { name: 's' })))],
  ],
}

const WRONG_PATHS = SIGNALS.flatMap((found) =>
  SIGNALS.filter((expected) => expected !== found).flatMap((expected) =>
    REQUESTS[found].map(([name, request]) => ({ name, request, found, expected })),
  ),
)

const NOUNS: Readonly<Record<Signal, string>> = { traces: 'spans', logs: 'logs', metrics: 'metrics' }

describe('R66 a request at the path of another signal', () => {
  it.each(WRONG_PATHS)('is refused with the right path in protobuf: $name at /v1/$expected', ({ request, found, expected }) => {
    expect(messageOf(() => protobufCodec.decode(expected, request))).toBe(
      `the request holds no ${NOUNS[expected]} but ${NOUNS[found]}, which go to /v1/${found}`,
    )
  })

  it.each(WRONG_PATHS.filter(({ name }) => name.startsWith('many')))(
    'costs nothing that is looked at twice: $name',
    ({ request, expected }) => {
      const startMs = cpuMs()
      messageOf(() => protobufCodec.decode(expected, request))
      expect(cpuMs() - startMs).toBeLessThan(1_000)
    },
  )

  it.each([
    ['resourceSpans', 'logs', 'the request holds no logs but spans, which go to /v1/traces'],
    ['resourceSpans', 'metrics', 'the request holds no metrics but spans, which go to /v1/traces'],
    ['resourceLogs', 'traces', 'the request holds no spans but logs, which go to /v1/logs'],
    ['resource_logs', 'metrics', 'the request holds no metrics but logs, which go to /v1/logs'],
    ['resourceMetrics', 'traces', 'the request holds no spans but metrics, which go to /v1/metrics'],
    ['resource_metrics', 'logs', 'the request holds no logs but metrics, which go to /v1/metrics'],
  ] as const)('is refused with the right path in JSON: %s at /v1/%s', (name, expected, message) => {
    expect(messageOf(() => jsonCodec.decode(expected, Buffer.from(`{"${name}":[]}`)))).toBe(message)
  })

  it('is taken, with a warning, when it holds what belongs there as well', () => {
    const decoded = jsonCodec.decode(
      'logs',
      Buffer.from('{"resourceSpans":[{}],"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{}}]}]}]}'),
    )
    expect(decoded.data).toEqual(logs(log({ body: null })))
    expect(decoded.warnings).toEqual([{ reason: 'the request holds traces as well, which go to /v1/traces: passed over', count: 1 }])
  })

  const refusesAll = <S extends Signal>({ signal, any, encode }: SignalCase<S>, tells: (bytes: Uint8Array) => boolean): void => {
    fc.assert(
      fc.property(any, fc.constantFrom(...SIGNALS), (data, expected) => {
        const bytes = encode(data)
        fc.pre(expected !== signal && tells(bytes))
        expect(messageOf(() => protobufCodec.decode(expected, bytes))).toContain(`which go to /v1/${signal}`)
      }),
      { numRuns: 150 },
    )
  }

  it('is told from what only its items have, whatever else they hold', () => {
    refusesAll(TRACES, (bytes) =>
      protobufCodec
        .decode('traces', bytes)
        .data.resourceSpans.some(({ scopeSpans }) => scopeSpans.some(({ spans }) => spans.some(({ startNs }) => startNs > 0n))),
    )
    refusesAll(LOGS, (bytes) =>
      protobufCodec
        .decode('logs', bytes)
        .data.resourceLogs.some(({ scopeLogs }) => scopeLogs.some(({ logRecords }) => logRecords.some(({ timeNs }) => timeNs > 0n))),
    )
    refusesAll(METRICS, (bytes) =>
      protobufCodec
        .decode('metrics', bytes)
        .data.resourceMetrics.some(({ scopeMetrics }) =>
          scopeMetrics.some(({ metrics: some }) => some.some(({ data }) => data?.kind === 'sum')),
        ),
    )
  })
})

const ids = Buffer.concat([field(1, Buffer.alloc(16, 1)), field(2, Buffer.alloc(8, 1))])

describe('a request at its own path', () => {
  it.each(SIGNALS.flatMap((signal) => REQUESTS[signal].map(([name, request]) => ({ name, request, signal }))))(
    'is taken: $name at /v1/$signal',
    ({ request, signal }) => {
      expect(protobufCodec.decode(signal, request)).toMatchObject({ signal, rejected: [] })
    },
  )

  it.each<[string, Signal, Uint8Array]>([
    ['an empty log record', 'logs', field(1, field(2, field(2)))],
    ['a log record of nothing but a body', 'logs', LOGS.encode(logs(log({ body: 'text' })))],
    ['a log record of nothing but unknown fields', 'logs', field(1, field(2, field(2, varintField(99, 1))))],
    ['a metric of nothing but a name', 'metrics', METRICS.encode(metrics(metric(undefined, { name: 'm' })))],
    ['a gauge without points', 'metrics', METRICS.encode(metrics(gauge()))],
    ['a span of nothing but ids and empty events', 'traces', field(1, field(2, field(2, ids, field(11), field(11))))],
    ['a span of nothing but ids and an attribute without a value', 'traces', field(1, field(2, field(2, ids, field(9, field(1, 'k')))))],
  ])('is taken though nothing tells what it is: %s', (_name, signal, request) => {
    expect(protobufCodec.decode(signal, request)).toMatchObject({ signal, rejected: [] })
  })

  it('says that spans without ids look like logs, when nothing tells more', () => {
    const request = field(1, field(2, field(2, field(5, 'name')), field(2)))
    expect(messageOf(() => protobufCodec.decode('traces', request))).toContain(
      'none of 2 spans has a trace id or span id: this looks like logs',
    )
  })

  it('is judged by its spans, whose ids are wrong', () => {
    const request = field(1, field(2, field(2, field(1, 'short'), field64(7, 5n))))
    expect(protobufCodec.decode('traces', request).rejected).toEqual([{ reason: 'trace_id does not have 16 bytes', count: 1 }])
  })

  it('is refused as malformed, when it is damaged', () => {
    const request = LOGS.encode(logs(log({ timeNs: 5n, body: 'text' })))
    expect(messageOf(() => protobufCodec.decode('logs', request.subarray(0, -1)))).toContain('malformed protobuf')
  })
})
