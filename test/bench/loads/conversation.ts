/** One conversation in the forms of three instrumentations: every call sends the whole history again. */
import type { KeyValue } from '../../../collector/src/domain/attribute.ts'
import type { TracesData } from '../../../collector/src/domain/span.ts'
import { createRandom, type Random } from './random.ts'
import { attributes, request, SPAN_KIND, span } from './spans.ts'

const TURN_CHARACTERS = 16_000
const TURN_MS = 5_000
const SYSTEM_CHARACTERS = 2_000
const MODEL = 'gpt-4o-2024-08-06'

interface Message {
  readonly role: string
  readonly text: string
}

/** What one call sent and got. */
interface Turn {
  readonly history: readonly Message[]
  readonly answer: Message
}

interface Form {
  readonly scope: string
  readonly version: string
  readonly attributes: (turn: Turn) => readonly KeyValue[]
}

/** OpenTelemetry's GenAI conventions keep messages in one attribute; the other two spread them over many, OpenInference twice. */
const FORMS = {
  'OTel GenAI': { scope: 'opentelemetry.instrumentation.openai_v2', version: '2.3b0', attributes: genAi },
  OpenInference: { scope: '@arizeai/openinference-instrumentation-openai', version: '4.2.7', attributes: openInference },
  OpenLLMetry: { scope: '@traceloop/instrumentation-openai', version: '0.20.0', attributes: openLlmetry },
} as const satisfies Readonly<Record<string, Form>>

export type ConversationForm = keyof typeof FORMS
export const CONVERSATION_FORMS = ['OTel GenAI', 'OpenInference', 'OpenLLMetry'] as const satisfies readonly ConversationForm[]

/** The requests of a conversation of `turns` turns of 16 KB (a question and an answer of 8 KB each): one call, one request. */
export function* conversationRequests(form: ConversationForm, turns: number): Generator<TracesData> {
  const random = createRandom(4)
  const traceId = random.hex(16)
  const { scope, version, attributes: write } = FORMS[form]
  const history: Message[] = [{ role: 'system', text: random.words(SYSTEM_CHARACTERS) }]
  for (let turn = 0; turn < turns; turn++) {
    history.push({ role: 'user', text: prose(random, TURN_CHARACTERS / 2) })
    const answer = { role: 'assistant', text: prose(random, TURN_CHARACTERS / 2) }
    const call = span({
      traceId,
      spanId: random.hex(8),
      parentSpanId: '',
      name: 'chat gpt-4o',
      kind: SPAN_KIND.client,
      startMs: turn * TURN_MS,
      durationMs: TURN_MS - 1,
      attributes: [...write({ history, answer }), ...attributes(['session.id', 'conversation-of-the-storage-bench'])],
    })
    yield request([call], { name: scope, version })
    history.push(answer)
  }
}

/** Text with line breaks and quotes, which JSON has to escape. */
function prose(random: Random, characters: number): string {
  const lines: string[] = []
  for (let size = 0; size < characters; size += lines.at(-1)?.length ?? 1) lines.push(`${random.words(70)} "${random.words(8)}".\n`)
  return lines.join('').slice(0, characters)
}

function genAi({ history, answer }: Turn): readonly KeyValue[] {
  const parts = (text: string) => [{ type: 'text', content: text }]
  const sent = history.map(({ role, text }) => ({ role, parts: parts(text) }))
  const got = [{ role: answer.role, parts: parts(answer.text), finish_reason: 'stop' }]
  return attributes(
    ['gen_ai.operation.name', 'chat'],
    ['gen_ai.provider.name', 'openai'],
    ['gen_ai.request.model', 'gpt-4o'],
    ['gen_ai.response.model', MODEL],
    ['gen_ai.usage.input_tokens', tokens(history)],
    ['gen_ai.usage.output_tokens', tokens([answer])],
    ['gen_ai.input.messages', JSON.stringify(sent)],
    ['gen_ai.output.messages', JSON.stringify(got)],
  )
}

function openInference({ history, answer }: Turn): readonly KeyValue[] {
  const body = (messages: readonly Message[]) => messages.map(({ role, text }) => ({ role, content: text }))
  return [
    ...attributes(
      ['openinference.span.kind', 'LLM'],
      ['llm.system', 'openai'],
      ['llm.model_name', MODEL],
      ['input.value', JSON.stringify({ model: 'gpt-4o', messages: body(history) })],
      ['input.mime_type', 'application/json'],
    ),
    ...flat('llm.input_messages.', '.message.', history),
    ...attributes(
      ['output.value', JSON.stringify({ model: MODEL, choices: body([answer]).map((text, index) => ({ index, message: text })) })],
      ['output.mime_type', 'application/json'],
    ),
    ...flat('llm.output_messages.', '.message.', [answer]),
    ...attributes(['llm.token_count.prompt', tokens(history)], ['llm.token_count.completion', tokens([answer])]),
  ]
}

function openLlmetry({ history, answer }: Turn): readonly KeyValue[] {
  return [
    ...attributes(
      ['llm.request.type', 'chat'],
      ['gen_ai.system', 'OpenAI'],
      ['gen_ai.request.model', 'gpt-4o'],
      ['gen_ai.response.model', MODEL],
      ['gen_ai.usage.prompt_tokens', tokens(history)],
      ['gen_ai.usage.completion_tokens', tokens([answer])],
    ),
    ...flat('gen_ai.prompt.', '.', history),
    ...flat('gen_ai.completion.', '.', [answer]),
  ]
}

/** `<prefix>0<infix>role`, `<prefix>0<infix>content`, … */
function flat(prefix: string, infix: string, messages: readonly Message[]): readonly KeyValue[] {
  return messages.flatMap(({ role, text }, index) =>
    attributes([`${prefix}${index}${infix}role`, role], [`${prefix}${index}${infix}content`, text]),
  )
}

function tokens(messages: readonly Message[]): bigint {
  return BigInt(Math.ceil(messages.reduce((sum, { text }) => sum + text.length, 0) / 4))
}
