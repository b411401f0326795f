/** A program with OpenTelemetry SDK 3. With the argument `processor`, it hands all of its spans to the tracker. */
import { tracker, trackerSpanProcessor } from '@ai-tracker/sdk'
import { type ProxyTracerProvider, trace } from '@opentelemetry/api'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { blogSession } from '../sdk/programs/blog-session.ts'

const exporter = new InMemorySpanExporter()
const ours = process.argv[2] === 'processor' ? [trackerSpanProcessor()] : []
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter }), ...ours] })
trace.setGlobalTracerProvider(provider)

await blogSession()
await tracker.flush()
const global = trace.getTracerProvider() as ProxyTracerProvider
const names = exporter.getFinishedSpans().map(({ name }) => name)
console.log(JSON.stringify({ isKept: global.getDelegate() === provider, names }))
