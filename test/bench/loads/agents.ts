import { agentSpan, modelCall } from './calls.ts'
import { createRandom, type Random } from './random.ts'
import { attributes, type Trace } from './spans.ts'

const CALLS_PER_TRACE = 8
/** What the first call of a trace sends; each further one sends it again with one message more, so the mean is 16 KB a call. */
const FIRST_MESSAGES = 6
const MESSAGE_BYTES = 1950
const GROWTH_BYTES = 1000
const CALL_MS = 900

/** Traces of an agent loop: eight model calls whose messages are 16 KB on average, the history sent again each time, and their root. */
export function* agentTraces(count: number, seed = 3): Generator<Trace> {
  const random = createRandom(seed)
  for (let index = 0; index < count; index++) yield agentTrace(random, index)
}

function agentTrace(random: Random, index: number): Trace {
  const traceId = random.hex(16)
  const rootId = random.hex(8)
  const conversation = random.hex(12)
  const startMs = index * 100
  const history = Array.from({ length: FIRST_MESSAGES }, (_, turn) =>
    message(turn % 2 === 0 ? 'user' : 'assistant', random.words(MESSAGE_BYTES)),
  )
  const calls = Array.from({ length: CALLS_PER_TRACE }, (_, call) => {
    const answer = message('assistant', random.words(GROWTH_BYTES / 2))
    const content = attributes(['gen_ai.input.messages', `[${history.join(',')}]`], ['gen_ai.output.messages', `[${answer}]`])
    history.push(answer, message('user', random.words(GROWTH_BYTES / 2)))
    return modelCall(random, { traceId, parentSpanId: rootId, conversation, startMs: startMs + 1 + call * CALL_MS, content })
  })
  const durationMs = CALLS_PER_TRACE * CALL_MS + 2
  return [...calls, agentSpan('coder', conversation, { traceId, spanId: rootId, parentSpanId: '', startMs, durationMs })]
}

/** A message of OpenTelemetry's message schema, as JSON. */
function message(role: string, text: string): string {
  return JSON.stringify({ role, parts: [{ type: 'text', content: text }] })
}
