import type { Message, MessagePart } from '@ai-tracker/collector/contract'
import { bytes, characters } from '../../../trace/format.ts'
import { SafeText } from '../../../trace/safe-text.tsx'
import { classes } from '../../../ui/classes.ts'
import type { ShownPart } from './conversation.ts'
import { Fold } from './fold.tsx'
import { PartText } from './part-text.tsx'
import { ToolUseCard } from './tool-use-card.tsx'
import { useSessionId } from './transcript-context.ts'
import type { PartSource } from './use-whole-part.ts'

const ROLES = { system: 'System', user: 'User', assistant: 'Assistant', tool: 'Tool', unknown: 'Message' } as const

interface MessageViewProps {
  readonly message: Message
  readonly parts: readonly ShownPart[]
  /** The call that it belongs to. */
  readonly responseId: number
}

/** One message: who says it, and what. Instructions of the system are folded, as nobody reads them twice. */
export function MessageView({ message, parts, responseId }: MessageViewProps) {
  const sessionId = useSessionId()
  const { role } = message
  return (
    <div className={classes('min-w-0', role === 'user' && 'rounded-lg border border-line bg-surface px-3 py-2.5')}>
      <p className="mb-1 text-2xs font-semibold tracking-wide text-muted uppercase">{ROLES[role]}</p>
      <div className="flex flex-col gap-2">
        {parts.map((each) => (
          <Part
            key={each.index}
            shown={each}
            role={role}
            source={{ sessionId, responseId, messageIndex: message.index, partIndex: each.index }}
          />
        ))}
      </div>
    </div>
  )
}

interface PartProps {
  readonly shown: ShownPart
  readonly role: Message['role']
  readonly source: PartSource
}

function Part({ shown: { part, use }, role, source }: PartProps) {
  if (use) return <ToolUseCard use={use} source={source} />
  switch (part.type) {
    case 'text':
      return role === 'system' ? (
        <FoldedPart name="Instructions" part={part} source={source} />
      ) : (
        <PartText part={part} source={source} isMarkdown={role !== 'tool'} />
      )
    case 'reasoning':
      return <FoldedPart name="Thought" part={part} source={source} />
    case 'tool_result':
      return <FoldedPart name={part.name === null ? 'Result' : `Result of ${part.name}`} part={part} source={source} />
    case 'media':
      return (
        <p className="text-muted">
          <SafeText text={mediaText(part)} oneLine />
        </p>
      )
    case 'tool_call':
      return <FoldedPart name={part.name === null ? 'Tool call' : `Tool call ${part.name}`} part={part} source={source} />
    case 'other':
      return <FoldedPart name="Something else" part={part} source={source} />
  }
}

type TextPart = Exclude<MessagePart, { readonly type: 'media' }>

/** A part behind its first line. */
function FoldedPart({ name, part, source }: { readonly name: string; readonly part: TextPart; readonly source: PartSource }) {
  return (
    <Fold
      label={
        <>
          <SafeText text={name} oneLine /> <span className="font-normal text-muted">{characters(part.length)}</span>
        </>
      }
      preview={part.text}
    >
      <PartText part={part} source={source} isMarkdown={false} />
    </Fold>
  )
}

function mediaText({ mediaType, uri, bytes: size }: Extract<MessagePart, { readonly type: 'media' }>): string {
  return `[${[mediaType ?? 'media', size === null ? '' : bytes(size), uri ?? ''].filter(Boolean).join(', ').slice(0, 300)}]`
}
