import type {
  Message,
  MessagePart,
  TranscriptAction,
  TranscriptCall,
  TranscriptItem,
  TranscriptMoment,
} from '@ai-tracker/collector/contract'

/** A tool call of a model, with what came of it. */
export interface ToolUse {
  readonly call: Extract<MessagePart, { readonly type: 'tool_call' }>
  /** The tool at work, where the sender recorded that. */
  readonly action?: TranscriptAction
  /** What the model was told. */
  readonly result?: ToolResult
}

/** What a model was told that a tool answered. */
export type ToolResult = Extract<MessagePart, { readonly type: 'tool_result' }>

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

/** One entry of the transcript. */
export interface Entry {
  readonly item: TranscriptItem
  /** Only of calls. Tool results that stand beside their call are left out. */
  readonly messages: readonly ShownMessage[]
  /** Whether another phase begins here. */
  readonly startsPhase: boolean
  /** Whether other agents are at work than in the entry before. */
  readonly startsAgents: boolean
}

/** What is shown of a conversation. */
export interface ShowOptions {
  /** Only what was asked and answered. */
  readonly onlyTalk: boolean
}

/** A tool call while its results are looked for. */
interface OpenUse {
  readonly call: ToolUse['call']
  action?: TranscriptAction
  result?: ToolResult
}

/**
 * A conversation as a person reads it: a tool call, the tool at work and the result that the model was told are one thing, which stands
 * where the model asked for it. Ids of calls repeat (`call_1`): a result belongs to the latest call of that id before it.
 */
export function conversation(items: readonly TranscriptItem[], { onlyTalk }: ShowOptions): readonly Entry[] {
  const pairs = pairUses(items)
  const entries: Entry[] = []
  let before: TranscriptItem | undefined
  for (const item of items) {
    if (item.kind === 'action' && (onlyTalk || pairs.joined.has(item))) continue
    if (onlyTalk && item.kind !== 'call') continue
    const messages = item.kind === 'call' ? shownMessages(item, { pairs, onlyTalk }) : []
    entries.push({
      item,
      messages,
      startsPhase: item.phaseId !== (before?.phaseId ?? null),
      startsAgents: agentKey(item) !== (before ? agentKey(before) : ''),
    })
    before = item
  }
  return entries
}

/** Which agents an item belongs to. */
function agentKey({ agents }: TranscriptItem): string {
  return agents.map(({ spanId }) => spanId).join('>')
}

interface Pairs {
  readonly uses: ReadonlyMap<MessagePart, ToolUse>
  /** Actions and results that stand beside their call. */
  readonly joined: ReadonlySet<object>
}

function pairUses(items: readonly TranscriptItem[]): Pairs {
  const uses = new Map<MessagePart, OpenUse>()
  const joined = new Set<object>()
  const latest = new Map<string, OpenUse>()
  for (const item of items) {
    if (item.kind === 'action') {
      const use = item.callId === null ? undefined : latest.get(item.callId)
      if (!use || use.action) continue
      use.action = item
      joined.add(item)
    }
    if (item.kind !== 'call') continue
    for (const part of item.messages.flatMap(({ parts }) => parts)) {
      if (part.type === 'tool_call') {
        const use: OpenUse = { call: part }
        uses.set(part, use)
        if (part.callId !== null) latest.set(part.callId, use)
      } else if (part.type === 'tool_result' && part.callId !== null) {
        const use = latest.get(part.callId)
        if (!use || use.result) continue
        use.result = part
        joined.add(part)
      }
    }
  }
  return { uses, joined }
}

function shownMessages(call: TranscriptCall, { pairs, onlyTalk }: { readonly pairs: Pairs } & ShowOptions): readonly ShownMessage[] {
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

/** Whether an item is neither a call nor an action. */
export function isMoment(item: TranscriptItem): item is TranscriptMoment {
  return item.kind !== 'call' && item.kind !== 'action'
}
