import type { PartialSuccess } from '../partial-success.ts'
import { long, member, object, text } from './write-common.ts'

/** ExportTraceServiceResponse in OTLP/JSON; full success is `{}`. */
export function traceResponseToJson(partial?: PartialSuccess): string {
  if (!partial) return '{}'
  const { rejected, message } = partial
  return object(
    member('partialSuccess', object(rejected === 0 ? '' : long('rejectedSpans', BigInt(rejected)), text('errorMessage', message))),
  )
}

/** google.rpc.Status in JSON. */
export function statusToJson(code: number, message: string): string {
  return JSON.stringify({ code, message })
}
