import type { Span } from '../../domain/span.ts'
import { acceptSpan, parentId } from '../accept.ts'
import type { DecodedOf } from '../decoded.ts'
import { SPANS } from '../envelope.ts'
import type { Tally } from '../tally.ts'
import { decodeEnvelope } from './read-envelope.ts'
import { readSpan } from './read-span.ts'
import { takeProblem, type WireReader } from './wire-reader.ts'

/**
 * TracesData and ExportTraceServiceRequest.
 * @throws AppError `invalid` when the bytes are no such message, `too_large` when they hold more objects than a request may
 */
export function decodeTraces(bytes: Uint8Array): DecodedOf<'traces'> {
  return decodeEnvelope(bytes, SPANS, readValidSpan)
}

function readValidSpan(reader: WireReader, tally: Tally): Span | undefined {
  const span = readSpan(reader)
  span.parentSpanId = parentId(tally, span.parentSpanId)
  return acceptSpan(tally, span, takeProblem(reader)) ? span : undefined
}
