import type { Conversation, Message, MessageRole } from '../domain/conversation.ts'
import type { SpanItem } from '../domain/span.ts'
import { isRedacted } from './content.ts'
import { messagesIn, systemParts } from './conversation-messages.ts'
import { partsOf } from './conversation-parts.ts'
import { callClaims } from './interpret.ts'
import { elementsForward } from './json-elements.ts'
import { looksLikeJson, parseJson } from './json-text.ts'
import { isObject } from './message-shapes.ts'

/**
 * What was said in a model call, message by message with all its parts, from the very attributes and events that were sent: the stored
 * texts of a call are only what lists show. Empty where the sender recorded no content.
 */
export function conversationOf(item: SpanItem): Conversation {
  const claims = callClaims(item)
  const input = said(claims.inputMessages, 'user') ?? said(claims.inputBlob, 'user') ?? []
  const system = systemMessage(claims.system) ?? systemBeside(input, claims.inputBlob)
  return {
    input: system && !startsWith(input, system) ? [system, ...input] : input,
    output: said(claims.outputMessages, 'assistant') ?? said(claims.outputBlob, 'assistant') ?? [],
  }
}

/** The messages of a sent text; `undefined` when it says nothing. */
function said(sent: string | undefined, speaker: MessageRole): readonly Message[] | undefined {
  if (sent === undefined || sent === '' || isRedacted(sent)) return undefined
  if (!looksLikeJson(sent)) return [{ role: speaker, parts: partsOf(sent) }]
  const parsed = parseJson(sent)
  const messages = parsed === undefined ? brokenOff(sent, speaker) : messagesIn(parsed, speaker)
  if (messages.length > 0) return isAllRedacted(messages) ? undefined : messages
  return parsed === undefined || hasContent(parsed) ? [{ role: speaker, parts: [{ type: 'other', text: sent }] }] : undefined
}

/** An attribute length limit cuts a list anywhere: the messages before the cut are whole, what is left of the last one is shown as it is. */
function brokenOff(sent: string, speaker: MessageRole): readonly Message[] {
  const whole: unknown[] = []
  let rest = sent
  for (const { element, end } of elementsForward(sent)) {
    const parsed = parseJson(element)
    if (parsed === undefined) break
    whole.push(parsed)
    rest = sent.slice(end + 1)
  }
  if (whole.length === 0 && !IS_JSON_BEGINNING.test(sent)) return [{ role: speaker, parts: partsOf(sent) }]
  return [
    ...messagesIn(whole, speaker),
    ...(rest.trim() === '' ? [] : [{ role: 'unknown' as const, parts: [{ type: 'other' as const, text: rest }] }]),
  ]
}

/** People begin texts with a bracket or a quote, too. */
const IS_JSON_BEGINNING = /^\s*(\[\s*)*\{\s*"/

function isAllRedacted(messages: readonly Message[]): boolean {
  const parts = messages.flatMap((message) => message.parts)
  return parts.length > 0 && parts.every((part) => 'text' in part && isRedacted(part.text))
}

function hasContent(parsed: unknown): boolean {
  return typeof parsed === 'object' && parsed !== null && Object.keys(parsed).length > 0
}

/** System instructions: parts, messages or plain text. */
function systemMessage(sent: string | undefined): Message | undefined {
  if (sent === undefined || isRedacted(sent)) return undefined
  const parsed = looksLikeJson(sent) ? parseJson(sent) : undefined
  const parts = parsed === undefined ? partsOf(sent) : messagesIn(parsed, 'system').flatMap((message) => message.parts)
  return parts.length === 0 ? undefined : { role: 'system', parts }
}

/** Some senders flatten the list of messages only: instructions beside it stand in the whole request body. */
function systemBeside(input: readonly Message[], body: string | undefined): Message | undefined {
  if (input.length === 0 || !body?.startsWith('{') || !HAS_SYSTEM.test(body) || input.some(({ role }) => role === 'system'))
    return undefined
  const parsed = parseJson(body)
  const parts = isObject(parsed) ? systemParts(parsed) : []
  return parts.length === 0 ? undefined : { role: 'system', parts }
}

const HAS_SYSTEM = /"(system|instructions|systemInstruction|system_instruction)"\s*:/

/** Some senders write the system instructions also at the head of the messages. */
function startsWith([first]: readonly Message[], system: Message): boolean {
  return first?.role === 'system' && textOf(first) === textOf(system)
}

function textOf({ parts }: Message): string {
  return parts.map((part) => ('text' in part ? part.text.trim() : '')).join('\n')
}
