import type { LogItem, LogRecord, LogsData } from '../../domain/log.ts'
import { LOGS } from '../envelope.ts'
import { beginMessage, endMessage, putFixed32, putFixed64, putHex, putInt32, putString, putUint32, type WireWriter } from './wire-writer.ts'
import { putAnyValue, putAttributes } from './write-common.ts'
import { encodeEnvelope } from './write-envelope.ts'

/** LogsData or ExportLogsServiceRequest. The result is canonical: equal data gives equal bytes. */
export function encodeLogs(data: LogsData): Uint8Array {
  return encodeEnvelope(LOGS, data, putLog)
}

/** The canonical encoding of one log record with its resource and scope: a LogsData that holds nothing else. */
export function encodeLogItem({ log, resource, scope }: LogItem): Uint8Array {
  return encodeLogs({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [log] }] }] })
}

/** LogRecord; the field numbers are with `readLog`. */
function putLog(writer: WireWriter, tag: number, log: LogRecord): void {
  const begin = beginMessage(writer)
  putString(writer, 0x62, log.eventName)
  putFixed64(writer, 0x59, log.observedNs)
  putHex(writer, 0x52, log.spanId)
  putHex(writer, 0x4a, log.traceId)
  putFixed32(writer, 0x45, log.flags)
  putUint32(writer, 0x38, log.droppedAttributesCount)
  putAttributes(writer, 0x32, log.attributes)
  if (log.body !== undefined) putAnyValue(writer, 0x2a, log.body)
  putString(writer, 0x1a, log.severityText)
  putInt32(writer, 0x10, log.severityNumber)
  putFixed64(writer, 0x09, log.timeNs)
  endMessage(writer, tag, begin)
}
