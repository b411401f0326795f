import type { MessagePart, TextPart } from '../domain/conversation.ts'
import { mediaPart } from './conversation-media.ts'
import { writeJson } from './json-text.ts'
import { isObject, type Json } from './message-shapes.ts'

/**
 * Parts of a message in every shape that is known: OTel parts, OpenAI chat content and Responses items, Anthropic blocks, Bedrock,
 * Google, Genkit, AI SDK, LangChain, Pydantic AI. A part is known by its `type`, or by the one key that it has. What nobody knows is
 * given as JSON text, so that nothing is lost.
 */

const MAX_DEPTH = 8

const TEXT_TYPES: ReadonlySet<string> = new Set([
  'text',
  'input_text',
  'output_text',
  'refusal',
  'message',
  'user_prompt',
  'system_prompt',
  'human',
  'ai',
  'system',
])
const REASONING_TYPES: ReadonlySet<string> = new Set(['reasoning', 'thinking', 'reasoning_text', 'summary_text', 'redacted_thinking'])
const CALL_TYPES: ReadonlySet<string> = new Set([
  'tool_call',
  'function_call',
  'function',
  'tool_use',
  'server_tool_use',
  'server_tool_call',
  'mcp_tool_use',
  'custom_tool_call',
  'mcp_call',
])
const RESULT_TYPES: ReadonlySet<string> = new Set([
  'tool_call_response',
  'tool_result',
  'tool_return',
  'retry_prompt',
  'tool_response',
  'server_tool_call_response',
  'function_call_output',
  'custom_tool_call_output',
])
/** What only tells the provider where to cache. */
const SILENT_KEYS: ReadonlySet<string> = new Set(['cachePoint', 'cache_point', 'cacheControl', 'cache_control'])

/** Parts that are told by the key that holds them. */
const BY_KEY: Readonly<Record<string, (value: Json) => readonly MessagePart[]>> = {
  toolUse: (value) => [toolCall(value)],
  toolRequest: (value) => [toolCall(value)],
  functionCall: (value) => [toolCall(value)],
  function_call: (value) => [toolCall(value)],
  toolResult: (value) => [toolResult(value)],
  toolResponse: (value) => [toolResult(value)],
  functionResponse: (value) => [toolResult(value)],
  function_response: (value) => [toolResult(value)],
  reasoningContent: (value) => reasoning(value.reasoningText ?? value),
}

/** The parts of a content: a text, a list of parts, or one part. Adjacent ones stay apart. */
export function partsOf(content: unknown, depth = 0): readonly MessagePart[] {
  if (content === null || content === undefined || content === '') return []
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  if (depth > MAX_DEPTH) return [other(content)]
  if (Array.isArray(content)) return content.flatMap((part) => partsOf(part, depth + 1))
  if (!isObject(content)) return [other(content)]
  return partOf(content, depth)
}

function partOf(part: Json, depth: number): readonly MessagePart[] {
  const type = typeOf(part)
  if (type === undefined) return untypedPart(part, depth)
  if (REASONING_TYPES.has(type) || part.thought === true) return reasoning(part)
  if (TEXT_TYPES.has(type)) return textOrNested(part, depth)
  if (CALL_TYPES.has(type)) return [toolCall(part)]
  if (RESULT_TYPES.has(type) || type.endsWith('_tool_result') || type.endsWith('_call_output')) return [toolResult(part)]
  if (type.endsWith('_call'))
    return [toolCall({ name: type.slice(0, -'_call'.length), ...part, arguments: part.action ?? withoutFrame(part) })]
  return [mediaPart(part, type) ?? other(part)]
}

/** The type of a part in one spelling; `undefined` when it has none. */
export function typeOf(part: Json): string | undefined {
  const type = part.type ?? part.part_kind
  return typeof type === 'string' ? type.toLowerCase().replaceAll('-', '_') : undefined
}

function untypedPart(part: Json, depth: number): readonly MessagePart[] {
  if (typeof part.text === 'string') return part.thought === true ? reasoning(part) : partsOf(part.text)
  for (const [key, read] of Object.entries(BY_KEY)) {
    const value = part[key]
    if (isObject(value)) return read(value)
  }
  if (typeof part.reasoning === 'string' || typeof part.thinking === 'string') return reasoning(part)
  if (Object.keys(part).every((key) => SILENT_KEYS.has(key))) return []
  const media = mediaPart(part, undefined)
  if (media) return [media]
  return part.content === undefined ? [other(part)] : partsOf(part.content, depth + 1)
}

