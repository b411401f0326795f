import type { Exemplar, ExponentialHistogramPoint, HistogramPoint, NumberPoint, NumberValue, SummaryPoint } from '../../domain/metric.ts'
import { NUMBERS_PER_OBJECT } from '../limits.ts'
import {
  type BucketsDraft,
  emptyBuckets,
  emptyExemplar,
  emptyExponentialPoint,
  emptyHistogramPoint,
  emptyNumberPoint,
  emptySummaryPoint,
} from '../metric-drafts.ts'
import { readOtherId } from './bytes.ts'
import { type FieldName, type JsonContext, nextField, openMessage, readList } from './context.ts'
import { readAttributes } from './read-common.ts'
import { readDouble, readDoubleOrZero, readFixed64, readInt32, readInt64, readOptionalDouble, readUint32 } from './scalar.ts'

/** NumberDataPoint: attributes, startTimeUnixNano, timeUnixNano, asDouble or asInt, exemplars, flags. */
export function readNumberPoint(context: JsonContext): NumberPoint {
  const point = emptyNumberPoint()
  if (!openMessage(context)) return point
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'attributes') point.attributes = readAttributes(context)
    else if (field === 'startTimeUnixNano') point.startNs = readFixed64(context, field)
    else if (field === 'timeUnixNano') point.timeNs = readFixed64(context, field)
    else if (field === 'asDouble' || field === 'asInt') point.value = readNumber(context, field) ?? point.value
    else if (field === 'exemplars') point.exemplars = readList(context, readExemplar)
    else if (field === 'flags') point.flags = readUint32(context, field)
  }
  return point
}

/** A member of the oneof of a number point or an exemplar; null sets none. */
function readNumber(context: JsonContext, field: 'asDouble' | 'asInt'): NumberValue {
  if (context.json.nullValue()) return undefined
  return field === 'asInt' ? readInt64(context, field) : readDouble(context, field)
}

/** Exemplar: filteredAttributes, timeUnixNano, asDouble or asInt, spanId, traceId. */
function readExemplar(context: JsonContext): Exemplar {
  const exemplar = emptyExemplar()
  if (!openMessage(context)) return exemplar
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'filteredAttributes') exemplar.filteredAttributes = readAttributes(context)
    else if (field === 'timeUnixNano') exemplar.timeNs = readFixed64(context, field)
    else if (field === 'asDouble' || field === 'asInt') exemplar.value = readNumber(context, field) ?? exemplar.value
    else if (field === 'spanId') exemplar.spanId = readOtherId(context, field, 8)
    else if (field === 'traceId') exemplar.traceId = readOtherId(context, field, 16)
  }
  return exemplar
}

/** HistogramDataPoint: as the others, count, sum, min, max, bucketCounts, explicitBounds. */
export function readHistogramPoint(context: JsonContext): HistogramPoint {
  const point = emptyHistogramPoint()
  if (!openMessage(context)) return point
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'attributes') point.attributes = readAttributes(context)
    else if (field === 'startTimeUnixNano') point.startNs = readFixed64(context, field)
    else if (field === 'timeUnixNano') point.timeNs = readFixed64(context, field)
    else if (field === 'flags') point.flags = readUint32(context, field)
    else if (field === 'count') point.count = readFixed64(context, field)
    else if (isExtreme(field)) point[field] = readOptionalDouble(context, field)
    else if (field === 'bucketCounts') point.bucketCounts = readBucketCounts(context)
    else if (field === 'explicitBounds') point.explicitBounds = readNumbers(context, () => readDouble(context, 'explicitBounds'))
    else if (field === 'exemplars') point.exemplars = readList(context, readExemplar)
  }
  return point
}

/** ExponentialHistogramDataPoint: as the others, count, sum, min, max, scale, zeroCount, zeroThreshold, positive, negative. */
export function readExponentialPoint(context: JsonContext): ExponentialHistogramPoint {
  const point = emptyExponentialPoint()
  if (!openMessage(context)) return point
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'attributes') point.attributes = readAttributes(context)
    else if (field === 'startTimeUnixNano') point.startNs = readFixed64(context, field)
    else if (field === 'timeUnixNano') point.timeNs = readFixed64(context, field)
    else if (field === 'flags') point.flags = readUint32(context, field)
    else if (field === 'count' || field === 'zeroCount') point[field] = readFixed64(context, field)
    else if (isExtreme(field)) point[field] = readOptionalDouble(context, field)
    else if (field === 'scale') point.scale = readInt32(context, field)
    else if (field === 'zeroThreshold') point.zeroThreshold = readDoubleOrZero(context, field)
    else if (field === 'positive' || field === 'negative') point[field] = readBuckets(context)
    else if (field === 'exemplars') point.exemplars = readList(context, readExemplar)
  }
  return point
}

function isExtreme(field: FieldName): field is 'sum' | 'min' | 'max' {
  return field === 'sum' || field === 'min' || field === 'max'
}

/** Buckets: offset, bucketCounts. Null is none. */
function readBuckets(context: JsonContext): BucketsDraft | undefined {
  if (!openMessage(context)) return undefined
  const buckets = emptyBuckets()
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'offset') buckets.offset = readInt32(context, field)
    else if (field === 'bucketCounts') buckets.bucketCounts = readBucketCounts(context)
  }
  return buckets
}

function readBucketCounts(context: JsonContext): bigint[] {
  return readNumbers(context, () => readFixed64(context, 'bucketCounts'))
}

function readNumbers<T>(context: JsonContext, readItem: () => T): T[] {
  return readList(context, readItem, 1 / NUMBERS_PER_OBJECT)
}

/** SummaryDataPoint: as the others, count, sum, quantileValues. */
export function readSummaryPoint(context: JsonContext): SummaryPoint {
  const point = emptySummaryPoint()
  if (!openMessage(context)) return point
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'attributes') point.attributes = readAttributes(context)
    else if (field === 'startTimeUnixNano') point.startNs = readFixed64(context, field)
    else if (field === 'timeUnixNano') point.timeNs = readFixed64(context, field)
    else if (field === 'flags') point.flags = readUint32(context, field)
    else if (field === 'count') point.count = readFixed64(context, field)
    else if (field === 'sum') point.sum = readDoubleOrZero(context, field)
    else if (field === 'quantileValues') point.quantileValues = readList(context, readQuantile)
  }
  return point
}

/** ValueAtQuantile: quantile, value. */
function readQuantile(context: JsonContext): { quantile: number; value: number } {
  const item = { quantile: 0, value: 0 }
  if (!openMessage(context)) return item
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'quantile' || field === 'value') item[field] = readDoubleOrZero(context, field)
  }
  return item
}
