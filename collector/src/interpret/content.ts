import type { CallContent } from '../domain/record.ts'
import type { CallClaims, Claims } from './dialect.ts'
import { elementsBackward, firstElement } from './json-elements.ts'
import { looksLikeJson, parseJson } from './json-text.ts'
import { defined } from './merge-fields.ts'
import type { Message } from './message.ts'
import { messagesOf, textOf } from './message.ts'

/** Above this size, a list is read from its ends instead of being parsed whole. */
const LARGE_LENGTH = 8 * 1024

/** Texts that stand for content which the sender has removed. */
const REDACTED: ReadonlySet<string> = new Set(['__REDACTED__', '<REDACTED>', 'FILTERED', '<replaced>'])

/** No longer than the longest of them: looking a long text up in a set reads all of it. */
const MAX_REDACTED_LENGTH = 16

/** What our own collector puts in the place of content. */
const OWN_MARK = /^\[(?:hashed:[0-9a-f]{32}|off:\d+ characters)\]$/

/** Content of a call for people and for machines. */
export interface Contents {
  readonly input?: CallContent
  readonly output?: CallContent
  readonly systemText?: string
  /** Where the messages say why generation stopped, in the sender's word. */
  readonly finishReason?: string
  readonly warnings: readonly string[]
}

/** A sent text, read once. */
interface Read {
  readonly sent: string
  /** Whether the text breaks off: an attribute length limit cuts anywhere. */
  readonly isCut: boolean
  /** All messages; of a long list only those that were asked for. */
  readonly messages: readonly Message[]
}

/** The content of a call out of what the dialects claim: messages as they were sent, and the texts that a person would read. */
export function contents(claims: Claims<CallClaims>): Contents {
  const warnings: string[] = []
  const input = readInput(claims.inputMessages ?? claims.inputBlob)
  const output = readWhole(claims.outputMessages ?? claims.outputBlob)
  const systemText = claims.system === undefined ? leadingSystemText(input) : systemTextOf(claims.system)
  const finishReason = output?.messages.find((message) => message.finishReason !== undefined)?.finishReason
  return {
    ...defined({
      input: input && content(input, lastUserText(input.messages), warnings),
      output: output && content(output, assistantText(output.messages), warnings),
      systemText,
      finishReason,
    }),
    warnings,
  }
}

function content({ sent, isCut }: Read, text: string | undefined, warnings: string[]): CallContent | undefined {
  if (isRedacted(sent)) {
    warnings.push('redacted')
    return undefined
  }
  if (!looksLikeJson(sent)) return { text: sent }
  if (isCut) warnings.push('truncated')
  if (text === undefined || text === '') return { messages: sent }
  if (text.length > MAX_REDACTED_LENGTH || !REDACTED.has(text)) return { messages: sent, text }
  warnings.push('redacted')
  return { messages: sent }
}

/** Whether a text only stands for content which the sender has removed. */
export function isRedacted(sent: string): boolean {
  return (sent.length <= MAX_REDACTED_LENGTH && REDACTED.has(sent)) || sent.startsWith("[Scrubbed due to '") || OWN_MARK.test(sent)
}

function readWhole(sent: string | undefined): Read | undefined {
  if (sent === undefined) return undefined
  if (!looksLikeJson(sent)) return { sent, isCut: false, messages: [{ role: 'unknown', text: sent }] }
  const parsed = parseJson(sent)
  return { sent, isCut: parsed === undefined, messages: parsed === undefined ? [] : messagesOf(parsed) }
}

/** The messages of an input. Of a long list only its head and what follows the last message of the user that has a text. */
function readInput(sent: string | undefined): Read | undefined {
  if (sent === undefined || sent.length <= LARGE_LENGTH) return readWhole(sent)
  const head = firstElement(sent)
  const first = head === undefined ? undefined : parseJson(head)
  if (first === undefined) return readWhole(sent)
  const tail: (readonly Message[])[] = []
  for (const element of elementsBackward(sent)) {
    const parsed = parseJson(element)
    if (parsed === undefined) return readWhole(sent)
    // An element stands in a list, by which a pair is known.
    const messages = messagesOf([parsed])
    tail.unshift(messages)
    if (lastTextOfUser(messages) !== undefined) return { sent, isCut: false, messages: [...messagesOf([first]), ...tail.flat()] }
  }
  return readWhole(sent)
}

function lastUserText(messages: readonly Message[]): string | undefined {
  return lastTextOfUser(messages) ?? messages.findLast(({ role, text }) => role === 'unknown' && text !== '')?.text
}

function lastTextOfUser(messages: readonly Message[]): string | undefined {
  return messages.findLast(({ role, text }) => role === 'user' && text !== '')?.text
}

function assistantText(messages: readonly Message[]): string {
  return messages
    .filter(({ role, text }) => text !== '' && (role === 'assistant' || role === 'unknown'))
    .map(({ text }) => text)
    .join('\n')
}

/** The text of a system message at the head of the input. */
function leadingSystemText(input: Read | undefined): string | undefined {
  const first = input?.messages[0]
  return first?.role === 'system' && first.text !== '' ? first.text : undefined
}

function systemTextOf(sent: string): string | undefined {
  if (!looksLikeJson(sent)) return sent
  const parsed = parseJson(sent)
  if (typeof parsed === 'string') return parsed
  return textOf(parsed) || undefined
}
