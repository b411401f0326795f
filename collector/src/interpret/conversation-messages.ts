import type { Message, MessagePart, MessageRole } from '../domain/conversation.ts'
import { cohereResults, firstText, type Json, partsOf, resultText, toolCall, typeOf } from './conversation-parts.ts'
import { parseJson } from './json-text.ts'
import { canonicalRole, isObject } from './message.ts'

/**
 * Messages with all their parts, in every shape that `message.ts` reads texts of. Each element is looked at for itself, because lists
 * mix shapes.
 */

/** Lists of messages under other names: a whole request or response body instead of its messages. */
const LIST_KEYS = ['messages', 'contents', 'input', 'prompt', 'choices', 'candidates', 'generations', 'output'] as const
/** System instructions beside the list of a request body. */
const SYSTEM_KEYS = ['system', 'instructions', 'systemInstruction', 'system_instruction', 'system_instructions'] as const

const MAX_DEPTH = 8

/** A message, and whether it named its role itself or is one of several items that make up a message. */
interface Found extends Message {
  readonly isItem: boolean
}

/** The messages of a parsed value. @param speaker who speaks where the value does not say: `user` in a request, `assistant` in an answer */
export function messagesIn(value: unknown, speaker: MessageRole): readonly Message[] {
  const groups: { readonly role: MessageRole; readonly parts: MessagePart[]; isItem: boolean }[] = []
  for (const { role, parts, isItem } of find(value, speaker, 0)) {
    const last = groups.at(-1)
    // Items that follow each other make up one message, but each result of a tool is one of its own.
    if (last && last.role === role && (last.isItem || isItem) && role !== 'tool') {
      for (const part of parts) last.parts.push(part)
      last.isItem &&= isItem
    } else groups.push({ role, parts: [...parts], isItem })
  }
  return groups.map(({ role, parts }) => ({ role, parts }))
}

function find(value: unknown, speaker: MessageRole, depth: number): readonly Found[] {
  if (typeof value === 'string') return item(speaker, partsOf(value))
  if (depth > MAX_DEPTH) return []
  if (Array.isArray(value)) return pairMessage(value, depth) ?? value.flatMap((element) => find(element, speaker, depth + 1))
  if (!isObject(value)) return []
  if (isObject(value.kwargs)) return find({ type: classOf(value.id), ...value.kwargs }, speaker, depth + 1)
  if (typeof value.kind === 'string' && Array.isArray(value.parts)) return pydanticMessages(value.kind, value.parts)
  if (isCohereRequest(value)) return cohereMessages(value, depth)
  if (isObject(value.message)) return find({ role: 'assistant', ...value.message }, speaker, depth + 1)
  if (isObject(value.content) && isMessage(value.content)) return find({ role: 'assistant', ...value.content }, speaker, depth + 1)
  if (typeof value.type === 'string' && isObject(value.data) && 'content' in value.data)
    return find({ type: value.type, ...value.data }, speaker, depth + 1)
  if ('role' in value || typeOf(value) !== undefined) return message(value, speaker)
  const body = bodyMessages(value, speaker, depth)
  if (body) return body
  return isMessage(value) ? message(value, speaker) : []
}

/** Words by which a pair of LangChain says who speaks. */
const PAIR_ROLES: ReadonlySet<unknown> = new Set(['human', 'user', 'ai', 'assistant', 'system', 'developer'])

/** LangChain takes pairs for messages, `["human", "hello"]`, within a list of them. */
function pairMessage([role, content, ...others]: readonly unknown[], depth: number): readonly Found[] | undefined {
  if (depth === 0 || others.length > 0 || !PAIR_ROLES.has(role) || !(typeof content === 'string' || Array.isArray(content)))
    return undefined
  return [{ role: canonicalRole(role), parts: partsOf(content), isItem: false }]
}

