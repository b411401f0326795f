import type { Conversation, Message, MessagePart, Repeated } from '../domain/conversation.ts'

/**
 * What of a request was said before. Every call of a conversation sends all of it again, and senders write the same message in more than
 * one way: thinking is left out, blanks are trimmed, an answer of several items comes back as one message. So messages are compared by
 * what they say, part by part: texts by their trimmed text and who speaks, tool calls and their results by the id of the call.
 */

/** One thing that was said. */
type Said =
  | { readonly kind: 'text'; readonly role: string; readonly text: string }
  | { readonly kind: 'call' | 'result'; readonly callId: string | undefined; readonly name: string | undefined; readonly text: string }
  | { readonly kind: 'media'; readonly text: string }

/**
 * Which messages of a request an earlier call had sent, or received as its answer: those of the system wherever they stand, as one with
 * a clock in it differs each time, and of the talk its beginning. The request goes on from that call when the answer is among them and
 * nothing that a model said comes behind.
 */
export function findRepeated(request: Conversation, earlier: Conversation): Repeated {
  const talk = repeatedTalk(request.input, saidIn([...earlier.input, ...earlier.output].filter((message) => !isSystem(message))))
  const places = new Set([...talk.places, ...repeatedSystem(request.input, earlier.input)])
  const isAnsweredSince = request.input.some(({ role }, place) => role === 'assistant' && !places.has(place))
  return {
    places,
    isWhole: (talk.isAll && earlier.output.length > 0 && !isAnsweredSince) || places.size === request.input.length,
  }
}

interface RepeatedTalk {
  readonly places: readonly number[]
  /** Whether it goes to the end of what was said before. */
  readonly isAll: boolean
}

/** Places in what was said before at which a shorter history is looked for. */
const MAX_BEGINNINGS = 16

/**
 * The messages from the first one on that were said before, from its beginning on; or, as some senders keep only the latest messages,
 * from a later place on to its end.
 */
function repeatedTalk(input: readonly Message[], before: readonly Said[]): RepeatedTalk {
  const whole = repeatedFrom(0, input, before)
  const [first] = saidIn(input.filter((message) => !isSystem(message)))
  if (whole.places.length > 0 || first === undefined) return whole
  const beginnings = before.flatMap((said, place) => (isSame(first, said) ? [place] : [])).slice(0, MAX_BEGINNINGS)
  return beginnings.map((place) => repeatedFrom(place, input, before)).find(({ isAll }) => isAll) ?? whole
}

/** Places of the messages up to the first one that was not said from a place on. */
function repeatedFrom(beginning: number, input: readonly Message[], before: readonly Said[]): RepeatedTalk {
  const places: number[] = []
  let silent: number[] = []
  let next = beginning
  for (const [place, message] of input.entries()) {
    if (isSystem(message)) continue
    const said = saidIn([message])
    if (!said.every((each, offset) => isSame(each, before[next + offset]))) break
    next += said.length
    // A message that says nothing to compare, such as thinking alone, goes with the one behind it.
    silent.push(place)
    if (said.length === 0) continue
    places.push(...silent)
    silent = []
  }
  return { places, isAll: next === before.length }
}

/** Places of the system's messages that were sent before, each of those standing for one. */
function repeatedSystem(input: readonly Message[], earlier: readonly Message[]): readonly number[] {
  const before = earlier.filter(isSystem).map((message) => saidIn([message]))
  return input.flatMap((message, place) => {
    if (!isSystem(message)) return []
    const said = saidIn([message])
    const found = before.findIndex((other) => other.length === said.length && said.every((each, index) => isSame(each, other[index])))
    if (found < 0) return []
    before.splice(found, 1)
    return [place]
  })
}

function isSystem({ role }: Message): boolean {
  return role === 'system'
}

const known = new WeakMap<Message, readonly Said[]>()

function saidIn(messages: readonly Message[]): readonly Said[] {
  return messages.flatMap((message) => {
    const said = known.get(message) ?? saidBy(message)
    known.set(message, said)
    return said
  })
}

/** The texts of a message count as one: some senders join them. */
function saidBy({ role, parts }: Message): readonly Said[] {
  const text = parts
    .flatMap((part) => (part.type === 'text' || part.type === 'other' ? [part.text.trim()] : []))
    .filter((each) => each !== '')
    .join('\n')
  return [...(text === '' ? [] : [{ kind: 'text' as const, role, text }]), ...parts.flatMap(besidesText)]
}

function besidesText(part: MessagePart): readonly Said[] {
  switch (part.type) {
    case 'tool_call':
      return [{ kind: 'call', callId: part.callId, name: part.name, text: part.text.trim() }]
    case 'tool_result':
      return [{ kind: 'result', callId: part.callId, name: part.name, text: part.text.trim() }]
    case 'media':
      return [{ kind: 'media', text: `${part.mediaType} ${part.uri} ${part.bytes}` }]
    default:
      return []
  }
}

function isSame(a: Said, b: Said | undefined): boolean {
  if (b === undefined || a.kind !== b.kind) return false
  if (a.kind === 'text' && b.kind === 'text') return a.role === b.role && a.text === b.text
  if ('callId' in a && 'callId' in b && a.callId !== undefined && b.callId !== undefined) return a.callId === b.callId
  return a.text === b.text && ('name' in a && 'name' in b && a.kind === 'call' ? a.name === b.name : true)
}
