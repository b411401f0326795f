import type { TranscriptMoment } from '@ai-tracker/collector/contract'
import { useQuery } from '@tanstack/react-query'
import { spanQuery } from '../../../data/queries.ts'
import { AttributeList } from '../../../trace/span-drawer/attribute-list.tsx'
import { SkeletonLines } from '../../../ui/skeleton.tsx'
import { isTold, sentEvent } from './sent-event.ts'
import { useSessionId } from './transcript-context.ts'

/** What the sender said of a moment besides what the transcript has: asked for when a person wants it. */
export function SentEventView({ moment }: { readonly moment: TranscriptMoment }) {
  const sessionId = useSessionId()
  const { data: span, error } = useQuery(spanQuery({ sessionId, traceId: moment.traceId, spanId: moment.spanId }))
  if (!span && error) return <p className="text-danger">{error.message}</p>
  if (!span) return <SkeletonLines lines={3} label="Loading the span" />
  const event = sentEvent(span, moment)
  if (!event) return <p className="text-muted">The span does not have it.</p>
  const isLeftOut = (attribute: (typeof event.attributes)[number]) => isTold(attribute, moment)
  return <AttributeList attributes={event.attributes} at={event.at} cut={span.cut} source={span} isLeftOut={isLeftOut} />
}
