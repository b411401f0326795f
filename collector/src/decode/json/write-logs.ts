import type { LogRecord, LogsData } from '../../domain/log.ts'
import { LOGS } from '../envelope.ts'
import { anyValueToJson, attributeList, long, member, number, object, text } from './write-common.ts'
import { envelopeToJson } from './write-envelope.ts'

/** LogsData or ExportLogsServiceRequest in OTLP/JSON, on one line. */
export function writeLogsJson(data: LogsData): string {
  return envelopeToJson(LOGS, data, logToJson)
}

/** A log record in OTLP/JSON. Defaults are left out, but for its times, which readers of OTLP expect. */
export function logToJson(log: LogRecord): string {
  return object(
    long('timeUnixNano', log.timeNs),
    long('observedTimeUnixNano', log.observedNs),
    number('severityNumber', log.severityNumber),
    text('severityText', log.severityText),
    log.body === undefined ? '' : member('body', anyValueToJson(log.body)),
    attributeList('attributes', log.attributes),
    number('droppedAttributesCount', log.droppedAttributesCount),
    number('flags', log.flags),
    text('traceId', log.traceId),
    text('spanId', log.spanId),
    text('eventName', log.eventName),
  )
}
