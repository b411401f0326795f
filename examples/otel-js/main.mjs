// A session with two phases, a tool and a model call, written with OpenTelemetry alone: no package of ours is needed.
// The exporter sends to http://localhost:4318 unless OTEL_EXPORTER_OTLP_ENDPOINT says otherwise.
import { readdir } from 'node:fs/promises'
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

const { OPENAI_BASE_URL = 'https://api.openai.com/v1', OPENAI_API_KEY, OPENAI_MODEL = 'gpt-5-mini' } = process.env

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'describe-folder' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
})
provider.register()
const tracer = trace.getTracer('describe-folder')

try {
  // The root span is the session; `gen_ai.workflow.name` says what it is a run of.
  await inSpan('invoke_workflow describe_folder', { attributes: workflow('describe_folder') }, async () => {
    // A span with `tracker.phase.name` is a phase: what runs inside of it belongs to it.
    const names = await inSpan('phase look', { attributes: phase('look', 1) }, () => listFiles('.'))
    const answer = await inSpan('phase describe', { attributes: phase('describe', 2) }, () =>
      chat(`Describe in one sentence a folder that holds: ${names.join(', ')}`),
    )
    console.log(answer)
  })
} finally {
  await provider.shutdown() // sends what is left
}

function workflow(name) {
  return { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': name }
}

function phase(name, number) {
  return { 'tracker.phase.name': name, 'tracker.phase.number': number }
}

/** A tool: its arguments and its result are attributes of its span. */
function listFiles(folder) {
  const attributes = {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'list_files',
    'gen_ai.tool.call.arguments': JSON.stringify({ folder }),
  }
  return inSpan('execute_tool list_files', { attributes }, async (span) => {
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.'))
    span.setAttribute('gen_ai.tool.call.result', JSON.stringify(names))
    return names
  })
}

/** A model call: what was asked is known before it, what was answered and used after it. */
function chat(question) {
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': OPENAI_MODEL,
    'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: question }] }]),
  }
  return inSpan(`chat ${OPENAI_MODEL}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    const reply = await fetch(`${OPENAI_BASE_URL}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${OPENAI_API_KEY}` },
      body: JSON.stringify({ model: OPENAI_MODEL, messages: [{ role: 'user', content: question }] }),
    })
    if (!reply.ok) throw new Error(`the model answered ${reply.status}: ${await reply.text()}`)
    const { id, model, choices, usage } = await reply.json()
    const [{ message, finish_reason }] = choices
    span.setAttributes({
      'gen_ai.response.id': id,
      'gen_ai.response.model': model,
      'gen_ai.response.finish_reasons': [finish_reason],
      'gen_ai.usage.input_tokens': usage.prompt_tokens,
      'gen_ai.usage.cache_read.input_tokens': usage.prompt_tokens_details?.cached_tokens ?? 0,
      'gen_ai.usage.output_tokens': usage.completion_tokens,
      'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: message.content }], finish_reason }]),
    })
    return message.content
  })
}

/** Runs `work` in a span of its own, which is current meanwhile, and records why it failed. */
function inSpan(name, options, work) {
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      span.recordException(error)
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message })
      throw error
    } finally {
      span.end()
    }
  })
}
