import type { FailedSpan } from '@ai-tracker/collector/contract'
import { duration } from '../../../trace/format.ts'
import { KindIcon } from '../../../trace/kind-icon.tsx'
import { SafeText } from '../../../trace/safe-text.tsx'
import { Duration } from '../../../trace/time.tsx'
import { SpanLink } from '../span-link.tsx'

const MAX_SHOWN = 1_000

interface FailedLineProps {
  readonly span: FailedSpan
  /** When the session began. */
  readonly start: string | null
}

/** One span that failed, and why. */
export function FailedLine({ span, start }: FailedLineProps) {
  const offset =
    start === null || span.startedAt === null ? '' : `at ${duration(Math.max(0, Date.parse(span.startedAt) - Date.parse(start)))}`
  return (
    <div className="flex items-start gap-3 px-4 py-2.5">
      <KindIcon kind={span.kind} size={16} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">
          <SpanLink span={span}>
            <SafeText text={span.name.slice(0, MAX_SHOWN)} oneLine />
          </SpanLink>
        </p>
        <p className="line-clamp-6 break-words whitespace-pre-wrap text-danger">
          <SafeText text={[span.errorType, span.errorMessage].filter(Boolean).join(': ').slice(0, MAX_SHOWN)} />
        </p>
      </div>
      <span className="shrink-0 text-right text-xs text-muted">
        <span className="figures block">{offset}</span>
        <Duration ms={span.durationMs} />
      </span>
    </div>
  )
}
