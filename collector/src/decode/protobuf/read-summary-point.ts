import type { SummaryPoint } from '../../domain/metric.ts'
import { emptySummaryPoint } from '../metric-drafts.ts'
import { readKeyValue } from './read-common.ts'
import { countObjects, enter, leave, readDouble, readFixed64, readTag, readUint32, skip, type WireReader } from './wire-reader.ts'

/**
 * SummaryDataPoint: 2 start_time_unix_nano (fixed64), 3 time_unix_nano (fixed64), 4 count (fixed64), 5 sum (double),
 * 6 quantile_values, 7 attributes, 8 flags (uint32).
 */
export function readSummaryPoint(reader: WireReader): SummaryPoint {
  countObjects(reader)
  const outerEnd = enter(reader)
  const point = emptySummaryPoint()
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x3a) point.attributes.push(readKeyValue(reader))
    else if (tag === 0x11) point.startNs = readFixed64(reader)
    else if (tag === 0x19) point.timeNs = readFixed64(reader)
    else if (tag === 0x21) point.count = readFixed64(reader)
    else if (tag === 0x29) point.sum = readDouble(reader)
    else if (tag === 0x32) point.quantileValues.push(readQuantile(reader))
    else if (tag === 0x40) point.flags = readUint32(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return point
}

/** ValueAtQuantile: 1 quantile (double), 2 value (double). */
function readQuantile(reader: WireReader): SummaryPoint['quantileValues'][number] {
  countObjects(reader)
  const outerEnd = enter(reader)
  let quantile = 0
  let value = 0
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x09) quantile = readDouble(reader)
    else if (tag === 0x11) value = readDouble(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return { quantile, value }
}
