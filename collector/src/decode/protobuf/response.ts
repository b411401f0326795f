import type { PartialSuccess } from '../partial-success.ts'
import { beginMessage, createWireWriter, endMessage, putInt32, putInt64Value, putString, writtenBytes } from './wire-writer.ts'

/**
 * ExportTraceServiceResponse: 1 partial_success (ExportTracePartialSuccess: 1 rejected_spans (int64), 2 error_message).
 * The responses of logs (1 rejected_log_records) and metrics (1 rejected_data_points) have the same form. Full success is zero bytes.
 */
export function encodeExportResponse(partial?: PartialSuccess): Uint8Array {
  const writer = createWireWriter()
  if (!partial) return writtenBytes(writer)
  const begin = beginMessage(writer)
  putString(writer, 0x12, partial.message)
  if (partial.rejected !== 0) putInt64Value(writer, 0x08, BigInt(partial.rejected))
  endMessage(writer, 0x0a, begin)
  return writtenBytes(writer)
}

/** google.rpc.Status: 1 code (int32), 2 message. */
export function encodeStatus(code: number, message: string): Uint8Array {
  const writer = createWireWriter()
  putString(writer, 0x12, message)
  putInt32(writer, 0x08, code)
  return writtenBytes(writer)
}
