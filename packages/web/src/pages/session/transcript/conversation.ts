import type {
  Message,
  MessagePart,
  Phase,
  TranscriptAction,
  TranscriptCall,
  TranscriptItem,
  TranscriptMoment,
} from '@ai-tracker/collector/contract'
import { placeExceptions, spanKey } from './exceptions.ts'
import { type PairedUses, pairUses, type ToolUse } from './pair-uses.ts'
import { type AroundPhase, newPhases, phasePaths } from './phase-paths.ts'

/** A part of a message as it is shown: its place in the message, and for a tool call what came of it. */
export interface ShownPart {
  readonly index: number
  readonly part: MessagePart
  readonly use?: ToolUse
}

/** A message as it is shown. */
export interface ShownMessage {
  readonly message: Message
  readonly parts: readonly ShownPart[]
}

/** Exceptions that stand with calls and actions, by `spanKey`. */
export type ExceptionsBySpan = ReadonlyMap<string, readonly TranscriptMoment[]>

/** One entry of the transcript. */
export interface Entry {
  readonly item: TranscriptItem
  /** Only of calls. Tool results that stand beside their call are left out. */
  readonly messages: readonly ShownMessage[]
  /** Phases that begin here, outermost first. One that only is the agent that begins here is left out. */
  readonly phases: readonly AroundPhase[]
  /** Whether other agents are at work than in the entry before. */
  readonly startsAgents: boolean
}

/** A conversation as it is shown. */
export interface Conversation {
  readonly entries: readonly Entry[]
  readonly exceptions: ExceptionsBySpan
}

/** What is shown of a conversation. */
export interface ShowOptions {
  /** Only what was asked and answered. */
  readonly onlyTalk: boolean
  /** The phases of the session, as far as they are known. */
  readonly phases: readonly Phase[]
}

/**
 * A conversation as a person reads it: a tool call, the tool at work and the result that the model was told are one thing, which stands
 * where the model asked for it; an exception stands with what threw it.
 */
export function conversation(items: readonly TranscriptItem[], { onlyTalk, phases }: ShowOptions): Conversation {
  const pairs = pairUses(items)
  const { bySpan, placed } = placeExceptions(items, phases)
  const pathOf = phasePaths(phases)
  const entries: Entry[] = []
  let before: { readonly path: readonly AroundPhase[]; readonly agents: string } = { path: [], agents: '' }
  for (const item of items) {
    if (item.kind === 'action' && (onlyTalk || pairs.joined.has(item))) continue
    if (item.kind !== 'call' && (onlyTalk || placed.has(item))) continue
    if (isPlaceless(item)) {
      entries.push({ item, messages: [], phases: [], startsAgents: false })
      continue
    }
    const [path, agents] = [pathOf(item), agentKey(item)]
    const startsAgents = agents !== before.agents
    const names = startsAgents ? item.agents.map(({ name }) => name) : []
    entries.push({
      item,
      messages: item.kind === 'call' ? shownMessages(item, { pairs, onlyTalk }) : [],
      phases: newPhases(path, before.path).filter(({ name }) => !names.includes(name)),
      startsAgents,
    })
    before = { path, agents }
  }
  return { entries, exceptions: bySpan }
}

/** Whether it is a log record of no span that is known: it stands between others, and what they belong to goes on behind it. */
function isPlaceless({ kind, phaseId, agents }: TranscriptItem): boolean {
  return kind === 'log' && phaseId === null && agents.length === 0
}

/** Which agents an item belongs to. */
function agentKey({ agents }: TranscriptItem): string {
  return agents.map(({ spanId }) => spanId).join('>')
}

interface MessageOptions {
  readonly pairs: PairedUses
  readonly onlyTalk: boolean
}

function shownMessages(call: TranscriptCall, { pairs, onlyTalk }: MessageOptions): readonly ShownMessage[] {
  return call.messages.flatMap((message) => {
    if (onlyTalk && (message.role === 'tool' || message.role === 'system')) return []
    const parts = message.parts
      .map((part, index): ShownPart => {
        const use = pairs.uses.get(part)
        return { index, part, ...(use && { use }) }
      })
      .filter(({ part }) => !pairs.joined.has(part) && !(onlyTalk && part.type !== 'text'))
    return parts.length === 0 ? [] : [{ message, parts }]
  })
}

/** The exceptions that stand with an item. */
export function exceptionsOf(item: TranscriptCall | TranscriptAction, bySpan: ExceptionsBySpan): readonly TranscriptMoment[] {
  return bySpan.get(spanKey(item)) ?? []
}

/** Whether a moment is a point that was reached, by the name of its event. */
export function isCheckpoint({ name }: TranscriptMoment): boolean {
  return name === 'tracker.checkpoint'
}

/** Whether an item is something that happened between calls and actions, as a span tells it. */
export function isMoment(item: TranscriptItem): item is TranscriptMoment {
  return item.kind !== 'call' && item.kind !== 'action' && item.kind !== 'log'
}
