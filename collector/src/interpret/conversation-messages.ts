import type { Message, MessagePart, MessageRole } from '../domain/conversation.ts'
import { cohereResults, firstText, partsOf, resultText, toolCall, typeOf } from './conversation-parts.ts'
import { canonicalRole } from './message.ts'
import {
  type CohereRequest,
  cohereRequest,
  contentOf,
  innerMessage,
  isMessage,
  isObject,
  type Json,
  listOf,
  packedMessages,
  pairMessage,
  systemOf,
} from './message-shapes.ts'

/**
 * Messages with all their parts, in every shape that `message.ts` reads texts of. Each element is looked at for itself, because lists
 * mix shapes.
 */

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
  if (Array.isArray(value)) {
    const pair = pairMessage(value, depth)
    return pair ? message(pair, speaker) : value.flatMap((element) => find(element, speaker, depth + 1))
  }
  if (!isObject(value)) return []
  if (typeof value.kind === 'string' && Array.isArray(value.parts)) return pydanticMessages(value.kind, value.parts)
  const request = cohereRequest(value)
  if (request) return cohereMessages(request, depth)
  const inner = innerMessage(value)
  if (inner) return find(inner, speaker, depth + 1)
  if ('role' in value || typeOf(value) !== undefined) return message(value, speaker)
  const list = listOf(value)
  if (list !== undefined) return [...said('system', systemParts(value)), ...find(list, speaker, depth + 1)]
  return isMessage(value) ? message(value, speaker) : []
}

function said(role: MessageRole, parts: readonly MessagePart[]): readonly Found[] {
  return parts.length > 0 ? [{ role, parts, isItem: false }] : []
}

function cohereMessages({ system, history, user, toolResults }: CohereRequest, depth: number): readonly Found[] {
  return [
    ...said('system', partsOf(system)),
    ...find(history, 'user', depth + 1),
    ...said('user', partsOf(user)),
    ...said('tool', cohereResults(toolResults)),
  ]
}

/** The system instructions of a request body. */
export function systemParts(body: Json): readonly MessagePart[] {
  return systemOf(body).flatMap((value) => partsOf(value))
}

/** Roles of elements that say who speaks by their type alone. */
const ITEM_ROLES: ReadonlyMap<string, MessageRole> = new Map<string, MessageRole>([
  ['human', 'user'],
  ['ai', 'assistant'],
  ['system', 'system'],
  ['tool', 'tool'],
  ['reasoning', 'assistant'],
])

/** One element that is a message, an item of one, or a part. */
function message(value: Json, speaker: MessageRole): readonly Found[] {
  const type = typeOf(value) ?? ''
  const named = 'role' in value ? canonicalRole(value.role) : undefined
  const role = named ?? ITEM_ROLES.get(type) ?? eventRole(value) ?? speakerOf(type) ?? speaker
  // The type of LangChain's messages and of OpenAI's items is a role or `message`; that of a part is its own.
  const isWhole = named !== undefined || 'event.name' in value || type === 'human' || type === 'ai' || type === 'system' || type === 'tool'
  if (!isWhole) return item(role, Array.isArray(value.parts) ? partsOf(value.parts) : partsOf(value))
  const parts = wholeParts(value, role)
  const packed = parts.length === 1 && parts[0]?.type === 'text' ? packedMessages(parts[0].text) : undefined
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
  const content = contentOf(value)
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

/** Pydantic AI puts parts of several roles into one request. */
function pydanticMessages(kind: string, parts: readonly unknown[]): readonly Found[] {
  if (kind === 'response') return [{ role: 'assistant', parts: partsOf(parts), isItem: false }]
  return parts.filter(isObject).map((part) => ({ role: canonicalRole(part.part_kind), parts: partsOf([part]), isItem: false }))
}
