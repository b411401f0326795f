import type { Reply } from './answer.ts'
import { idDigits, pieces } from './answer.ts'
import { chatUsage, openaiError } from './openai-usage.ts'
import type { SseEvent } from './sse.ts'
import type { RequestBody, RequestParts, WireFormat } from './wire.ts'
import { CREATED_S, contentText, isObject, objects, text } from './wire.ts'

const FINISH_WORDS = { stop: 'stop', length: 'length', tool_call: 'tool_calls' } as const

/** OpenAI chat completions. Source: OpenAI API reference, `POST /v1/chat/completions`. */
export const openaiChat: WireFormat = {
  api: 'openai.chat',
  provider: 'openai',
  path: '/v1/chat/completions',
  toolIdPrefix: 'call_',
  read: readParts,
  responseId,
  finishWord: (reply) => FINISH_WORDS[reply.finish],
  body: completion,
  stream: chunks,
  tellsUsage: (body) => body.stream !== true || wantsUsage(body),
  error: openaiError,
}

function responseId(index: number): string {
  return `chatcmpl-${idDigits(index)}`
}

function wantsUsage(body: RequestBody): boolean {
  return isObject(body.stream_options) && body.stream_options.include_usage === true
}

function readParts(body: RequestBody): RequestParts {
  const messages = objects(body.messages)
  const lastUser = messages.findLastIndex((message) => message.role === 'user')
  return {
    lastUserText: contentText(messages[lastUser]?.content),
    toolResults: messages
      .slice(lastUser + 1)
      .filter((message) => message.role === 'tool')
      .map((message) => ({ callId: text(message.tool_call_id), text: contentText(message.content) })),
  }
}

function head(reply: Reply, object: string) {
  return {
    id: responseId(reply.index),
    object,
    created: CREATED_S,
    model: reply.responseModel,
    service_tier: 'default',
    system_fingerprint: 'fp_fake',
  }
}

function toolCallParts(reply: Reply) {
  return reply.toolCalls.map((call) => ({ id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } }))
}

function completion(reply: Reply) {
  const message = {
    role: 'assistant',
    content: reply.text || null,
    refusal: null,
    annotations: [],
    ...(reply.toolCalls.length > 0 && { tool_calls: toolCallParts(reply) }),
  }
  return {
    ...head(reply, 'chat.completion'),
    choices: [{ index: 0, message, logprobs: null, finish_reason: FINISH_WORDS[reply.finish] }],
    usage: chatUsage(reply.usage),
  }
}

/** With `include_usage`, every chunk has a `usage` (null) and a last one without choices has the numbers. */
function chunks(reply: Reply, body: RequestBody): readonly SseEvent[] {
  const usageField = wantsUsage(body) ? { usage: null } : {}
  const chunk = (delta: object, finish: string | null = null): SseEvent => ({
    data: {
      ...head(reply, 'chat.completion.chunk'),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...usageField,
    },
  })
  const toolDeltas = toolCallParts(reply).flatMap((call, index) => [
    chunk({ tool_calls: [{ index, ...call, function: { name: call.function.name, arguments: '' } }] }),
    chunk({ tool_calls: [{ index, function: { arguments: call.function.arguments } }] }),
  ])
  return [
    chunk({ role: 'assistant', content: reply.toolCalls.length > 0 ? null : '', refusal: null }),
    ...pieces(reply.text).map((content) => chunk({ content })),
    ...toolDeltas,
    chunk({}, FINISH_WORDS[reply.finish]),
    ...(wantsUsage(body) ? [{ data: { ...head(reply, 'chat.completion.chunk'), choices: [], usage: chatUsage(reply.usage) } }] : []),
    { data: '[DONE]' },
  ]
}
