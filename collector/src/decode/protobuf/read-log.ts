import { logSpanId, logTraceId } from '../accept.ts'
import { emptyLog, type LogDraft } from '../drafts.ts'
import type { Tally } from '../tally.ts'
import { readHex } from './hex.ts'
import { readAnyValue, readKeyValue } from './read-common.ts'
import { readString } from './text.ts'
import {
  countObjects,
  enter,
  leave,
  readFixed32,
  readFixed64,
  readInt32,
  readTag,
  readUint32,
  skip,
  type WireReader,
} from './wire-reader.ts'

/**
 * LogRecord: 1 time_unix_nano (fixed64), 2 severity_number (enum), 3 severity_text, 5 body (AnyValue), 6 attributes,
 * 7 dropped_attributes_count (uint32), 8 flags (fixed32), 9 trace_id (bytes), 10 span_id (bytes),
 * 11 observed_time_unix_nano (fixed64), 12 event_name.
 */
export function readLog(reader: WireReader, tally: Tally): LogDraft {
  countObjects(reader)
  const outerEnd = enter(reader)
  const log = emptyLog()
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x32) log.attributes.push(readKeyValue(reader))
    else if (tag === 0x09) log.timeNs = readFixed64(reader)
    else if (tag === 0x10) log.severityNumber = readInt32(reader)
    else if (tag === 0x1a) log.severityText = readString(reader)
    else if (tag === 0x2a) log.body = readAnyValue(reader, log.body ?? null, 0)
    else if (tag === 0x38) log.droppedAttributesCount = readUint32(reader)
    else if (tag === 0x45) log.flags = readFixed32(reader)
    else if (tag === 0x4a) log.traceId = readHex(reader)
    else if (tag === 0x52) log.spanId = readHex(reader)
    else if (tag === 0x59) log.observedNs = readFixed64(reader)
    else if (tag === 0x62) log.eventName = readString(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  log.traceId = logTraceId(tally, log.traceId)
  log.spanId = logSpanId(tally, log.spanId)
  return log
}
