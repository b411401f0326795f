import type { Signal } from '../../domain/signal.ts'
import type { PartialSuccess } from '../partial-success.ts'
import { long, member, object, text } from './write-common.ts'

const REJECTED: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
}

/** ExportTraceServiceResponse, ExportLogsServiceResponse or ExportMetricsServiceResponse in OTLP/JSON; full success is `{}`. */
export function responseToJson(signal: Signal, partial?: PartialSuccess): string {
  if (!partial) return '{}'
  const { rejected, message } = partial
  return object(
    member('partialSuccess', object(rejected === 0 ? '' : long(REJECTED[signal], BigInt(rejected)), text('errorMessage', message))),
  )
}

/** google.rpc.Status in JSON. */
export function statusToJson(code: number, message: string): string {
  return JSON.stringify({ code, message })
}
