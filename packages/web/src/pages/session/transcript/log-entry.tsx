import type { TranscriptLog } from '@ai-tracker/collector/contract'
import { useQuery } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import { useState } from 'react'
import { logQuery } from '../../../data/queries.ts'
import { characters, clockTime, counted, exactTime } from '../../../trace/format.ts'
import { LogAttributes } from '../../../trace/log-attributes.tsx'
import { LogBody } from '../../../trace/log-body.tsx'
import { SafeText } from '../../../trace/safe-text.tsx'
import { shownValue } from '../../../trace/span-drawer/any-value.ts'
import { LogLevel } from '../../../trace/status-badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { SkeletonLines } from '../../../ui/skeleton.tsx'
import { SpanLink } from '../span-link.tsx'
import { Fold } from './fold.tsx'

/** A log record among what was said: how severe it is, what it says, and its attributes when a person opens them. */
export function LogEntry({ log }: { readonly log: TranscriptLog }) {
  return (
    <article aria-label="Log" className="flex items-start gap-2 text-sm">
      <ScrollText size={14} aria-hidden="true" className="mt-[3px] shrink-0 text-kind-plain" />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <LogLevel severity={log.severity} text={log.severityText} />
          <span className="min-w-0 font-medium break-words">
            <Name log={log} />
          </span>
          {log.at !== null && (
            <time dateTime={log.at} title={exactTime(log.at)} className="figures text-xs text-muted">
              {clockTime(log.at).slice(0, 'HH:MM:SS'.length)}
            </time>
          )}
        </p>
        {log.body !== null && <Body log={log} text={log.body} />}
        {log.attributeCount > 0 && (
          <Fold label={counted(log.attributeCount, 'attribute')}>
            <Attributes id={log.id} />
          </Fold>
        )}
      </div>
    </article>
  )
}

/** The name of the event that it is, else who wrote it; it leads to its span. */
function Name({ log: { event, service, traceId, spanId } }: { readonly log: TranscriptLog }) {
  const name = <SafeText text={event ?? service ?? 'Log'} oneLine />
  return traceId === null || spanId === null ? name : <SpanLink span={{ traceId, spanId }}>{name}</SpanLink>
}

/** One that was cut can be loaded whole. */
function Body({ log, text }: { readonly log: TranscriptLog; readonly text: string }) {
  const [isWanted, setWanted] = useState(false)
  const { data, error, isFetching } = useQuery({ ...logQuery(log.id), enabled: isWanted })
  const whole = data?.body ? shownValue(data.body).text : undefined
  return (
    <div className="flex min-w-0 flex-col items-start gap-1.5">
      <div className="w-full min-w-0">
        <LogBody text={whole ?? text} />
      </div>
      {whole === undefined && log.bodyLength > text.length && (
        <Button size="sm" disabled={isFetching} onClick={() => setWanted(true)}>
          {isFetching ? 'Loading' : `Show all (${characters(log.bodyLength)})`}
        </Button>
      )}
      {/* What the attributes could not load, which is the same, they say. */}
      {isWanted && error && (
        <p role="alert" className="text-xs text-danger">
          {error.message}
        </p>
      )}
    </div>
  )
}

function Attributes({ id }: { readonly id: number }) {
  const { data, error } = useQuery(logQuery(id))
  if (!data && error) {
    return (
      <p role="alert" className="text-danger">
        {error.message}
      </p>
    )
  }
  return data ? <LogAttributes log={data} /> : <SkeletonLines lines={3} label="Loading the log record" />
}
