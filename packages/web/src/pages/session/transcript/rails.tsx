import type { TranscriptItem } from '@ai-tracker/collector/contract'
import { Bot } from 'lucide-react'
import type { ReactNode } from 'react'
import { SafeText } from '../../../trace/safe-text.tsx'
import { visibleLine } from '../../../trace/visible-text.ts'

/** Agents deeper than that are no further to the right: on a phone the text would have no room left. */
const MAX_RAILS = 5

interface RailsProps {
  /** Outermost first. */
  readonly agents: TranscriptItem['agents']
  /** Whether the names stand here: they are said once, not at each entry. */
  readonly isNamed: boolean
  readonly children: ReactNode
}

/** A line at the left for each agent that is around the entry. */
export function Rails({ agents, isNamed, children }: RailsProps) {
  if (agents.length === 0) return <div className="py-3">{children}</div>
  const own = (
    <div className="border-l-2 border-kind-agent py-3 pl-3">
      {isNamed ? <Names agents={agents} /> : <span className="sr-only">Agent {visibleLine(agents.at(-1)?.name ?? '')}</span>}
      {children}
    </div>
  )
  return agents.slice(1, MAX_RAILS).reduce(
    (inner: ReactNode, { spanId }) => (
      <div key={spanId} className="border-l-2 border-line-strong pl-2.5">
        {inner}
      </div>
    ),
    own,
  )
}

function Names({ agents }: Pick<RailsProps, 'agents'>) {
  return (
    <p className="mb-2 flex items-start gap-1.5 text-xs font-medium text-muted">
      <Bot size={14} aria-hidden="true" className="mt-[3px] shrink-0 text-kind-agent" />
      <span className="min-w-0 break-words">
        <SafeText text={agents.map(({ name }) => name).join(' › ')} oneLine />
      </span>
    </p>
  )
}
