import type { SessionDetail } from '@ai-tracker/collector/contract'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { shortId } from '../../../trace/format.ts'
import { SafeText } from '../../../trace/safe-text.tsx'
import { sessionName } from '../../../trace/session-name.ts'
import { StatusBadge } from '../../../trace/status-badge.tsx'
import { visibleLine } from '../../../trace/visible-text.ts'
import { Badge } from '../../../ui/badge.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { DeleteButton } from './delete-button.tsx'
import { PinButton } from './pin-button.tsx'
import { SessionSums } from './session-sums.tsx'

/** The head of a session: what it is, how it is, and what it adds up to. */
export function SessionHeader({ session }: { readonly session: SessionDetail }) {
  const origin = [session.workflow, session.workflowVersion, session.service].filter((part) => part !== null)
  return (
    <div className="border-b border-line bg-surface px-3 pt-3 pb-4 sm:px-4">
      <div className="flex min-h-6 items-center gap-1 text-xs text-muted">
        <Link to="/" className="rounded-sm hover:text-ink">
          Sessions
        </Link>
        <ChevronRight size={12} aria-hidden="true" />
        <span className="one-line">{origin.length > 0 ? <SafeText text={origin.join(' · ')} oneLine /> : session.source}</span>
        <code className="figures ml-auto font-mono" title={`Trace ${session.traceId}`}>
          {shortId(session.traceId)}
        </code>
        <CopyButton text={session.traceId} label="Copy trace id" className="-my-1" />
        <PinButton session={session} />
        <DeleteButton session={session} />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="line-clamp-2 min-w-0 text-xl break-words" title={visibleLine(sessionName(session).slice(0, 500))}>
          <SafeText text={sessionName(session)} oneLine />
        </h1>
        <StatusBadge status={session.status} />
        {session.outcome !== null && (
          <Badge>
            <span className="one-line">
              <SafeText text={session.outcome} oneLine />
            </span>
          </Badge>
        )}
        {session.settling && <Badge title="Phases of a large trace are still being worked out">Settling</Badge>}
      </div>
      {session.error && (
        <p className="mt-1 line-clamp-3 text-danger">
          <SafeText text={[session.error.type, session.error.message].filter(Boolean).join(': ')} oneLine />
        </p>
      )}
      <SessionSums session={session} />
    </div>
  )
}
