import type { Reply, ReplyToolCall } from './answer.ts'
import { idDigits, pieces } from './answer.ts'
import { openaiError, responsesUsage } from './openai-usage.ts'
import type { SseEvent } from './sse.ts'
import type { RequestBody, RequestParts, WireFormat } from './wire.ts'
import { CREATED_S, contentText, objects, text } from './wire.ts'

/** OpenAI Responses. Source: OpenAI API reference, `POST /v1/responses` and its streaming events. */
export const openaiResponses: WireFormat = {
  api: 'openai.responses',
  provider: 'openai',
  path: '/v1/responses',
  toolIdPrefix: 'call_',
  read: readParts,
  responseId,
  finishWord: () => undefined,
  body: (reply) => response(reply, 'completed'),
  stream: events,
  tellsUsage: () => true,
  error: openaiError,
}

function responseId(index: number): string {
  return `resp_${idDigits(index)}`
}

function readParts(body: RequestBody): RequestParts {
  if (typeof body.input === 'string') return { lastUserText: body.input, toolResults: [] }
  const items = objects(body.input)
  const lastUser = items.findLastIndex((item) => item.role === 'user')
  return {
    lastUserText: contentText(items[lastUser]?.content),
    toolResults: items
      .slice(lastUser + 1)
      .filter((item) => item.type === 'function_call_output')
      .map((item) => ({ callId: text(item.call_id), text: text(item.output) })),
  }
}

function messageItem(reply: Reply, status: 'in_progress' | 'completed') {
  const content = status === 'completed' ? [{ type: 'output_text', text: reply.text, annotations: [], logprobs: [] }] : []
  return { id: `msg_${idDigits(reply.index)}`, type: 'message', status, role: 'assistant', content }
}

function callItem(call: ReplyToolCall, status: 'in_progress' | 'completed') {
  const args = status === 'completed' ? call.arguments : ''
  return { id: `fc_${call.id}`, type: 'function_call', status, call_id: call.id, name: call.name, arguments: args }
}

function response(reply: Reply, status: 'in_progress' | 'completed') {
  const done = status === 'completed'
  const message = reply.text ? [messageItem(reply, 'completed')] : []
  return {
    id: responseId(reply.index),
    object: 'response',
    created_at: CREATED_S,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    model: reply.responseModel,
    output: done ? [...message, ...reply.toolCalls.map((call) => callItem(call, 'completed'))] : [],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: false,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: done ? responsesUsage(reply.usage) : null,
    metadata: {},
  }
}

type Numbered = { readonly type: string } & Readonly<Record<string, unknown>>

function events(reply: Reply): readonly SseEvent[] {
  const all: readonly Numbered[] = [
    { type: 'response.created', response: response(reply, 'in_progress') },
    { type: 'response.in_progress', response: response(reply, 'in_progress') },
    ...(reply.text ? messageEvents(reply) : []),
    ...reply.toolCalls.flatMap((call, at) => callEvents(call, reply.text ? at + 1 : at)),
    { type: 'response.completed', response: response(reply, 'completed') },
  ]
  return all.map((event, sequence_number) => ({ event: event.type, data: { ...event, sequence_number } }))
}

function messageEvents(reply: Reply): readonly Numbered[] {
  const item = messageItem(reply, 'completed')
  const at = { item_id: item.id, output_index: 0, content_index: 0 }
  return [
    { type: 'response.output_item.added', output_index: 0, item: messageItem(reply, 'in_progress') },
    { type: 'response.content_part.added', ...at, part: { type: 'output_text', text: '', annotations: [], logprobs: [] } },
    ...pieces(reply.text).map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...at, text: reply.text, logprobs: [] },
    { type: 'response.content_part.done', ...at, part: item.content[0] },
    { type: 'response.output_item.done', output_index: 0, item },
  ]
}

function callEvents(call: ReplyToolCall, output_index: number): readonly Numbered[] {
  const item = callItem(call, 'completed')
  return [
    { type: 'response.output_item.added', output_index, item: callItem(call, 'in_progress') },
    { type: 'response.function_call_arguments.delta', item_id: item.id, output_index, delta: call.arguments },
    { type: 'response.function_call_arguments.done', item_id: item.id, output_index, name: call.name, arguments: call.arguments },
    { type: 'response.output_item.done', output_index, item },
  ]
}
