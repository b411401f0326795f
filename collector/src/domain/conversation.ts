import type { SpanItem } from './span.ts'

/** What was said in a model call, as a person reads it, whatever the sender's shape. */
export interface Conversation {
  /** Messages of the request, system instructions first. */
  readonly input: readonly Message[]
  /** Messages of the answer. */
  readonly output: readonly Message[]
}

export type MessageRole = 'system' | 'user' | 'assistant' | 'tool' | 'unknown'

/** One message. `unknown` where the sender does not say who speaks; no parts where it lost them. */
export interface Message {
  readonly role: MessageRole
  readonly parts: readonly MessagePart[]
}

/** One part of a message. A field that is missing was not sent. */
export type MessagePart = TextPart | ToolCallPart | ToolResultPart | MediaPart

/** Text, thinking, or as JSON text what nobody knows. */
export interface TextPart {
  readonly type: 'text' | 'reasoning' | 'other'
  readonly text: string
}

/** A request to run a tool. `text` is its arguments: mostly JSON text. */
export interface ToolCallPart {
  readonly type: 'tool_call'
  readonly callId?: string
  readonly name?: string
  readonly text: string
}

/** What a tool answered: plain text or JSON text. */
export interface ToolResultPart {
  readonly type: 'tool_result'
  readonly callId?: string
  readonly name?: string
  readonly text: string
}

/** An image, a sound, a file: where it is and how large, never its bytes. */
export interface MediaPart {
  readonly type: 'media'
  /** `image/png`; `image/*` where only the kind is known. */
  readonly mediaType?: string
  /** Never a `data:` address. */
  readonly uri?: string
  readonly bytes?: number
}

/** Says what was said in a call, from its span. */
export type ConversationOf = (item: SpanItem) => Conversation

/** What a request has in common with an earlier call. */
export interface Repeated {
  /** Places of its messages that were sent or received in the earlier call already. */
  readonly places: ReadonlySet<number>
  /** Whether that is all that it can have in common with any call: it goes on from this one, or is the same again. */
  readonly isWhole: boolean
}
export type FindRepeated = (request: Conversation, earlier: Conversation) => Repeated
