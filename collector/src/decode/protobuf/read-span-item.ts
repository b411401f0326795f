import { AppError } from '../../domain/app-error.ts'
import { type SpanItem, spanItems } from '../../domain/span.ts'
import { decodeTraces } from './read-traces.ts'

/** The inverse of `encodeSpanItem`. @throws AppError `internal` for bytes that it did not make */
export function decodeSpanItem(bytes: Uint8Array): SpanItem {
  const [item] = spanItems(decodeTraces(bytes).data)
  if (!item) throw new AppError('internal', 'a stored copy of a span cannot be read; run "tracker db check"')
  return item
}
