import {
  ATTR_GEN_AI_COMPLETION,
  ATTR_GEN_AI_EVENT_CONTENT,
  ATTR_GEN_AI_PROMPT,
  EVENT_GEN_AI_ASSISTANT_MESSAGE,
  EVENT_GEN_AI_CHOICE,
  EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS,
  EVENT_GEN_AI_CONTENT_COMPLETION,
  EVENT_GEN_AI_CONTENT_PROMPT,
  EVENT_GEN_AI_SYSTEM_MESSAGE,
  EVENT_GEN_AI_TOOL_MESSAGE,
  EVENT_GEN_AI_USER_MESSAGE,
} from '@ai-tracker/semconv'
import type { AttributeValue } from '../domain/attribute.ts'
import { attributeMap } from '../domain/attribute.ts'
import type { SpanEvent } from '../domain/span.ts'
import { contentParts, messageText, textPart, toolCallPart, toolResponsePart } from './canonical-parts.ts'
import { contentText, parseJson, writeJson } from './json-text.ts'
import { isObject } from './message-shapes.ts'
import type { AttributeView } from './typed-value.ts'
import { text } from './typed-value.ts'

/** Roles by the names of the message events of 1.28 to 1.36. */
const MESSAGE_ROLES: ReadonlyMap<string, string> = new Map([
  [EVENT_GEN_AI_SYSTEM_MESSAGE, 'system'],
  [EVENT_GEN_AI_USER_MESSAGE, 'user'],
  [EVENT_GEN_AI_ASSISTANT_MESSAGE, 'assistant'],
  [EVENT_GEN_AI_TOOL_MESSAGE, 'tool'],
])

const CONTENT_EVENTS: ReadonlySet<string> = new Set([
  ...MESSAGE_ROLES.keys(),
  EVENT_GEN_AI_CHOICE,
  EVENT_GEN_AI_CONTENT_PROMPT,
  EVENT_GEN_AI_CONTENT_COMPLETION,
  EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS,
])

/** Whether a span event carries content of a call, so that it is no event of a timeline. */
export function isContentEvent(name: string): boolean {
  return CONTENT_EVENTS.has(name)
}

/** Content of a call that stands in events of its span. */
export interface EventContent {
  /** Attributes of all `operation.details` events; of a repeated key the last one that is not empty. */
  readonly details?: AttributeView
  /** JSON text. */
  readonly input?: string
  /** JSON text. */
  readonly output?: string
  /** What the one tool message of a tool span says: there it is the call's arguments. */
  readonly toolInput?: string
  readonly toolOutput?: string
}

/** The content in a span's events: `gen_ai.content.*` (1.26), message events moved to the span (1.28), `operation.details` (1.37). */
export function eventContent(events: readonly SpanEvent[]): EventContent {
  const content = events
    .filter(({ name }) => CONTENT_EVENTS.has(name))
    .map(({ name, attributes }) => ({ name, view: attributeMap(attributes) }))
  if (content.length === 0) return {}
  const named = (name: string) => content.find((event) => event.name === name)?.view
  const messages = content.filter(({ name }) => MESSAGE_ROLES.has(name)).map(({ name, view }) => inputMessage(name, view))
  const choices = content.filter(({ name }) => name === EVENT_GEN_AI_CHOICE).map(({ view }) => choiceMessage(view))
  const input = contentText(named(EVENT_GEN_AI_CONTENT_PROMPT)?.get(ATTR_GEN_AI_PROMPT)) ?? list(messages)
  const output = contentText(named(EVENT_GEN_AI_CONTENT_COMPLETION)?.get(ATTR_GEN_AI_COMPLETION)) ?? list(choices)
  const toolInput = contentText(named(EVENT_GEN_AI_TOOL_MESSAGE)?.get('content'))
  const toolOutput = contentText(named(EVENT_GEN_AI_CHOICE)?.get('message'))
  return {
    details: details(content),
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    ...(toolInput !== undefined && { toolInput }),
    ...(toolOutput !== undefined && { toolOutput }),
  }
}

function details(content: readonly { name: string; view: AttributeView }[]): AttributeView {
  const union = new Map<string, AttributeValue>()
  for (const { name, view } of content)
    if (name === EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS)
      for (const [key, value] of view) if (value !== '' && value !== null) union.set(key, value)
  return union
}

function list(messages: readonly string[]): string | undefined {
  return messages.length === 0 ? undefined : `[${messages.join(',')}]`
}

function inputMessage(name: string, view: AttributeView): string {
  const body = bodyOf(view)
  const role = text(body, 'role') ?? MESSAGE_ROLES.get(name)
  const content = contentText(body.get('content'))
  if (name === EVENT_GEN_AI_TOOL_MESSAGE)
    return messageText(role, content === undefined ? [] : [toolResponsePart(text(body, 'id'), content)])
  return messageText(role, [...(content === undefined ? [] : contentParts(content)), ...toolCalls(body)])
}

function choiceMessage(view: AttributeView): string {
  const body = bodyOf(view)
  const message = contentText(body.get('message'))
  const parsed = message === undefined ? undefined : parseJson(message)
  const inner = isObject(parsed) ? viewOfJson(parsed) : undefined
  const content = inner ? contentText(inner.get('content')) : (message ?? contentText(body.get('content')))
  const parts = [...(content === undefined ? [] : contentParts(content)), ...toolCalls(inner?.has('tool_calls') ? inner : body)]
  return messageText(text(inner ?? body, 'role') ?? 'assistant', parts, { finish_reason: text(body, 'finish_reason') })
}

/** The body of a message event: its attributes, or the one JSON attribute that some put it into. */
function bodyOf(view: AttributeView): AttributeView {
  const packed = text(view, ATTR_GEN_AI_EVENT_CONTENT)
  const parsed = packed === undefined ? undefined : parseJson(packed)
  return isObject(parsed) ? viewOfJson(parsed) : view
}

/** The members of a JSON object as attributes: strings as they are, anything else as JSON text. */
function viewOfJson(object: Readonly<Record<string, unknown>>): AttributeView {
  return new Map(Object.entries(object).map(([key, value]) => [key, typeof value === 'string' ? value : writeJson(value)]))
}

function toolCalls(body: AttributeView): readonly string[] {
  const sent = contentText(body.get('tool_calls'))
  const calls = sent === undefined ? undefined : parseJson(sent)
  if (!Array.isArray(calls)) return sent === undefined ? [] : [textPart(sent)]
  return calls.filter(isObject).map((call) => {
    const fn = isObject(call.function) ? call.function : call
    return toolCallPart({ id: stringOf(call.id), name: stringOf(fn.name), args: argumentsText(fn.arguments) })
  })
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function argumentsText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : writeJson(value)
}
