import { createTracker } from '@ai-tracker/sdk'
import { ROOT_CONTEXT, SpanKind, type Tracer, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

/** Spans of one session: itself, its phases, and in each of them a call of a model and an action. */
const PHASES = ['research', 'outline', 'draft', 'review'] as const
export const SPANS_PER_SESSION = 1 + PHASES.length * 3

/** What a bench needs of a way to record. */
export interface Recorder {
  /** Records one session by starting and ending each span. */
  explicit(): void
  /** Records one session by callbacks, through the context. */
  callbacks(): Promise<void>
  /** Sends everything that was recorded. */
  flush(): Promise<unknown>
}

const QUESTION = `How does a CPU scheduler work? ${'Explain it in plain words. '.repeat(30)}`
const ANSWER = 'It decides which thread runs next. '.repeat(30)
const ARGUMENTS = { path: 'draft.md', mode: 'write' }
/** So many spans wait before they are sent that recording can be measured alone. */
const QUEUE_SPANS = 1_000_000

/** Our SDK. @param url address of what takes the requests */
export function ourRecorder(url: string): Recorder {
  const tracker = createTracker({ endpoint: url, spool: false, env: {}, maxQueueSpans: QUEUE_SPANS })
  const prompt = { text: QUESTION, model: 'gpt-4o', provider: 'openai', temperature: 0.2 }
  const answer = { text: ANSWER, model: 'gpt-4o-2024-08-06', tokensInput: 1000, tokensOutput: 100, finishReason: 'stop' }
  const action = { type: 'write', tool: 'write_file', arguments: ARGUMENTS }
  return {
    explicit() {
      const session = tracker.startSession({ workflow: 'blog-post', inputs: ARGUMENTS })
      for (const name of PHASES) {
        const phase = session.startPhase(name)
        phase.startPrompt(prompt).respond(answer)
        phase.startAction(action).complete({ result: 'written', exitCode: 0 })
        phase.complete()
      }
      session.complete({ outcome: 'published' })
    },
    callbacks: () =>
      tracker.session({ workflow: 'blog-post', inputs: ARGUMENTS }, async (session) => {
        for (const name of PHASES)
          await session.phase(name, async (phase) => {
            await phase.prompt(prompt, (call) => void call.respond(answer))
            await phase.action(action, (open) => open.record({ result: 'written', exitCode: 0 }))
          })
        session.complete({ outcome: 'published' })
      }),
    flush: () => tracker.flush(),
  }
}

/** The bare OpenTelemetry SDK, doing the same by hand: same names, same attributes, same texts as JSON. */
export function bareRecorder(url: string): Recorder {
  // A flush sends all batches at once, and beyond its limit the exporter refuses them.
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces`, concurrencyLimit: QUEUE_SPANS })
  const processor = new BatchSpanProcessor(exporter, {
    maxQueueSize: QUEUE_SPANS,
    maxExportBatchSize: 512,
    scheduledDelayMillis: 3_600_000,
  })
  const provider = new NodeTracerProvider({ spanProcessors: [processor] })
  const tracer = provider.getTracer('bench')
  return { explicit: () => bareExplicit(tracer), callbacks: () => bareCallbacks(tracer), flush: () => provider.forceFlush() }
}

const message = (role: string, content: string) => JSON.stringify([{ role, parts: [{ type: 'text', content }] }])

const sessionAttributes = () => ({
  'gen_ai.operation.name': 'invoke_workflow',
  'gen_ai.workflow.name': 'blog-post',
  'tracker.session.inputs': JSON.stringify(ARGUMENTS),
})
const sessionEnd = { 'tracker.session.outcome': 'published', 'tracker.session.status': 'completed' }
const promptAttributes = () => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.request.temperature': 0.2,
  'gen_ai.input.messages': message('user', QUESTION),
})
const answerAttributes = () => ({
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'gen_ai.usage.input_tokens': 1000,
  'gen_ai.usage.output_tokens': 100,
  'gen_ai.response.finish_reasons': ['stop'],
  'gen_ai.output.messages': message('assistant', ANSWER),
})
const actionAttributes = () => ({
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': 'write_file',
  'tracker.action.type': 'write',
  'gen_ai.tool.call.arguments': JSON.stringify(ARGUMENTS),
})
const actionEnd = { 'process.exit.code': 0, 'gen_ai.tool.call.result': 'written' }

function bareExplicit(tracer: Tracer): void {
  const session = tracer.startSpan('invoke_workflow blog-post', { attributes: sessionAttributes(), root: true })
  const inside = trace.setSpan(ROOT_CONTEXT, session)
  for (const name of PHASES) {
    const phase = tracer.startSpan(name, { attributes: { 'tracker.phase.name': name } }, inside)
    const below = trace.setSpan(inside, phase)
    const call = tracer.startSpan('chat gpt-4o', { kind: SpanKind.CLIENT, attributes: promptAttributes() }, below)
    call.setAttributes(answerAttributes()).end()
    const action = tracer.startSpan('execute_tool write_file', { attributes: actionAttributes() }, below)
    action.setAttributes(actionEnd).end()
    phase.setAttribute('tracker.phase.status', 'completed').end()
  }
  session.setAttributes(sessionEnd).end()
}

function bareCallbacks(tracer: Tracer): Promise<void> {
  return tracer.startActiveSpan('invoke_workflow blog-post', { attributes: sessionAttributes(), root: true }, async (session) => {
    for (const name of PHASES)
      await tracer.startActiveSpan(name, { attributes: { 'tracker.phase.name': name } }, async (phase) => {
        await tracer.startActiveSpan('chat gpt-4o', { kind: SpanKind.CLIENT, attributes: promptAttributes() }, async (call) =>
          call.setAttributes(answerAttributes()).end(),
        )
        await tracer.startActiveSpan('execute_tool write_file', { attributes: actionAttributes() }, async (action) =>
          action.setAttributes(actionEnd).end(),
        )
        phase.setAttribute('tracker.phase.status', 'completed').end()
      })
    session.setAttributes(sessionEnd).end()
  })
}
