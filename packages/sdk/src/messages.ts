import { bounded, toJson } from './json.ts'

/** One message of a conversation: OpenTelemetry's form, a text, or the form of the provider, which is passed on as it is. */
export type Message =
  | { readonly role: string; readonly content?: unknown; readonly parts?: readonly unknown[] | undefined }
  | Readonly<Record<string, unknown>>

/** A tool call that a model asks for. */
export interface ToolCall {
  readonly id?: string | undefined
  readonly name: string
  readonly arguments?: unknown
}

/** A text, or the messages themselves. */
export interface Conversation {
  readonly text?: string | null | undefined
  readonly messages?: readonly Message[] | undefined
}

/** `gen_ai.input.messages` as JSON text: a text is one message of the user. */
export function inputMessages({ text, messages }: Conversation): string | undefined {
  if (messages !== undefined) return toJson(listOf(messages).map(normalised))
  return text == null ? undefined : toJson([{ role: 'user', parts: [textPart(text)] }])
}

/** `gen_ai.output.messages` as JSON text: text and tool calls are one message of the assistant. */
export function outputMessages(
  { text, messages }: Conversation,
  toolCalls: readonly ToolCall[] | undefined,
  finishReason: string | null | undefined,
): string | undefined {
  if (messages !== undefined) return toJson(listOf(messages).map(normalised))
  if (text == null && toolCalls === undefined) return undefined
  const calls = listOf(toolCalls ?? []).map(({ id, name, arguments: args }) => ({ type: 'tool_call', id, name, arguments: args }))
  const parts = [...(text == null ? [] : [textPart(text)]), ...calls]
  return toJson([{ role: 'assistant', parts, ...(finishReason != null && { finish_reason: finishReason }) }])
}

/** `gen_ai.system_instructions` as JSON text. */
export function systemInstructions(system: string | undefined): string | undefined {
  return system === undefined ? undefined : toJson([textPart(system)])
}

function normalised(message: Message): unknown {
  if (typeof message !== 'object' || message === null || typeof message.content !== 'string' || message.parts !== undefined) return message
  const { content, parts: _none, ...rest } = message
  // A tool's answer and an assistant's calls say more than their text; the receiver reads them in the provider's form.
  const isPlain = Object.entries(rest).every(([key, value]) => key === 'role' || value === undefined)
  return isPlain ? { ...rest, parts: [textPart(content)] } : message
}

function textPart(text: unknown): { readonly type: 'text'; readonly content: string } {
  return { type: 'text', content: bounded(String(text)) }
}

/** Programs without types pass anything. */
function listOf<T>(value: readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : []
}
