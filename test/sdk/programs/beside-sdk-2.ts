/** A program with OpenTelemetry SDK 2. With the argument `processor`, it hands all of its spans to the tracker. */
import { tracker, trackerSpanProcessor } from '@ai-tracker/sdk'
import { type ProxyTracerProvider, trace } from '@opentelemetry/api'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { blogSession } from './blog-session.ts'

const exporter = new InMemorySpanExporter()
const ours = process.argv[2] === 'processor' ? [trackerSpanProcessor()] : []
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter), ...ours] })
provider.register()

await blogSession()
await tracker.flush()
const global = trace.getTracerProvider() as ProxyTracerProvider
const names = exporter.getFinishedSpans().map(({ name }) => name)
console.log(JSON.stringify({ isKept: global.getDelegate() === provider, names }))
