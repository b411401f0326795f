import type { Buckets, Exemplar, ExponentialHistogramPoint, HistogramPoint, NumberPoint, SummaryPoint } from '../../domain/metric.ts'
import {
  beginMessage,
  endMessage,
  putDouble,
  putDoubleBare,
  putDoubleValue,
  putFixed64,
  putFixed64Bare,
  putHex,
  putSfixed64Value,
  putSint32,
  putUint32,
  putUint64Bare,
  type WireWriter,
} from './wire-writer.ts'
import { putAttributes } from './write-common.ts'

/** NumberDataPoint; the field numbers are with `readNumberPoint`. */
export function putNumberPoint(writer: WireWriter, tag: number, point: NumberPoint): void {
  const begin = beginMessage(writer)
  putUint32(writer, 0x40, point.flags)
  putAttributes(writer, 0x3a, point.attributes)
  if (typeof point.value === 'bigint') putSfixed64Value(writer, 0x31, point.value)
  putExemplars(writer, 0x2a, point.exemplars)
  if (typeof point.value === 'number') putDoubleValue(writer, 0x21, point.value)
  putFixed64(writer, 0x19, point.timeNs)
  putFixed64(writer, 0x11, point.startNs)
  endMessage(writer, tag, begin)
}

/** A repeated Exemplar field; the field numbers are with `readExemplar`. */
function putExemplars(writer: WireWriter, tag: number, exemplars: readonly Exemplar[]): void {
  for (const exemplar of exemplars.toReversed()) {
    const begin = beginMessage(writer)
    putAttributes(writer, 0x3a, exemplar.filteredAttributes)
    if (typeof exemplar.value === 'bigint') putSfixed64Value(writer, 0x31, exemplar.value)
    putHex(writer, 0x2a, exemplar.traceId)
    putHex(writer, 0x22, exemplar.spanId)
    if (typeof exemplar.value === 'number') putDoubleValue(writer, 0x19, exemplar.value)
    putFixed64(writer, 0x11, exemplar.timeNs)
    endMessage(writer, tag, begin)
  }
}

/** HistogramDataPoint; the field numbers are with `readHistogramPoint`. */
export function putHistogramPoint(writer: WireWriter, tag: number, point: HistogramPoint): void {
  const begin = beginMessage(writer)
  putOptional(writer, 0x61, point.max)
  putOptional(writer, 0x59, point.min)
  putUint32(writer, 0x50, point.flags)
  putAttributes(writer, 0x4a, point.attributes)
  putExemplars(writer, 0x42, point.exemplars)
  putPacked(writer, 0x3a, { values: point.explicitBounds, put: putDoubleBare })
  putPacked(writer, 0x32, { values: point.bucketCounts, put: putFixed64Bare })
  putOptional(writer, 0x29, point.sum)
  putFixed64(writer, 0x21, point.count)
  putFixed64(writer, 0x19, point.timeNs)
  putFixed64(writer, 0x11, point.startNs)
  endMessage(writer, tag, begin)
}

/** ExponentialHistogramDataPoint; the field numbers are with `readExponentialPoint`. */
export function putExponentialPoint(writer: WireWriter, tag: number, point: ExponentialHistogramPoint): void {
  const begin = beginMessage(writer)
  putDouble(writer, 0x71, point.zeroThreshold)
  putOptional(writer, 0x69, point.max)
  putOptional(writer, 0x61, point.min)
  putExemplars(writer, 0x5a, point.exemplars)
  putUint32(writer, 0x50, point.flags)
  putBuckets(writer, 0x4a, point.negative)
  putBuckets(writer, 0x42, point.positive)
  putFixed64(writer, 0x39, point.zeroCount)
  putSint32(writer, 0x30, point.scale)
  putOptional(writer, 0x29, point.sum)
  putFixed64(writer, 0x21, point.count)
  putFixed64(writer, 0x19, point.timeNs)
  putFixed64(writer, 0x11, point.startNs)
  putAttributes(writer, 0x0a, point.attributes)
  endMessage(writer, tag, begin)
}

/** Buckets: 1 offset (sint32), 2 bucket_counts (repeated uint64); left out when there are none, but not when they are empty. */
function putBuckets(writer: WireWriter, tag: number, buckets: Buckets | undefined): void {
  if (!buckets) return
  const begin = beginMessage(writer)
  putPacked(writer, 0x12, { values: buckets.bucketCounts, put: putUint64Bare })
  putSint32(writer, 0x08, buckets.offset)
  endMessage(writer, tag, begin)
}

/** SummaryDataPoint; the field numbers are with `readSummaryPoint`. */
export function putSummaryPoint(writer: WireWriter, tag: number, point: SummaryPoint): void {
  const begin = beginMessage(writer)
  putUint32(writer, 0x40, point.flags)
  putAttributes(writer, 0x3a, point.attributes)
  for (const { quantile, value } of point.quantileValues.toReversed()) {
    const beginQuantile = beginMessage(writer)
    putDouble(writer, 0x11, value)
    putDouble(writer, 0x09, quantile)
    endMessage(writer, 0x32, beginQuantile)
  }
  putDouble(writer, 0x29, point.sum)
  putFixed64(writer, 0x21, point.count)
  putFixed64(writer, 0x19, point.timeNs)
  putFixed64(writer, 0x11, point.startNs)
  endMessage(writer, tag, begin)
}

/** double, unless it was not sent. */
function putOptional(writer: WireWriter, tag: number, value: number | undefined): void {
  if (value !== undefined) putDoubleValue(writer, tag, value)
}

/** Numbers that are written as one block, and how to write one. */
interface Packed<T> {
  readonly values: readonly T[]
  put(writer: WireWriter, value: T): void
}

/** A repeated field of numbers, packed, unless it is empty. */
function putPacked<T>(writer: WireWriter, tag: number, { values, put }: Packed<T>): void {
  if (values.length === 0) return
  const begin = beginMessage(writer)
  for (let i = values.length - 1; i >= 0; i--) {
    const value = values[i]
    if (value !== undefined) put(writer, value)
  }
  endMessage(writer, tag, begin)
}
