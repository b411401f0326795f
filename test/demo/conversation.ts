import { createHash } from 'node:crypto'
import type { Attributes, Step } from './step.ts'

/** A model and what an answer of it costs in time. */
export interface Model {
  readonly provider: string
  readonly request: string
  readonly response: string
  readonly tokensPerSecond: number
}

export const MODELS = {
  sonnet: { provider: 'anthropic', request: 'claude-sonnet-4-5', response: 'claude-sonnet-4-5-20250929', tokensPerSecond: 70 },
  haiku: { provider: 'anthropic', request: 'claude-haiku-4-5', response: 'claude-haiku-4-5-20251001', tokensPerSecond: 150 },
  gpt5: { provider: 'openai', request: 'gpt-5', response: 'gpt-5-2025-08-07', tokensPerSecond: 60 },
  mini: { provider: 'openai', request: 'gpt-5-mini', response: 'gpt-5-mini-2025-08-07', tokensPerSecond: 110 },
} as const satisfies Readonly<Record<string, Model>>

/** A tool call that a model asks for. */
export interface ToolCall {
  readonly id: string
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** What a model answers. */
export interface Answer {
  readonly text?: string
  readonly reasoning?: string
  readonly calls?: readonly ToolCall[]
}

/** What a tool gave back. */
export interface ToolEnd {
  readonly result: string
  readonly lengthMs: number
  readonly exitCode?: number
  readonly error?: string
}

/** A conversation with a model: every call sends the whole history again. */
export interface Conversation {
  ask(text: string): void
  /** The call that gets this answer. */
  call(answer: Answer, more?: Partial<Step>): Step
  /** The tool at work; what it gives back is in the history from then on. */
  tool(call: ToolCall, end: ToolEnd): Step
}

type Part = Readonly<Record<string, unknown>>
interface Message {
  readonly role: string
  readonly parts: readonly Part[]
}

const CHARACTERS_PER_TOKEN = 4
/** Providers do not cache shorter prompts. */
const MIN_CACHED_TOKENS = 1024
/** What the descriptions of the tools come to, which instrumentations do not record. */
const TOOL_TOKENS = 3_400
/** With a prompt of some thousand tokens and thinking before the first word. */
const FIRST_TOKEN_MS = 1_600

/** Starts a conversation. @param attributes go on every span of it */
export function createConversation(model: Model, system: string, attributes: Attributes = {}): Conversation {
  const history: Message[] = []
  let cachedTokens = 0
  return {
    ask: (text) => {
      history.push({ role: 'user', parts: [{ type: 'text', content: text }] })
    },
    call: (answer, more = {}) => {
      const message: Message = { role: 'assistant', parts: partsOf(answer) }
      const input = JSON.stringify(history)
      const output = JSON.stringify([{ ...message, finish_reason: answer.calls?.length ? 'tool_call' : 'stop' }])
      const tokens = { input: TOOL_TOKENS + tokensOf(system + input), output: tokensOf(output), cached: cachedTokens }
      cachedTokens = tokens.input > MIN_CACHED_TOKENS ? tokens.input : 0
      history.push(message)
      return {
        name: `chat ${model.request}`,
        kind: 3,
        lengthMs: FIRST_TOKEN_MS + Math.round((tokens.output / model.tokensPerSecond) * 1000),
        ...more,
        attributes: {
          ...callAttributes(model, tokens),
          'gen_ai.response.id': `resp_${createHash('sha256').update(`${input}${output}`).digest('hex').slice(0, 24)}`,
          'gen_ai.response.finish_reasons': [answer.calls?.length ? 'tool_calls' : 'stop'],
          'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: system }]),
          'gen_ai.input.messages': input,
          'gen_ai.output.messages': output,
          ...attributes,
          ...more.attributes,
        },
      }
    },
    tool: (call, end) => {
      history.push({ role: 'tool', parts: [{ type: 'tool_call_response', id: call.id, response: end.result }] })
      return toolStep(call, end, attributes)
    },
  }
}

/** The span of a tool that runs. */
function toolStep(call: ToolCall, { result, lengthMs, exitCode, error }: ToolEnd, attributes: Attributes = {}): Step {
  return {
    name: `execute_tool ${call.name}`,
    lengthMs,
    ...(error !== undefined && { error }),
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': call.name,
      'gen_ai.tool.call.id': call.id,
      'gen_ai.tool.call.arguments': JSON.stringify(call.arguments),
      'gen_ai.tool.call.result': result,
      ...(exitCode !== undefined && { 'process.exit.code': exitCode }),
      ...attributes,
    },
  }
}

/** What every model call says about its model and usage. */
export function callAttributes(
  model: Model,
  tokens: { readonly input: number; readonly output: number; readonly cached: number },
): Attributes {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': model.provider,
    'gen_ai.request.model': model.request,
    'gen_ai.response.model': model.response,
    'gen_ai.usage.input_tokens': tokens.input,
    'gen_ai.usage.output_tokens': tokens.output,
    ...(tokens.cached > 0 && { 'gen_ai.usage.cache_read.input_tokens': tokens.cached }),
    'gen_ai.response.time_to_first_chunk': FIRST_TOKEN_MS / 1000,
  }
}

function partsOf({ reasoning, text, calls = [] }: Answer): readonly Part[] {
  return [
    ...(reasoning === undefined ? [] : [{ type: 'reasoning', content: reasoning }]),
    ...(text === undefined ? [] : [{ type: 'text', content: text }]),
    ...calls.map((call) => ({ type: 'tool_call', ...call })),
  ]
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN)
}
