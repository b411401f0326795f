import type { Span } from '../../domain/span.ts'
import { acceptSpan } from '../accept.ts'
import type { DecodedOf } from '../decoded.ts'
import { SPANS } from '../envelope.ts'
import { type JsonContext, takeProblem } from './context.ts'
import { decodeEnvelopeJson } from './read-envelope.ts'
import { readSpan } from './read-span.ts'

/**
 * TracesData and ExportTraceServiceRequest in OTLP/JSON.
 * @throws AppError `invalid` when the bytes are no such message; the message names path and offset. `too_large` when they hold more
 * objects than a request may
 */
export function decodeTracesJson(bytes: Uint8Array): DecodedOf<'traces'> {
  return decodeEnvelopeJson(bytes, SPANS, readValidSpan)
}

function readValidSpan(context: JsonContext): Span | undefined {
  const span = readSpan(context)
  return acceptSpan(context.tally, span, takeProblem(context)) ? span : undefined
}
