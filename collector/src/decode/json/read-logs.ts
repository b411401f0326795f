import type { LogRecord } from '../../domain/log.ts'
import { acceptLog, logSpanId, logTraceId } from '../accept.ts'
import type { DecodedOf } from '../decoded.ts'
import { emptyLog } from '../drafts.ts'
import { LOGS } from '../envelope.ts'
import { readOtherId } from './bytes.ts'
import { type JsonContext, nextField, openMessage, takeProblem } from './context.ts'
import { readAnyValue, readAttributes } from './read-common.ts'
import { decodeEnvelopeJson } from './read-envelope.ts'
import { readEnum, readFixed64, readText, readUint32 } from './scalar.ts'

const SEVERITIES = [
  'UNSPECIFIED',
  ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((name) => ['', '2', '3', '4'].map((step) => name + step)),
].map((name) => `SEVERITY_NUMBER_${name}`)

/**
 * LogsData and ExportLogsServiceRequest in OTLP/JSON.
 * @throws AppError `invalid` when the bytes are no such message; the message names path and offset. `too_large` when they hold more
 * objects than a request may
 */
export function decodeLogsJson(bytes: Uint8Array): DecodedOf<'logs'> {
  return decodeEnvelopeJson(bytes, LOGS, readValidLog)
}

function readValidLog(context: JsonContext): LogRecord | undefined {
  const log = readLog(context)
  return acceptLog(context.tally, log, takeProblem(context)) ? log : undefined
}

/** LogRecord. What is wrong with a value of it is noted in the context. */
function readLog(context: JsonContext): LogRecord {
  const log = emptyLog()
  const { tally } = context
  if (!openMessage(context)) return log
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'timeUnixNano') log.timeNs = readFixed64(context, field)
    else if (field === 'observedTimeUnixNano') log.observedNs = readFixed64(context, field)
    else if (field === 'severityNumber') log.severityNumber = readEnum(context, field, SEVERITIES)
    else if (field === 'severityText') log.severityText = readText(context, field)
    else if (field === 'body') log.body = context.json.nullValue() ? undefined : readAnyValue(context, 0)
    else if (field === 'attributes') log.attributes = readAttributes(context)
    else if (field === 'droppedAttributesCount') log.droppedAttributesCount = readUint32(context, field)
    else if (field === 'flags') log.flags = readUint32(context, field)
    else if (field === 'traceId') log.traceId = logTraceId(tally, readOtherId(context, field, 16))
    else if (field === 'spanId') log.spanId = logSpanId(tally, readOtherId(context, field, 8))
    else if (field === 'eventName') log.eventName = readText(context, field)
  }
  return log
}