/** Cohere's requests (version 1) have what was said before beside what is said now. Its answers name the history, too, beside their text. */
function isCohereRequest(value: Json): boolean {
  return Array.isArray(value.chat_history ?? value.chatHistory) && !('text' in value) && !('role' in value)
}

function cohereMessages(body: Json, depth: number): readonly Found[] {
  const said = (role: MessageRole, parts: readonly MessagePart[]) => (parts.length > 0 ? [{ role, parts, isItem: false }] : [])
  return [
    ...said('system', partsOf(body.preamble)),
    ...find(body.chat_history ?? body.chatHistory, 'user', depth + 1),
    ...said('user', partsOf(body.message)),
    ...said('tool', cohereResults(body.tool_results ?? body.toolResults)),
  ]
}

/** A request or response body: its system instructions, and its list. */
function bodyMessages(body: Json, speaker: MessageRole, depth: number): readonly Found[] | undefined {
  const list = LIST_KEYS.map((key) => body[key]).find((inner) => typeof inner === 'string' || (typeof inner === 'object' && inner !== null))
  if (list === undefined) return undefined
  const system = systemParts(body)
  return [...(system.length > 0 ? [{ role: 'system' as const, parts: system, isItem: false }] : []), ...find(list, speaker, depth + 1)]
}

/** The system instructions of a request body. */
export function systemParts(body: Json): readonly MessagePart[] {
  return SYSTEM_KEYS.flatMap((key) => {
    const value = body[key]
    return partsOf(isObject(value) && Array.isArray(value.parts) ? value.parts : value)
  })
}

/** Roles of elements that say who speaks by their type alone. */
const ITEM_ROLES: ReadonlyMap<string, MessageRole> = new Map<string, MessageRole>([
  ['human', 'user'],
  ['ai', 'assistant'],
  ['system', 'system'],
  ['tool', 'tool'],
  ['reasoning', 'assistant'],
])

function isMessage(value: Json): boolean {
  return 'role' in value || 'parts' in value || 'content' in value || 'text' in value || 'type' in value || 'event.name' in value
}

/** One element that is a message, an item of one, or a part. */
function message(value: Json, speaker: MessageRole): readonly Found[] {
  const type = typeOf(value) ?? ''
  const named = 'role' in value ? canonicalRole(value.role) : undefined
  const role = named ?? ITEM_ROLES.get(type) ?? eventRole(value) ?? speakerOf(type) ?? speaker
  // The type of LangChain's messages and of OpenAI's items is a role or `message`; that of a part is its own.
  const isWhole = named !== undefined || 'event.name' in value || type === 'human' || type === 'ai' || type === 'system' || type === 'tool'
  if (!isWhole) return item(role, Array.isArray(value.parts) ? partsOf(value.parts) : partsOf(value))
  const parts = wholeParts(value, role)
  const packed = packedMessages(parts)
  if (packed) return find(packed, role, MAX_DEPTH - 1)
  return role === 'user' ? userMessages(parts) : [{ role, parts, isItem: false }]
}

/** Some providers let the user bring the results of tools, also before what the user says. A person reads the results as the tool's. */
function userMessages(parts: readonly MessagePart[]): readonly Found[] {
  const messages: { readonly role: MessageRole; readonly parts: MessagePart[]; readonly isItem: boolean }[] = []
  for (const part of parts) {
    const role = part.type === 'tool_result' ? 'tool' : 'user'
    const last = messages.at(-1)
    if (last?.role === role) last.parts.push(part)
    else messages.push({ role, parts: [part], isItem: false })
  }
  return messages.length > 0 ? messages : [{ role: 'user', parts, isItem: false }]
}

