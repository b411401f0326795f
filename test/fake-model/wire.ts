import type { Reply, ScriptedError } from './answer.ts'
import type { SseEvent } from './sse.ts'

/** One endpoint of a provider: how to read a request, and how to write a reply, a stream and an error. */
export interface WireFormat {
  /** `openai.chat` and so on: what the log calls it. */
  readonly api: string
  readonly provider: 'openai' | 'anthropic'
  readonly path: string
  /** What the ids of tool calls start with. */
  readonly toolIdPrefix: string
  /** The parts of a request that a script may look at. */
  readonly read: (body: RequestBody) => RequestParts
  /** The whole request, where the API lets a client name an earlier response instead of repeating what was said. */
  readonly resume?: (body: RequestBody, earlier: readonly Resumable[]) => RequestBody
  /** The id that the reply will carry, where the API has one. */
  readonly responseId: (index: number) => string | undefined
  /** The provider's own word for why the model stopped, where the API has one. */
  readonly finishWord: (reply: Reply) => string | undefined
  readonly body: (reply: Reply, body: RequestBody) => unknown
  /** Missing where the API does not stream. */
  readonly stream?: (reply: Reply, body: RequestBody) => readonly SseEvent[]
  /** Whether the answer to this request tells how many tokens it used. */
  readonly tellsUsage: (body: RequestBody) => boolean
  readonly error: (error: ScriptedError) => unknown
}

/** An earlier exchange that a request may refer to. */
export interface Resumable {
  readonly responseId?: string
  readonly body: RequestBody
}

/** A request body after `JSON.parse`. */
export type RequestBody = Readonly<Record<string, unknown>>

/** What the last turn of a request says. */
export interface RequestParts {
  /** Text of the last message of the user (for embeddings: the input). */
  readonly lastUserText: string
  /** Results of tools that came after it. */
  readonly toolResults: readonly ToolResult[]
}

export interface ToolResult {
  readonly callId: string
  readonly text: string
}

/** A fixed moment (2025-10-09T08:53:20Z), in seconds, for fields such as `created`. */
export const CREATED_S = 1_760_000_000

/** The objects of a list, whatever else is in it. */
export function objects(value: unknown): readonly RequestBody[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is RequestBody {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The text of a message's content: a string, or parts of which some have a `text`. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  return objects(content)
    .map((part) => (typeof part.text === 'string' ? part.text : ''))
    .join('')
}

/** A value as text: a string as it is, nothing as `''`. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
