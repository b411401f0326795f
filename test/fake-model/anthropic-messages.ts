import type { BilledUsage, Reply, ScriptedError } from './answer.ts'
import { idDigits, pieces, totalOutput } from './answer.ts'
import type { SseEvent } from './sse.ts'
import type { RequestBody, RequestParts, Resumable, WireFormat } from './wire.ts'
import { contentText, isObject, objects, text } from './wire.ts'

const FINISH_WORDS = { stop: 'end_turn', length: 'max_tokens', tool_call: 'tool_use' } as const

/** Anthropic Messages. Source: Anthropic API reference, `POST /v1/messages` and its streaming events. */
export const anthropicMessages: WireFormat = {
  api: 'anthropic.messages',
  provider: 'anthropic',
  path: '/v1/messages',
  toolIdPrefix: 'toolu_',
  read: readParts,
  resume,
  responseId,
  finishWord: (reply) => FINISH_WORDS[reply.finish],
  body: message,
  stream: events,
  tellsUsage: () => true,
  error: (error: ScriptedError) => ({ type: 'error', error: { type: error.type, message: error.message }, request_id: 'req_fake' }),
}

function responseId(index: number): string {
  return `msg_${idDigits(index)}`
}

/** A thread (beta) sends only what is new; what was said before is that of the response which it continues. */
function resume(body: RequestBody, earlier: readonly Resumable[]): RequestBody {
  const previousId = isObject(body.thread) ? body.thread.previous_message_id : undefined
  const previous = earlier.find((each) => previousId !== undefined && each.responseId === previousId)
  if (!previous) return body
  return { ...body, messages: [...objects(resume(previous.body, earlier).messages), ...objects(body.messages)] }
}

/** Results of tools come as messages of the user, so the last user *text* is looked for, not the last user message. */
function readParts(body: RequestBody): RequestParts {
  const messages = objects(body.messages)
  const lastUser = messages.findLastIndex((each) => each.role === 'user' && contentText(each.content) !== '')
  return {
    lastUserText: contentText(messages[lastUser]?.content),
    toolResults: messages
      .slice(lastUser + 1)
      .flatMap((each) => objects(each.content))
      .filter((block) => block.type === 'tool_result')
      .map((block) => ({ callId: text(block.tool_use_id), text: contentText(block.content) })),
  }
}

/** `input_tokens` leaves out what was read from or written to the cache. */
function usageOf(usage: BilledUsage, outputTokens: number) {
  return {
    input_tokens: usage.inputUncached,
    cache_creation_input_tokens: usage.cacheWrite + usage.cacheWrite1h,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: usage.cacheWrite, ephemeral_1h_input_tokens: usage.cacheWrite1h },
    output_tokens: outputTokens,
    output_tokens_details: { thinking_tokens: usage.reasoning },
    server_tool_use: null,
    service_tier: 'standard',
  }
}

function message(reply: Reply) {
  const textBlocks = reply.text ? [{ type: 'text', text: reply.text, citations: null }] : []
  const toolBlocks = reply.toolCalls.map((call) => ({
    type: 'tool_use',
    id: call.id,
    name: call.name,
    input: JSON.parse(call.arguments) as unknown,
  }))
  return {
    id: responseId(reply.index),
    type: 'message',
    role: 'assistant',
    model: reply.responseModel,
    content: [...textBlocks, ...toolBlocks],
    stop_reason: FINISH_WORDS[reply.finish],
    stop_sequence: null,
    usage: usageOf(reply.usage, totalOutput(reply.usage)),
  }
}

/** `message_start` has the input counts and a placeholder of 1 output token; `message_delta` has the final output count. */
function events(reply: Reply): readonly SseEvent[] {
  const start = { ...message(reply), content: [], stop_reason: null, usage: usageOf(reply.usage, 1) }
  const { cache_creation: _, service_tier: __, ...finalUsage } = usageOf(reply.usage, totalOutput(reply.usage))
  const textBlocks = reply.text ? [textEvents(reply.text)] : []
  const toolBlocks = reply.toolCalls.map((call) => (index: number) => toolEvents(call, index))
  return [
    named({ type: 'message_start', message: start }),
    named({ type: 'ping' }),
    ...[...textBlocks, ...toolBlocks].flatMap((block, index) => block(index)),
    named({ type: 'message_delta', delta: { stop_reason: FINISH_WORDS[reply.finish], stop_sequence: null }, usage: finalUsage }),
    named({ type: 'message_stop' }),
  ]
}

function named(data: { readonly type: string } & Readonly<Record<string, unknown>>): SseEvent {
  return { event: data.type, data }
}

function textEvents(whole: string) {
  return (index: number): readonly SseEvent[] => [
    named({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } }),
    ...pieces(whole).map((piece) => named({ type: 'content_block_delta', index, delta: { type: 'text_delta', text: piece } })),
    named({ type: 'content_block_stop', index }),
  ]
}

function toolEvents(call: Reply['toolCalls'][number], index: number): readonly SseEvent[] {
  const block = { type: 'tool_use', id: call.id, name: call.name, input: {} }
  return [
    named({ type: 'content_block_start', index, content_block: block }),
    named({ type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json: call.arguments } }),
    named({ type: 'content_block_stop', index }),
  ]
}
