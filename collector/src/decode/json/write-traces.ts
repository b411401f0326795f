import type { TracesData } from '../../domain/span.ts'
import { SPANS } from '../envelope.ts'
import { envelopeToJson } from './write-envelope.ts'
import { spanToJson } from './write-span.ts'

/** TracesData or ExportTraceServiceRequest in OTLP/JSON, on one line. */
export function writeTracesJson(data: TracesData): string {
  return envelopeToJson(SPANS, data, spanToJson)
}
