import type { MessagePart, TranscriptAction, TranscriptCall, TranscriptItem } from '@ai-tracker/collector/contract'

/** A tool call of a model, with what came of it. */
export interface ToolUse {
  readonly call: Extract<MessagePart, { readonly type: 'tool_call' }>
  /** The tool at work, where the sender recorded that. */
  readonly action?: TranscriptAction
  /** What the model was told. */
  readonly result?: ToolResult
}

/** What a model was told that a tool answered: a part of a message of a later call. */
export interface ToolResult {
  readonly part: Extract<MessagePart, { readonly type: 'tool_result' }>
  readonly at: { readonly responseId: number; readonly messageIndex: number; readonly partIndex: number }
}

/** Tool calls with what came of them. */
export interface PairedUses {
  readonly uses: ReadonlyMap<MessagePart, ToolUse>
  /** Actions and results that stand beside their call. */
  readonly joined: ReadonlySet<object>
}

/** A tool call while its results are looked for. */
interface OpenUse {
  readonly call: ToolUse['call']
  action?: TranscriptAction
  result?: ToolResult
}

/** Finds for each tool call the tool at work and the result. Ids of calls repeat (`call_1`): a result belongs to the latest call of that id. */
export function pairUses(items: readonly TranscriptItem[]): PairedUses {
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
    for (const { part, at } of partsOf(item)) {
      if (part.type === 'tool_call') {
        const use: OpenUse = { call: part }
        uses.set(part, use)
        if (part.callId !== null) latest.set(part.callId, use)
      } else if (part.type === 'tool_result' && part.callId !== null) {
        const use = latest.get(part.callId)
        if (!use || use.result) continue
        use.result = { part, at }
        joined.add(part)
      }
    }
  }
  return { uses, joined }
}

/** The parts of a call's messages, each with its place. */
function partsOf({ id, messages }: TranscriptCall) {
  return messages.flatMap(({ index, parts }) =>
    parts.map((part, partIndex) => ({ part, at: { responseId: id, messageIndex: index, partIndex } })),
  )
}
