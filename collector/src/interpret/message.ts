import { typeOf } from './conversation-parts.ts'
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
 * What a person would read in a message, whatever shape it has: OTel parts, OpenAI chat and Responses items, Anthropic, Bedrock and
 * Google content, Genkit, AI SDK, LangChain, Pydantic AI, Cohere, event bodies, plain text. Each element is looked at for itself, because
 * lists mix shapes. Parts that nobody knows are no error; they have no text. `conversation-messages.ts` gives the same messages with all
 * their parts: a shape that is known to one of them has to be known to both.
 */
export interface Message {
  readonly role: Role
  /** Empty when the message has no text, such as a tool call. */
  readonly text: string
  readonly finishReason?: string
}

/** `unknown` where the sender does not say. */
export type Role = 'system' | 'user' | 'assistant' | 'tool' | 'unknown'

const ROLES: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['human', 'user'],
  ['assistant', 'assistant'],
  ['ai', 'assistant'],
  ['model', 'assistant'],
  ['chatbot', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
  ['ipython', 'tool'],
  ['system-prompt', 'system'],
  ['user-prompt', 'user'],
  ['tool-return', 'tool'],
  ['retry-prompt', 'tool'],
  ['gen_ai.system.message', 'system'],
  ['gen_ai.user.message', 'user'],
  ['gen_ai.assistant.message', 'assistant'],
  ['gen_ai.tool.message', 'tool'],
  ['gen_ai.choice', 'assistant'],
  ['function_call', 'assistant'],
  ['reasoning', 'assistant'],
  ['function_call_output', 'tool'],
])

/** Types of parts whose content a person reads as the message. Any other type is a call, a result, thinking or media. */
const TEXT_TYPES: ReadonlySet<string> = new Set([
  'text',
  'input_text',
  'output_text',
  'refusal',
  'message',
  'user-prompt',
  'system-prompt',
  'human',
  'ai',
  'system',
])

const MAX_DEPTH = 8

/** The messages of a parsed value: a list (also of lists), a request or response body, one message, or a text. */
export function messagesOf(value: unknown, depth = 0): readonly Message[] {
  if (typeof value === 'string') return [{ role: 'unknown', text: value }]
  if (depth > MAX_DEPTH) return []
  if (Array.isArray(value)) {
    const pair = pairMessage(value, depth)
    return pair ? message(pair, depth) : value.flatMap((element) => messagesOf(element, depth + 1))
  }
  if (!isObject(value)) return []
  if (typeof value.kind === 'string' && Array.isArray(value.parts)) return pydanticMessages(value.kind, value.parts)
  const request = cohereRequest(value)
  if (request) return cohereMessages(request, depth)
  const inner = innerMessage(value)
  if (inner) return messagesOf({ ...reasonOf(value), ...inner }, depth + 1)
  if ('role' in value || typeOf(value) !== undefined) return message(value, depth)
  const list = listOf(value)
  if (list !== undefined) return [...said('system', systemOf(value)), ...messagesOf(list, depth + 1)]
  return isMessage(value) ? message(value, depth) : []
}

function said(role: Role, content: unknown): readonly Message[] {
  const text = textOf(content, 1)
  return text === '' ? [] : [{ role, text }]
}

function cohereMessages({ system, history, user }: CohereRequest, depth: number): readonly Message[] {
  return [...said('system', system), ...messagesOf(history, depth + 1), ...said('user', user)]
}

function message(value: Json, depth: number): readonly Message[] {
  const text = [textOf('role' in value ? withContent(value) : value), textOf(value.refusal)].filter((each) => each !== '').join('\n')
  const packed = 'role' in value ? packedMessages(text) : undefined
  return packed && depth < MAX_DEPTH ? messagesOf(packed, MAX_DEPTH - 1) : [{ role: roleOf(value), text, ...reasonOf(value) }]
}

function withContent(value: Json): Json {
  return typeof value.message === 'string' ? { ...value, content: contentOf(value) } : value
}

/** The text of a message or part; texts next to each other are joined by a line break. */
export function textOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value
  if (depth > MAX_DEPTH) return ''
  if (Array.isArray(value))
    return value
      .map((part) => textOf(part, depth + 1))
      .filter((text) => text !== '')
      .join('\n')
  if (!isObject(value) || value.thought === true) return ''
  const type = value.type ?? value.part_kind
  if (typeof type === 'string' && depth > 0 && !TEXT_TYPES.has(type)) return ''
  if (Array.isArray(value.parts)) return textOf(value.parts, depth + 1)
  if (typeof value.text === 'string') return value.text
  return textOf(value.content, depth + 1)
}

/** A role in the words of this product. */
export function canonicalRole(role: unknown): Role {
  return typeof role === 'string' ? (ROLES.get(role.toLowerCase()) ?? 'unknown') : 'unknown'
}

function roleOf(value: Json): Role {
  const role = canonicalRole(value.role)
  if (role !== 'unknown') return role
  return canonicalRole(value['event.name'] ?? value.type)
}

function reasonOf(value: Json): { finishReason?: string } {
  const reason = value.finish_reason ?? value.finishReason
  return typeof reason === 'string' ? { finishReason: reason } : {}
}

/** Pydantic AI puts parts of several roles into one request. */
function pydanticMessages(kind: string, parts: readonly unknown[]): readonly Message[] {
  if (kind === 'response') return [{ role: 'assistant', text: textOf(parts) }]
  return parts.filter(isObject).map((part) => ({ role: canonicalRole(part.part_kind), text: textOf([part]) }))
}
