import { Bot, Layers } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { SafeText } from '../../../trace/safe-text.tsx'
import { visibleLine } from '../../../trace/visible-text.ts'
import { ActionEntry } from './action-entry.tsx'
import { CallEntry } from './call-entry.tsx'
import { type Entry, isMoment } from './conversation.ts'
import { MomentEntry } from './moment-entry.tsx'

interface EntryViewProps {
  readonly entry: Entry
  readonly sessionId: string
}

/** One entry, below the phase that begins with it, and on the rail of the agents that it belongs to. */
export const EntryView = memo(({ entry, sessionId }: EntryViewProps) => {
  const { item, startsPhase, startsAgents } = entry
  return (
    <>
      {startsPhase && item.phase !== null && (
        <h3 className="flex items-center gap-2 pt-6 pb-1 text-sm text-muted">
          <Layers size={14} aria-hidden="true" className="text-kind-phase" />
          <span className="min-w-0 break-words">
            <SafeText text={item.phase} oneLine />
          </span>
        </h3>
      )}
      <Rails agents={item.agents} isNamed={startsAgents && !(startsPhase && item.agents.at(-1)?.name === item.phase)}>
        {item.kind === 'call' && <CallEntry call={item} messages={entry.messages} sessionId={sessionId} />}
        {item.kind === 'action' && <ActionEntry action={item} />}
        {isMoment(item) && <MomentEntry moment={item} />}
      </Rails>
    </>
  )
})

interface RailsProps {
  readonly agents: Entry['item']['agents']
  /** Whether the names stand here: they are said once, not at each entry, nor again below a phase of the same name. */
  readonly isNamed: boolean
  readonly children: ReactNode
}

/** A line at the left for each agent that is around the entry. */
function Rails({ agents, isNamed, children }: RailsProps) {
  if (agents.length === 0) return <div className="py-3">{children}</div>
  const names = agents.map(({ name }) => name).join(' › ')
  return (
    <div className="border-l-2 border-kind-agent py-3 pl-3" style={{ marginLeft: (agents.length - 1) * 14 }}>
      {isNamed ? (
        <p className="mb-2 flex items-center gap-1.5 text-xs font-medium text-muted">
          <Bot size={14} aria-hidden="true" className="shrink-0 text-kind-agent" />
          <span className="break-words">
            <SafeText text={names} oneLine />
          </span>
        </p>
      ) : (
        <span className="sr-only">Agent {visibleLine(agents.at(-1)?.name ?? '')}</span>
      )}
      {children}
    </div>
  )
}
