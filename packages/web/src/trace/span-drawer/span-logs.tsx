import type { Log } from '@ai-tracker/collector/contract'
import { useQuery } from '@tanstack/react-query'
import { type SpanName, spanLogsQuery } from '../../data/queries.ts'
import { clockTime } from '../format.ts'
import { LogAttributes } from '../log-attributes.tsx'
import { LogBody } from '../log-body.tsx'
import { SafeText } from '../safe-text.tsx'
import { LogLevel } from '../status-badge.tsx'
import { shownValue } from './any-value.ts'
import { DrawerSection } from './drawer-section.tsx'

/** The log records of a span, where there are any. */
export function SpanLogs({ span }: { readonly span: SpanName }) {
  const { data, error } = useQuery(spanLogsQuery(span))
  if (error) {
    return (
      <DrawerSection title="Logs">
        <p role="alert" className="text-danger">
          {error.message}
        </p>
      </DrawerSection>
    )
  }
  if (!data || data.items.length === 0) return null
  return (
    <DrawerSection title="Logs" {...(data.nextCursor === null && { size: data.items.length })} isOpen>
      {data.items.map((log) => (
        <SpanLog key={log.id} log={log} />
      ))}
      {data.nextCursor !== null && (
        <p className="text-xs text-muted">The first {data.items.length} of them; the transcript has them all.</p>
      )}
    </DrawerSection>
  )
}

function SpanLog({ log }: { readonly log: Log }) {
  return (
    <article aria-label="Log record" className="mb-3 border-l-2 border-line pl-3">
      <h3 className="mb-1 flex items-center gap-2 font-medium">
        <LogLevel severity={log.severity} text={log.severityText} />
        <span className="min-w-0 break-words">
          <SafeText text={log.event ?? ''} oneLine />
        </span>
        {log.at !== null && <time className="figures ml-auto shrink-0 text-xs font-normal text-muted">{clockTime(log.at)}</time>}
      </h3>
      {log.body !== null && <LogBody text={shownValue(log.body).text} />}
      {log.attributes.length > 0 && <LogAttributes log={log} />}
    </article>
  )
}
