/**
 * Shapes of messages that only their keys tell apart, recognised in one place: what a list shows of a call and what its transcript
 * shows come from the same messages.
 */
import { parseJson } from './json-text.ts'

export type Json = Readonly<Record<string, unknown>>

/** Lists of messages under other names: a whole request or response body instead of its messages. */
const LIST_KEYS = ['messages', 'contents', 'input', 'prompt', 'choices', 'candidates', 'generations', 'output'] as const

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The messages of a request or response body: a list, one message or a text. `undefined` = it is no body. */
export function listOf(body: Json): unknown {
  // What has a text of its own is no body because of a text beside it.
  const canBeText = !isMessage(body)
  return LIST_KEYS.map((key) => body[key]).find(
    (inner) => (typeof inner === 'string' && canBeText) || (typeof inner === 'object' && inner !== null),
  )
}

/** System instructions beside the list of a request body. */
const SYSTEM_KEYS = ['system', 'instructions', 'systemInstruction', 'system_instruction', 'system_instructions'] as const

/** What a request body says to the model beside its messages: texts and lists of parts. */
export function systemOf(body: Json): readonly unknown[] {
  return SYSTEM_KEYS.flatMap((key) => {
    const value = body[key]
    if (value === undefined || value === null) return []
    return [isObject(value) && Array.isArray(value.parts) ? value.parts : value]
  })
}

/** Some senders write the list of messages as the text of a single one. */
export function packedMessages(text: string): readonly unknown[] | undefined {
  if (!/^\[\s*\{\s*"(role|type)"/.test(text)) return undefined
  const parsed = parseJson(text)
  return Array.isArray(parsed) && parsed.every((element) => isObject(element) && 'role' in element && 'content' in element)
    ? parsed
    : undefined
}

/** A message in another one, which says more about it: of an answer of OpenAI or Google, LangChain's serialised forms. */
export function innerMessage(value: Json): Json | undefined {
  if (isObject(value.kwargs)) return { type: classOf(value.id), ...value.kwargs }
  if (isObject(value.message)) return { role: value.role ?? 'assistant', ...value.message }
  // What says who speaks is a message itself, and its content a part.
  const isFrame = !('role' in value || 'type' in value || 'event.name' in value)
  if (isFrame && isObject(value.content) && isMessage(value.content)) return { role: 'assistant', ...value.content }
  return typeof value.type === 'string' && isObject(value.data) && 'content' in value.data ? { type: value.type, ...value.data } : undefined
}

/** Whether an object says by its keys that it is a message, an item of one or a part. */
export function isMessage(value: Json): boolean {
  return 'role' in value || 'parts' in value || 'content' in value || 'text' in value || 'type' in value || 'event.name' in value
}

/** LangChain's serialised form names its class: `["langchain", "schema", "HumanMessage"]` → `human`. */
function classOf(id: unknown): string | undefined {
  const name: unknown = Array.isArray(id) ? id.at(-1) : undefined
  return typeof name === 'string' ? name.replace(/Message(Chunk)?$/, '').toLowerCase() : undefined
}

/** Words by which a pair of LangChain says who speaks. */
const PAIR_ROLES: ReadonlySet<unknown> = new Set(['human', 'user', 'ai', 'assistant', 'system', 'developer'])

/** A message as LangChain takes pairs for one, `["human", "hello"]`, within a list of them: a list that is alone is a list of texts. */
export function pairMessage([role, content, ...others]: readonly unknown[], depth: number): Json | undefined {
  const isPair = depth > 0 && others.length === 0 && PAIR_ROLES.has(role) && (typeof content === 'string' || Array.isArray(content))
  return isPair ? { role, content } : undefined
}

/** A request to Cohere (version 1), which has what was said before beside what is said now. */
export interface CohereRequest {
  readonly system: unknown
  readonly history: readonly unknown[]
  readonly user: unknown
  readonly toolResults: unknown
}

/** The parts of a body that is a request to Cohere. Cohere's answers name the history, too, beside their text. */
export function cohereRequest(body: Json): CohereRequest | undefined {
  const history = body.chat_history ?? body.chatHistory
  if (!Array.isArray(history) || 'text' in body || 'role' in body) return undefined
  return { system: body.preamble, history, user: body.message, toolResults: body.tool_results ?? body.toolResults }
}

/** What a message with a role says, under the keys that senders know; `message` is Cohere's. */
export function contentOf(message: Json): unknown {
  return message.parts ?? message.content ?? message.text ?? message.message
}
