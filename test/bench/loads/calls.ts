import type { KeyValue } from '../../../collector/src/domain/attribute.ts'
import type { Span } from '../../../collector/src/domain/span.ts'
import { createRandom, type Random } from './random.ts'
import { attributes, SPAN_KIND, span, type Trace } from './spans.ts'

const MODELS = [
  ['openai', 'gpt-5-mini', 'gpt-5-mini-2025-08-07'],
  ['openai', 'gpt-4o', 'gpt-4o-2024-08-06'],
  ['anthropic', 'claude-sonnet-4-5', 'claude-sonnet-4-5-20250929'],
] as const
const AGENTS = ['outline', 'draft', 'review']
const CALLS_PER_AGENT = 4
const CALL_MS = 900

/** Traces of a workflow: a root agent, three agents below it (its phases) and four model calls with usage below each: 16 spans. */
export function* callTraces(count: number, seed = 2): Generator<Trace> {
  const random = createRandom(seed)
  for (let index = 0; index < count; index++) yield callTrace(random, index, AGENTS.length)
}

/** One trace of the same shape with about `spans` spans: as many agents below the root as that takes. */
export function largeCallTrace(spans: number, seed = 5): Trace {
  return callTrace(createRandom(seed), 0, Math.max(1, Math.floor(spans / (CALLS_PER_AGENT + 1))))
}

function callTrace(random: Random, index: number, agents: number): Trace {
  const traceId = random.hex(16)
  const rootId = random.hex(8)
  const conversation = random.hex(12)
  const startMs = index * 100
  const steps = Array.from({ length: agents }, (_, step) => {
    const spanId = random.hex(8)
    const beginMs = startMs + 1 + step * CALLS_PER_AGENT * CALL_MS
    const calls = Array.from({ length: CALLS_PER_AGENT }, (_, call) =>
      modelCall(random, { traceId, parentSpanId: spanId, conversation, startMs: beginMs + call * CALL_MS }),
    )
    const place = { traceId, spanId, parentSpanId: rootId, startMs: beginMs, durationMs: CALLS_PER_AGENT * CALL_MS }
    return [...calls, agentSpan(AGENTS[step % AGENTS.length] ?? '', conversation, place)]
  }).flat()
  const durationMs = agents * CALLS_PER_AGENT * CALL_MS + 2
  return [...steps, agentSpan('writer', conversation, { traceId, spanId: rootId, parentSpanId: '', startMs, durationMs })]
}

/** A span that wraps what an agent did. */
export function agentSpan(
  name: string,
  conversation: string,
  place: Pick<Parameters<typeof span>[0], 'traceId' | 'spanId' | 'parentSpanId' | 'startMs' | 'durationMs'>,
): Span {
  return span({
    ...place,
    name: `invoke_agent ${name}`,
    kind: SPAN_KIND.internal,
    attributes: attributes(
      ['gen_ai.operation.name', 'invoke_agent'],
      ['gen_ai.agent.name', name],
      ['gen_ai.conversation.id', conversation],
    ),
  })
}

/** Where a model call stands, and what it carries besides its usage. */
export interface CallPlace {
  readonly traceId: string
  readonly parentSpanId: string
  readonly conversation: string
  readonly startMs: number
  readonly content?: readonly KeyValue[]
}

/** A model call in the form of OpenTelemetry's GenAI conventions: 14 attributes, then its content. */
export function modelCall(random: Random, { traceId, parentSpanId, conversation, startMs, content = [] }: CallPlace): Span {
  const [provider, requested, answered] = MODELS[random.below(MODELS.length)] ?? MODELS[0]
  const cached = random.below(2000)
  return span({
    traceId,
    spanId: random.hex(8),
    parentSpanId,
    name: `chat ${requested}`,
    kind: SPAN_KIND.client,
    startMs,
    durationMs: CALL_MS - 100,
    attributes: [
      ...attributes(
        ['gen_ai.operation.name', 'chat'],
        ['gen_ai.provider.name', provider],
        ['gen_ai.conversation.id', conversation],
        ['gen_ai.request.model', requested],
        ['gen_ai.request.temperature', 0.5],
        ['gen_ai.request.max_tokens', 4096n],
        ['gen_ai.response.model', answered],
        ['gen_ai.response.id', `resp_${random.hex(12)}`],
        ['gen_ai.response.finish_reasons', ['stop']],
        ['gen_ai.usage.input_tokens', BigInt(cached + random.below(8000))],
        ['gen_ai.usage.output_tokens', BigInt(random.below(1500))],
        ['gen_ai.usage.cache_read.input_tokens', BigInt(cached)],
        ['server.address', 'api.example.com'],
        ['server.port', 443n],
      ),
      ...content,
    ],
  })
}
