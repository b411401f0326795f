/** The stock exporters of JavaScript, over all three protocols. */
import { OTLPLogExporter as GrpcLogs } from '@opentelemetry/exporter-logs-otlp-grpc'
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as ProtoLogs } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter as GrpcMetrics } from '@opentelemetry/exporter-metrics-otlp-grpc'
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter as ProtoMetrics } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter as GrpcSpans } from '@opentelemetry/exporter-trace-otlp-grpc'
import { OTLPTraceExporter as JsonSpans } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtoSpans } from '@opentelemetry/exporter-trace-otlp-proto'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openEdge, received } from './both-edges.ts'

const TOKEN = 'a-token-that-is-long-enough'
const EXPORTERS = {
  'http/json': { protocol: 'http', Spans: JsonSpans, Logs: JsonLogs, Metrics: JsonMetrics },
  'http/protobuf': { protocol: 'http', Spans: ProtoSpans, Logs: ProtoLogs, Metrics: ProtoMetrics },
  grpc: { protocol: 'grpc', Spans: GrpcSpans, Logs: GrpcLogs, Metrics: GrpcMetrics },
} as const
type Transport = keyof typeof EXPORTERS
const TRANSPORTS = ['http/json', 'http/protobuf', 'grpc'] as const satisfies readonly Transport[]

/** 7 spans, 5 log records and 4 metric points; endpoint, headers and compression come from the variables of the environment. */
async function send(transport: Transport): Promise<void> {
  const { Spans, Logs, Metrics } = EXPORTERS[transport]
  const spans = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new Spans())] })
  for (let number = 0; number < 7; number++) spans.getTracer('transports').startSpan(`span ${number}`).end()
  const logs = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter: new Logs() })] })
  for (let number = 0; number < 5; number++) logs.getLogger('transports').emit({ body: `record ${number}` })
  const metrics = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: new Metrics() })] })
  const meter = metrics.getMeter('transports')
  for (const kind of ['a', 'b']) meter.createCounter('sum').add(1, { kind })
  meter.createHistogram('histogram').record(2.5)
  meter.createGauge('gauge').record(7)
  await Promise.allSettled([spans.shutdown(), logs.shutdown(), metrics.shutdown()])
}

describe('the exporters of JavaScript send traces, logs and metrics', () => {
  afterEach(() => void vi.unstubAllEnvs())

  const ways = TRANSPORTS.flatMap((transport) => ['none', 'gzip'].map((compression) => [transport, compression] as const))
  it.each(ways)('by %s with compression %s (R3, R32, R72, R74)', async (transport, compression) => {
    const { url, ingest } = await openEdge(EXPORTERS[transport].protocol)
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url)
    vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', compression)
    await send(transport)
    expect(received(ingest.requests)).toEqual({ transports: [transport], traces: 7, logs: 5, metrics: 4, rejected: 0 })
    expect(ingest.requests[0]?.origin.userAgent).toMatch(/OTel-OTLP-Exporter-JavaScript/)
  })

  it.each(TRANSPORTS)('by %s with the token that was set (R40, R78)', async (transport) => {
    const { url, ingest } = await openEdge(EXPORTERS[transport].protocol, { token: TOKEN })
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url)
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', `Authorization=Bearer%20${TOKEN}`)
    await send(transport)
    expect(received(ingest.requests)).toMatchObject({ traces: 7, logs: 5, metrics: 4 })
    const count = ingest.requests.length
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', '')
    await send(transport)
    expect(ingest.requests).toHaveLength(count)
    expect(new Set(ingest.refusals.map(({ signal, code }) => `${signal} ${code}`))).toEqual(
      new Set(['traces unauthorized', 'logs unauthorized', 'metrics unauthorized']),
    )
  })
})
