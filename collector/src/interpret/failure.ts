import {
  ATTR_ERROR_MESSAGE,
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_ESCAPED,
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_TYPE,
  EVENT_EXCEPTION,
} from '@ai-tracker/semconv'
import { attributeMap } from '../domain/attribute.ts'
import type { ErrorFields } from '../domain/record.ts'
import { STATUS_CODE } from '../domain/span.ts'
import type { Claims } from './dialect.ts'
import { defined } from './merge-fields.ts'
import type { SpanView } from './span-view.ts'
import { flag, text } from './typed-value.ts'

/**
 * Why the work of a span failed: status ERROR, `error.type`, an exception that left the span, or a flag of the dialect.
 * A refusal or a content filter is an answer, not a failure, and so is an exception that was caught.
 */
export function failure({ item: { span }, attributes }: SpanView, claimed: Claims<ErrorFields> | undefined): ErrorFields | undefined {
  const type = text(attributes, ATTR_ERROR_TYPE)
  const event = span.events.findLast(({ name }) => name === EVENT_EXCEPTION)
  const exception = event && attributeMap(event.attributes)
  const escaped = exception !== undefined && flag(exception, ATTR_EXCEPTION_ESCAPED) === true
  if (span.status.code !== STATUS_CODE.error && type === undefined && !escaped && !claimed) return undefined
  return defined({
    type: type ?? claimed?.type ?? (exception && text(exception, ATTR_EXCEPTION_TYPE)),
    message:
      (span.status.message || undefined) ??
      claimed?.message ??
      (exception && text(exception, ATTR_EXCEPTION_MESSAGE)) ??
      text(attributes, ATTR_ERROR_MESSAGE),
  })
}
