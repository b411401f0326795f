import { ATTR_ERROR_TYPE, EVENT_EXCEPTION } from '@ai-tracker/semconv'
import { type HrTime, type Span, SpanStatusCode } from '@opentelemetry/api'
import { exceptionAttributes, failureOf } from '../failure.ts'
import type { RecordedSpan } from '../recorded-span.ts'

/** Ends a span that an uncaught error has cut off, as failed with it. Leaves one alone that cannot be written to. */
export function failSpan(span: RecordedSpan, error: unknown, endTime: HrTime): void {
  if (!isWritable(span)) return
  const failure = failureOf(error)
  span.setAttribute(ATTR_ERROR_TYPE, failure.type)
  span.addEvent(EVENT_EXCEPTION, exceptionAttributes(failure), endTime)
  span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message })
  span.end(endTime)
}

/** The spans of every SDK are what the program writes to. */
function isWritable(span: RecordedSpan): span is RecordedSpan & Span {
  return 'setAttribute' in span && 'addEvent' in span && 'setStatus' in span && 'end' in span
}
