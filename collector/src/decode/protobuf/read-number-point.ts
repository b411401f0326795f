import type { Exemplar, NumberPoint } from '../../domain/metric.ts'
import { emptyExemplar, emptyNumberPoint } from '../metric-drafts.ts'
import { readHex } from './hex.ts'
import { readKeyValue } from './read-common.ts'
import {
  countObjects,
  enter,
  leave,
  readDouble,
  readFixed64,
  readSfixed64,
  readTag,
  readUint32,
  skip,
  type WireReader,
} from './wire-reader.ts'

/**
 * NumberDataPoint: 2 start_time_unix_nano (fixed64), 3 time_unix_nano (fixed64), 5 exemplars, 7 attributes, 8 flags (uint32), and of
 * a oneof 4 as_double or 6 as_int (sfixed64).
 */
export function readNumberPoint(reader: WireReader): NumberPoint {
  countObjects(reader)
  const outerEnd = enter(reader)
  const point = emptyNumberPoint()
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x3a) point.attributes.push(readKeyValue(reader))
    else if (tag === 0x11) point.startNs = readFixed64(reader)
    else if (tag === 0x19) point.timeNs = readFixed64(reader)
    else if (tag === 0x21) point.value = readDouble(reader)
    else if (tag === 0x2a) point.exemplars.push(readExemplar(reader))
    else if (tag === 0x31) point.value = readSfixed64(reader)
    else if (tag === 0x40) point.flags = readUint32(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return point
}

/**
 * Exemplar: 2 time_unix_nano (fixed64), 4 span_id (bytes), 5 trace_id (bytes), 7 filtered_attributes, and of a oneof 3 as_double or
 * 6 as_int (sfixed64).
 */
export function readExemplar(reader: WireReader): Exemplar {
  countObjects(reader)
  const outerEnd = enter(reader)
  const exemplar = emptyExemplar()
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x3a) exemplar.filteredAttributes.push(readKeyValue(reader))
    else if (tag === 0x11) exemplar.timeNs = readFixed64(reader)
    else if (tag === 0x19) exemplar.value = readDouble(reader)
    else if (tag === 0x22) exemplar.spanId = readHex(reader)
    else if (tag === 0x2a) exemplar.traceId = readHex(reader)
    else if (tag === 0x31) exemplar.value = readSfixed64(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return exemplar
}
