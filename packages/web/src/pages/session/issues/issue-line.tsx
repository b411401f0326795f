import type { Issue } from '@ai-tracker/collector/contract'
import { Described } from '../../../trace/markdown/described.tsx'
import { SafeText } from '../../../trace/safe-text.tsx'
import { SeverityBadge } from '../../../trace/status-badge.tsx'
import { RelativeTime } from '../../../trace/time.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { SpanLink } from '../span-link.tsx'

/** Longer descriptions are read in the span. */
const MAX_SHOWN = 2_000

/** One reported problem. */
export function IssueLine({ issue }: { readonly issue: Issue }) {
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 py-2.5">
      <span className="flex w-24 shrink-0 pt-0.5">
        <SeverityBadge severity={issue.severity} />
      </span>
      <div className="min-w-60 flex-1">
        <p className="font-medium break-words">
          <SpanLink span={issue}>
            <SafeText text={issue.type} oneLine />
          </SpanLink>
          {issue.fixed && (
            <span className="ml-2 align-middle">
              <Badge tone="success">{issue.fixIteration === null ? 'Fixed' : `Fixed in iteration ${issue.fixIteration}`}</Badge>
            </span>
          )}
        </p>
        {issue.description !== null && <Described text={issue.description.slice(0, MAX_SHOWN)} />}
        <p className="line-clamp-2 text-xs break-words text-muted">
          <SafeText text={[issue.phase, issue.location].filter(Boolean).join(' · ')} oneLine />
        </p>
      </div>
      <span className="text-xs text-muted">
        <RelativeTime at={issue.createdAt} />
      </span>
    </div>
  )
}