function textOrNested(part: Json, depth: number): readonly MessagePart[] {
  return partsOf(part.text ?? part.content ?? part.refusal, depth + 1)
}

/** Thinking, where it is in the open: some of it comes encrypted, and says nothing. */
function reasoning(part: unknown): readonly TextPart[] {
  const text = reasoningText(part)
  return text === '' ? [] : [{ type: 'reasoning', text }]
}

function reasoningText(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value
  if (depth > MAX_DEPTH) return ''
  if (Array.isArray(value))
    return value
      .map((each) => reasoningText(each, depth + 1))
      .filter((text) => text !== '')
      .join('\n')
  if (!isObject(value)) return ''
  const found = [value.thinking, value.text, value.content, value.summary, value.reasoning].map((field) => reasoningText(field, depth + 1))
  return found.find((text) => text !== '') ?? ''
}

/** A call of a tool. OpenAI's Responses have two ids: `call_id` is the one that the result names. */
export function toolCall(part: Json): MessagePart {
  const inner = isObject(part.function) ? part.function : part
  const callId = firstText(part.call_id, part.tool_call_id, part.toolCallId, part.toolUseId, part.id, part.ref)
  const name = firstText(inner.name, inner.tool_name, inner.toolName)
  const args = inner.arguments ?? inner.args ?? inner.input ?? inner.parameters
  return { type: 'tool_call', ...named(callId, name), text: args === undefined || args === null ? '' : asText(args) }
}

/** What tools answered, in Cohere's form: each with the call that it answers, which has no id. */
export function cohereResults(results: unknown): readonly MessagePart[] {
  return (Array.isArray(results) ? results : []).filter(isObject).map((result) => {
    const name = isObject(result.call) ? firstText(result.call.name) : undefined
    return { type: 'tool_result', ...named(undefined, name), text: resultText(result.outputs) }
  })
}

/** What a tool answered. */
function toolResult(part: Json): MessagePart {
  const callId = firstText(part.tool_use_id, part.call_id, part.tool_call_id, part.toolCallId, part.toolUseId, part.id, part.ref)
  const name = firstText(part.name, part.tool_name, part.toolName)
  const result = part.response ?? part.result ?? part.output ?? part.content
  return { type: 'tool_result', ...named(callId, name), text: resultText(result) }
}

/** A result as it was sent where it is a text or a list of texts, else as JSON text. */
export function resultText(result: unknown): string {
  if (result === undefined || result === null) return ''
  if (typeof result === 'string') return result
  if (isObject(result) && result.type === 'json' && 'value' in result) return asText(result.value)
  if (isObject(result) && (result.type === 'text' || result.type === 'error-text') && typeof result.value === 'string') return result.value
  const texts = Array.isArray(result) && result.length > 0 ? result.map(textBlock) : []
  return texts.length > 0 && texts.every((text) => text !== undefined) ? texts.join('\n') : writeJson(result)
}

function textBlock(block: unknown): string | undefined {
  if (!isObject(block)) return undefined
  if ('json' in block && Object.keys(block).length === 1) return writeJson(block.json)
  const isText = block.type === undefined || block.type === 'text' || block.type === 'input_text' || block.type === 'output_text'
  const text = block.text ?? block.content
  return isText && typeof text === 'string' ? text : undefined
}

/** A text as it is, anything else as JSON text. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : writeJson(value)
}

function named(callId: string | undefined, name: string | undefined): { readonly callId?: string; readonly name?: string } {
  return { ...(callId !== undefined && { callId }), ...(name !== undefined && { name }) }
}

/** The first that is a text with something in it. */
export function firstText(...values: readonly unknown[]): string | undefined {
  return values.find((value) => typeof value === 'string' && value !== '') as string | undefined
}

/** What is left of an item of a built-in tool when its ids are taken away: what it was asked. */
function withoutFrame({ type: _type, id: _id, status: _status, ...rest }: Json): Json {
  return rest
}

function other(value: unknown): TextPart {
  return { type: 'other', text: writeJson(value) }
}
