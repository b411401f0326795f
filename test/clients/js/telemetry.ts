import type { Tracer } from '@opentelemetry/api'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

const EXPORTERS = { protobuf: ProtobufExporter, json: JsonExporter }

/** What a client program needs of OpenTelemetry. */
export interface Telemetry {
  readonly tracer: Tracer
  /** Sends what is left. */
  readonly shutdown: () => Promise<void>
}

/** The stock SDK as its documentation sets it up; endpoint and service come from the variables `OTEL_EXPORTER_OTLP_ENDPOINT` and `OTEL_SERVICE_NAME`. */
export function startTelemetry(protocol: keyof typeof EXPORTERS = 'protobuf'): Telemetry {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': process.env.OTEL_SERVICE_NAME ?? 'blog-post', 'service.version': '1.2.3' }),
    spanProcessors: [new BatchSpanProcessor(new EXPORTERS[protocol]())],
  })
  provider.register()
  return { tracer: provider.getTracer('blog-post', '1.2.3'), shutdown: () => provider.shutdown() }
}

/** The model server's address, from `FAKE_MODEL_URL`. */
export function modelUrl(): string {
  const url = process.env.FAKE_MODEL_URL
  if (!url) throw new Error('set FAKE_MODEL_URL to the address of the fake model, for example http://127.0.0.1:8089')
  return url
}
