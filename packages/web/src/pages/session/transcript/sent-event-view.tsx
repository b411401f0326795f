import type { SpanDetail, TranscriptMoment } from '@ai-tracker/collector/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { spanQuery } from '../../../data/queries.ts'
import { SkeletonLines } from '../../../ui/skeleton.tsx'
import { type SentEvent, sentEvent } from './sent-event.ts'
import { useSessionId } from './transcript-context.ts'

interface SentEventViewProps {
  readonly moment: TranscriptMoment
  readonly children: (sent: { readonly event: SentEvent; readonly span: SpanDetail }) => ReactNode
}

/** What the sender said of a moment besides what the transcript has: asked for when a person wants it. */
export function SentEventView({ moment, children }: SentEventViewProps) {
  const sessionId = useSessionId()
  const { data: span, error } = useQuery(spanQuery({ sessionId, traceId: moment.traceId, spanId: moment.spanId }))
  if (!span && error) return <p className="text-danger">{error.message}</p>
  if (!span) return <SkeletonLines lines={3} label="Loading the span" />
  const event = sentEvent(span, moment)
  return event ? children({ event, span }) : <p className="text-muted">The span does not have it.</p>
}
