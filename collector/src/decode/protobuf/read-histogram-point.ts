import type { ExponentialHistogramPoint, HistogramPoint } from '../../domain/metric.ts'
import { type BucketsDraft, emptyBuckets, emptyExponentialPoint, emptyHistogramPoint } from '../metric-drafts.ts'
import { countNumber, readPackedDoubles, readPackedFixed64s, readPackedUint64s } from './packed.ts'
import { readKeyValue } from './read-common.ts'
import { readExemplar } from './read-number-point.ts'
import {
  countObjects,
  enter,
  leave,
  readDouble,
  readFixed64,
  readSint32,
  readTag,
  readUint32,
  readUint64,
  skip,
  type WireReader,
} from './wire-reader.ts'

/**
 * HistogramDataPoint: 2 start_time_unix_nano (fixed64), 3 time_unix_nano (fixed64), 4 count (fixed64), 5 sum (optional double),
 * 6 bucket_counts (repeated fixed64), 7 explicit_bounds (repeated double), 8 exemplars, 9 attributes, 10 flags (uint32),
 * 11 min (optional double), 12 max (optional double).
 */
export function readHistogramPoint(reader: WireReader): HistogramPoint {
  countObjects(reader)
  const outerEnd = enter(reader)
  const point = emptyHistogramPoint()
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x4a) point.attributes.push(readKeyValue(reader))
    else if (tag === 0x11) point.startNs = readFixed64(reader)
    else if (tag === 0x19) point.timeNs = readFixed64(reader)
    else if (tag === 0x21) point.count = readFixed64(reader)
    else if (tag === 0x29) point.sum = readDouble(reader)
    else if (tag === 0x32) readPackedFixed64s(reader, point.bucketCounts)
    else if (tag === 0x31) {
      countNumber(reader)
      point.bucketCounts.push(readFixed64(reader))
    } else if (tag === 0x3a) readPackedDoubles(reader, point.explicitBounds)
    else if (tag === 0x39) {
      countNumber(reader)
      point.explicitBounds.push(readDouble(reader))
    } else if (tag === 0x42) point.exemplars.push(readExemplar(reader))
    else if (tag === 0x50) point.flags = readUint32(reader)
    else if (tag === 0x59) point.min = readDouble(reader)
    else if (tag === 0x61) point.max = readDouble(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return point
}

/**
 * ExponentialHistogramDataPoint: 1 attributes, 2 start_time_unix_nano (fixed64), 3 time_unix_nano (fixed64), 4 count (fixed64),
 * 5 sum (optional double), 6 scale (sint32), 7 zero_count (fixed64), 8 positive (Buckets), 9 negative (Buckets), 10 flags (uint32),
 * 11 exemplars, 12 min (optional double), 13 max (optional double), 14 zero_threshold (double).
 */
export function readExponentialPoint(reader: WireReader): ExponentialHistogramPoint {
  countObjects(reader)
  const outerEnd = enter(reader)
  const point = emptyExponentialPoint()
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) point.attributes.push(readKeyValue(reader))
    else if (tag === 0x11) point.startNs = readFixed64(reader)
    else if (tag === 0x19) point.timeNs = readFixed64(reader)
    else if (tag === 0x21) point.count = readFixed64(reader)
    else if (tag === 0x29) point.sum = readDouble(reader)
    else if (tag === 0x30) point.scale = readSint32(reader)
    else if (tag === 0x39) point.zeroCount = readFixed64(reader)
    else if (tag === 0x42) point.positive = readBuckets(reader, point.positive)
    else if (tag === 0x4a) point.negative = readBuckets(reader, point.negative)
    else if (tag === 0x50) point.flags = readUint32(reader)
    else if (tag === 0x5a) point.exemplars.push(readExemplar(reader))
    else if (tag === 0x61) point.min = readDouble(reader)
    else if (tag === 0x69) point.max = readDouble(reader)
    else if (tag === 0x71) point.zeroThreshold = readDouble(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return point
}

/** Buckets: 1 offset (sint32), 2 bucket_counts (repeated uint64). A message that comes in parts adds to `previous`. */
function readBuckets(reader: WireReader, previous: BucketsDraft | undefined): BucketsDraft {
  const outerEnd = enter(reader)
  const buckets = previous ?? emptyBuckets()
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x08) buckets.offset = readSint32(reader)
    else if (tag === 0x12) readPackedUint64s(reader, buckets.bucketCounts)
    else if (tag === 0x10) {
      countNumber(reader)
      buckets.bucketCounts.push(readUint64(reader))
    } else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return buckets
}
