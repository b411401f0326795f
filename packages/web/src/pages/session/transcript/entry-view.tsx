import { Layers } from 'lucide-react'
import { memo } from 'react'
import { SafeText } from '../../../trace/safe-text.tsx'
import { ActionEntry } from './action-entry.tsx'
import { CallEntry } from './call-entry.tsx'
import { type Entry, isMoment } from './conversation.ts'
import { LogEntry } from './log-entry.tsx'
import { MomentEntry } from './moment-entry.tsx'
import { Rails } from './rails.tsx'

/** One entry, below the phases that begin with it, and on the rails of the agents that it belongs to. */
export const EntryView = memo(({ entry: { item, messages, phases, startsAgents } }: { readonly entry: Entry }) => (
  <>
    {phases.length > 0 && (
      <h3 className="flex items-start gap-2 pt-6 pb-1 text-sm text-muted">
        <Layers size={14} aria-hidden="true" className="mt-[3px] shrink-0 text-kind-phase" />
        <span className="min-w-0 break-words">
          <SafeText text={phases.map(({ name }) => name).join(' › ')} oneLine />
        </span>
      </h3>
    )}
    <Rails agents={item.agents} isNamed={startsAgents}>
      {item.kind === 'call' && <CallEntry call={item} messages={messages} />}
      {item.kind === 'action' && <ActionEntry action={item} />}
      {isMoment(item) && <MomentEntry moment={item} />}
      {item.kind === 'log' && <LogEntry log={item} />}
    </Rails>
  </>
))
