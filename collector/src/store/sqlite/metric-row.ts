/** A point of a metric as received ⇄ its columns in `metric_points`. The only place, with the schema, that knows these columns. */
import { type Attributes, type AttributeValue, attributeMap, isKeyValueList, isList, type KeyValue } from '../../domain/attribute.ts'
import { type ResolveText, valueFromJson, valueToJson } from '../../domain/attribute-json.ts'
import type { Buckets, Exemplar, MetricData, NumberValue } from '../../domain/metric.ts'
import { isExponentialPoint, isNumberPoint, isSummaryPoint, type MetricPoint } from './metric-data.ts'
import type { RowTexts } from './write/row-texts.ts'

/** A number in a column of type ANY; as text what SQLite does not hold. */
type NumberColumn = bigint | number | string | null

/** Columns of `metric_points` that hold what was received, but for the series. */
export interface PointColumns {
  readonly start_ns: bigint
  readonly time_ns: bigint
  readonly flags: number
  readonly value: NumberColumn
  readonly count: bigint | null
  readonly sum: NumberColumn
  readonly min: NumberColumn
  readonly max: NumberColumn
  readonly buckets: string | null
  readonly exemplars: string | null
}

/** Names of `PointColumns`, for statements. */
export const POINT_COLUMNS = [
  'start_ns',
  'time_ns',
  'flags',
  'value',
  'count',
  'sum',
  'min',
  'max',
  'buckets',
  'exemplars',
] as const satisfies readonly (keyof PointColumns)[]

/** The columns of a point. Long strings go to `texts`. */
export function toPointColumns(point: MetricPoint, texts: RowTexts): PointColumns {
  const exemplars = isSummaryPoint(point) ? [] : point.exemplars
  const base = {
    start_ns: BigInt.asIntN(64, point.startNs),
    time_ns: BigInt.asIntN(64, point.timeNs),
    flags: point.flags,
    exemplars: exemplars.length === 0 ? null : valueToJson(exemplars.map(exemplarValue), texts.path),
  }
  if (isNumberPoint(point)) {
    return { ...base, value: numberColumn(point.value), count: null, sum: null, min: null, max: null, buckets: null }
  }
  const [min, max] = isSummaryPoint(point) ? [undefined, undefined] : [point.min, point.max]
  return {
    ...base,
    value: null,
    count: BigInt.asIntN(64, point.count),
    sum: numberColumn(point.sum),
    min: numberColumn(min),
    max: numberColumn(max),
    buckets: valueToJson(bucketsValue(point)),
  }
}

/** The columns as SQLite gives them back with safe integers. */
export type PointRow = { readonly [K in keyof PointColumns]: PointColumns[K] | (number extends PointColumns[K] ? bigint : never) }

/** The exact inverse of `toPointColumns`. @param kind of the metric */
export function fromPointColumns(
  row: PointRow,
  { kind, attributes, resolve }: { readonly kind: MetricData['kind']; readonly attributes: Attributes; readonly resolve: ResolveText },
): MetricPoint {
  const base = {
    attributes,
    startNs: BigInt.asUintN(64, row.start_ns),
    timeNs: BigInt.asUintN(64, row.time_ns),
    flags: Number(row.flags),
  }
  const exemplars = listFrom(row.exemplars === null ? undefined : valueFromJson(row.exemplars, resolve)).map(toExemplar)
  if (kind === 'gauge' || kind === 'sum') return { ...base, value: fromNumberColumn(row.value), exemplars }
  const fields = fieldsOf(row.buckets === null ? undefined : valueFromJson(row.buckets, resolve))
  const counted = { ...base, count: BigInt.asUintN(64, row.count ?? 0n) }
  const sum = doubleFrom(row.sum)
  if (kind === 'summary') return { ...counted, sum: sum ?? 0, quantileValues: listFrom(fields.get('quantiles')).map(toQuantile) }
  const measured = { ...counted, sum, min: doubleFrom(row.min), max: doubleFrom(row.max), exemplars }
  if (kind === 'histogram')
    return { ...measured, bucketCounts: bigintsFrom(fields.get('counts')), explicitBounds: numbersFrom(fields.get('bounds')) }
  return {
    ...measured,
    scale: Number(fields.get('scale')),
    zeroCount: fields.get('zeroCount') as bigint,
    zeroThreshold: fields.get('zeroThreshold') as number,
    positive: toBuckets(fields.get('positive')),
    negative: toBuckets(fields.get('negative')),
  }
}