/** Some senders write the list of messages as the text of a single one. */
function packedMessages([only, ...others]: readonly MessagePart[]): readonly unknown[] | undefined {
  if (only?.type !== 'text' || others.length > 0 || !/^\[\s*\{\s*"(role|type)"/.test(only.text)) return undefined
  const parsed = parseJson(only.text)
  return Array.isArray(parsed) && parsed.every((element) => isObject(element) && 'role' in element && 'content' in element)
    ? parsed
    : undefined
}

/** Who speaks in an item of a built-in tool. */
function speakerOf(type: string): MessageRole | undefined {
  if (type.endsWith('_call_output')) return 'tool'
  return type.endsWith('_call') || type.endsWith('tool_use') ? 'assistant' : undefined
}

function eventRole(value: Json): MessageRole | undefined {
  const role = canonicalRole(value['event.name'])
  return role === 'unknown' ? undefined : role
}

function item(role: MessageRole, parts: readonly MessagePart[]): readonly Found[] {
  return parts.length === 0 ? [] : [{ role: toolRole(role, parts), parts, isItem: true }]
}

/** A result that stands alone is the tool's, whoever brings it. */
function toolRole(role: MessageRole, parts: readonly MessagePart[]): MessageRole {
  return parts.length > 0 && parts.every(({ type }) => type === 'tool_result') ? 'tool' : role
}

/** Everything that a message with a role says: thinking, content, and the calls that stand beside the content. */
function wholeParts(value: Json, role: MessageRole): readonly MessagePart[] {
  const content = value.parts ?? value.content ?? value.text ?? value.message
  const results = cohereResults(value.tool_results)
  if (results.length > 0) return results
  const callId = firstText(value.tool_call_id, value.toolCallId)
  if (callId !== undefined || (role === 'tool' && !hasResults(content))) {
    const name = firstText(value.name, value.tool_name)
    const id = callId ?? firstText(value.id)
    return [
      { type: 'tool_result', ...(id !== undefined && { callId: id }), ...(name !== undefined && { name }), text: resultText(content) },
    ]
  }
  const thinking = firstText(value.reasoning_content, value.reasoning, value.thinking)
  const said = partsOf(content)
  return [
    ...(thinking !== undefined && !said.some(({ type }) => type === 'reasoning') ? [{ type: 'reasoning' as const, text: thinking }] : []),
    ...said,
    ...partsOf(value.refusal),
    ...callsBeside(value).filter((call) => !said.some((part) => isSameCall(part, call))),
  ]
}

/** Whether the content of a message of a tool tells by its parts what is a result. */
function hasResults(content: unknown): boolean {
  return partsOf(content).some(({ type }) => type === 'tool_result')
}

/** Calls in a list of their own: OpenAI chat, LangChain, the one `function_call` of before. */
function callsBeside(value: Json): readonly MessagePart[] {
  const more = isObject(value.additional_kwargs) ? value.additional_kwargs : {}
  const lists = [value.tool_calls, value.toolCalls, more.tool_calls]
  const list = lists.find((calls): calls is unknown[] => Array.isArray(calls) && calls.length > 0)
  if (list) return list.filter(isObject).map(toolCall)
  const single = value.function_call ?? more.function_call
  return isObject(single) ? [toolCall(single)] : []
}

function isSameCall(part: MessagePart, call: MessagePart): boolean {
  if (part.type !== 'tool_call' || call.type !== 'tool_call') return false
  return part.callId !== undefined && call.callId !== undefined
    ? part.callId === call.callId
    : part.name === call.name && part.text === call.text
}

/** LangChain's serialised form names its class: `["langchain", "schema", "HumanMessage"]` → `human`. */
function classOf(id: unknown): string | undefined {
  const name: unknown = Array.isArray(id) ? id.at(-1) : undefined
  return typeof name === 'string' ? name.replace(/Message(Chunk)?$/, '').toLowerCase() : undefined
}

/** Pydantic AI puts parts of several roles into one request. */
function pydanticMessages(kind: string, parts: readonly unknown[]): readonly Found[] {
  if (kind === 'response') return [{ role: 'assistant', parts: partsOf(parts), isItem: false }]
  return parts.filter(isObject).map((part) => ({ role: canonicalRole(part.part_kind), parts: partsOf([part]), isItem: false }))
}
