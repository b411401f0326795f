/**
 * What a person would read in a message, whatever shape it has: OTel parts, OpenAI chat and Responses items, Anthropic, Bedrock and
 * Google content, Genkit, AI SDK, LangChain, Pydantic AI, event bodies, plain text. Each element is looked at for itself, because
 * lists mix shapes. Parts that nobody knows are no error; they have no text.
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

/** Lists of messages under other names: a whole request body instead of its messages. */
const LIST_KEYS = ['messages', 'contents', 'input', 'prompt', 'choices', 'output'] as const

const MAX_DEPTH = 8

type Json = Readonly<Record<string, unknown>>

/** The messages of a parsed value: a list (also of lists), a request or response body, one message, or a text. */
export function messagesOf(value: unknown, depth = 0): readonly Message[] {
  if (typeof value === 'string') return [{ role: 'unknown', text: value }]
  if (depth > MAX_DEPTH) return []
  if (Array.isArray(value)) return value.flatMap((element) => messagesOf(element, depth + 1))
  if (!isObject(value)) return []
  if (isObject(value.kwargs)) return messagesOf({ type: lastOf(value.id), ...value.kwargs }, depth + 1)
  if (typeof value.kind === 'string' && Array.isArray(value.parts)) return pydanticMessages(value.kind, value.parts)
  if (isObject(value.message)) return messagesOf({ ...reasonOf(value), role: 'assistant', ...value.message }, depth + 1)
  if (!isMessage(value)) {
    const list = LIST_KEYS.map((key) => value[key]).find((inner) => typeof inner === 'string' || typeof inner === 'object')
    return list === undefined || list === null ? [] : messagesOf(list, depth + 1)
  }
  return [{ role: roleOf(value), text: textOf(value), ...reasonOf(value) }]
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
  if (typeof value.content === 'string' || Array.isArray(value.content)) return textOf(value.content, depth + 1)
  return ''
}

/** A role in the words of this product. */
export function canonicalRole(role: unknown): Role {
  return typeof role === 'string' ? (ROLES.get(role.toLowerCase()) ?? 'unknown') : 'unknown'
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isMessage(value: Json): boolean {
  return 'role' in value || 'parts' in value || 'content' in value || 'text' in value || 'type' in value
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

/** LangChain's serialised form names its class: `["langchain", "schema", "HumanMessage"]` → `human`. */
function lastOf(id: unknown): string | undefined {
  const name: unknown = Array.isArray(id) ? id.at(-1) : undefined
  return typeof name === 'string' ? name.replace(/Message(Chunk)?$/, '').toLowerCase() : undefined
}

/** Pydantic AI puts parts of several roles into one request. */
function pydanticMessages(kind: string, parts: readonly unknown[]): readonly Message[] {
  if (kind === 'response') return [{ role: 'assistant', text: textOf(parts) }]
  return parts.filter(isObject).map((part) => ({ role: canonicalRole(part.part_kind), text: textOf([part]) }))
}