function numberColumn(value: NumberValue): NumberColumn {
  if (value === undefined) return null
  if (Number.isNaN(value)) return 'NaN'
  return Object.is(value, -0) ? '-0.0' : value
}

function fromNumberColumn(column: NumberColumn): NumberValue {
  if (column === null) return undefined
  return typeof column === 'string' ? Number(column) : column
}

function doubleFrom(column: NumberColumn): number | undefined {
  const value = fromNumberColumn(column)
  return value === undefined ? undefined : Number(value)
}

/** What a point that is no number holds besides count, sum and extremes. Counts are unsigned here: JSON has no bounds. */
function bucketsValue(point: Exclude<MetricPoint, { readonly value: unknown }>): AttributeValue {
  if (isSummaryPoint(point)) {
    const quantiles = point.quantileValues.map(({ quantile, value }) => map({ quantile, value }))
    return map({ quantiles })
  }
  if (!isExponentialPoint(point)) return map({ bounds: point.explicitBounds, counts: point.bucketCounts })
  const { scale, zeroCount, zeroThreshold, positive, negative } = point
  return map({
    scale: BigInt(scale),
    zeroCount,
    zeroThreshold,
    positive: positive && sideValue(positive),
    negative: negative && sideValue(negative),
  })
}

function sideValue({ offset, bucketCounts }: Buckets): AttributeValue {
  return map({ offset: BigInt(offset), counts: bucketCounts })
}

function exemplarValue({ timeNs, value, spanId, traceId, filteredAttributes }: Exemplar): AttributeValue {
  return map({ time: timeNs, value, traceId, spanId, attributes: { entries: filteredAttributes } })
}

/** An object of the fields that are there. */
function map(fields: Readonly<Record<string, AttributeValue | undefined>>): AttributeValue {
  return { entries: Object.entries(fields).flatMap(([key, value]): KeyValue[] => (value === undefined ? [] : [{ key, value }])) }
}

type Fields = ReadonlyMap<string, AttributeValue>

function fieldsOf(value: AttributeValue | undefined): Fields {
  return attributeMap(isKeyValueList(value) ? value.entries : [])
}

function listFrom(value: AttributeValue | undefined): readonly AttributeValue[] {
  return isList(value) ? value : []
}

function bigintsFrom(value: AttributeValue | undefined): readonly bigint[] {
  return listFrom(value).filter((item) => typeof item === 'bigint')
}

function numbersFrom(value: AttributeValue | undefined): readonly number[] {
  return listFrom(value).filter((item) => typeof item === 'number')
}

function toBuckets(value: AttributeValue | undefined): Buckets | undefined {
  if (value === undefined) return undefined
  const fields = fieldsOf(value)
  return { offset: Number(fields.get('offset')), bucketCounts: bigintsFrom(fields.get('counts')) }
}

function toQuantile(value: AttributeValue): { quantile: number; value: number } {
  const fields = fieldsOf(value)
  return { quantile: fields.get('quantile') as number, value: fields.get('value') as number }
}

function toExemplar(exemplar: AttributeValue): Exemplar {
  const fields = fieldsOf(exemplar)
  const attributes = fields.get('attributes')
  return {
    timeNs: fields.get('time') as bigint,
    value: fields.get('value') as NumberValue,
    traceId: fields.get('traceId') as string,
    spanId: fields.get('spanId') as string,
    filteredAttributes: isKeyValueList(attributes) ? attributes.entries : [],
  }
}
