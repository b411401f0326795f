import type {
  Buckets,
  Exemplar,
  ExponentialHistogramPoint,
  HistogramPoint,
  NumberPoint,
  NumberValue,
  PointBase,
  SummaryPoint,
} from '../../domain/metric.ts'
import { attributeList, double, doubleToJson, list, long, member, number, object, text } from './write-common.ts'

/** NumberDataPoint in OTLP/JSON. Of points of all kinds, defaults are left out, but for times and counts. */
export function numberPointToJson(point: NumberPoint): string {
  return object(...baseMembers(point), value(point.value), list('exemplars', point.exemplars, exemplarToJson))
}

/** HistogramDataPoint in OTLP/JSON. */
export function histogramPointToJson(point: HistogramPoint): string {
  return object(
    ...baseMembers(point),
    long('count', point.count),
    double('sum', point.sum),
    counts(point.bucketCounts),
    list('explicitBounds', point.explicitBounds, doubleToJson),
    double('min', point.min),
    double('max', point.max),
    list('exemplars', point.exemplars, exemplarToJson),
  )
}

/** ExponentialHistogramDataPoint in OTLP/JSON. */
export function exponentialPointToJson(point: ExponentialHistogramPoint): string {
  return object(
    ...baseMembers(point),
    long('count', point.count),
    double('sum', point.sum),
    number('scale', point.scale),
    long('zeroCount', point.zeroCount),
    buckets('positive', point.positive),
    buckets('negative', point.negative),
    double('min', point.min),
    double('max', point.max),
    Object.is(point.zeroThreshold, 0) ? '' : double('zeroThreshold', point.zeroThreshold),
    list('exemplars', point.exemplars, exemplarToJson),
  )
}

/** SummaryDataPoint in OTLP/JSON. */
export function summaryPointToJson(point: SummaryPoint): string {
  return object(
    ...baseMembers(point),
    long('count', point.count),
    double('sum', point.sum),
    list('quantileValues', point.quantileValues, quantileToJson),
  )
}

function quantileToJson(item: SummaryPoint['quantileValues'][number]): string {
  return object(double('quantile', item.quantile), double('value', item.value))
}

function baseMembers({ attributes, startNs, timeNs, flags }: PointBase): readonly string[] {
  return [
    attributeList('attributes', attributes),
    startNs === 0n ? '' : long('startTimeUnixNano', startNs),
    long('timeUnixNano', timeNs),
    number('flags', flags),
  ]
}

function exemplarToJson(exemplar: Exemplar): string {
  return object(
    attributeList('filteredAttributes', exemplar.filteredAttributes),
    long('timeUnixNano', exemplar.timeNs),
    value(exemplar.value),
    text('spanId', exemplar.spanId),
    text('traceId', exemplar.traceId),
  )
}

function value(number: NumberValue): string {
  return typeof number === 'bigint' ? long('asInt', number) : double('asDouble', number)
}

function buckets(name: string, side: Buckets | undefined): string {
  return side === undefined ? '' : member(name, object(number('offset', side.offset), counts(side.bucketCounts)))
}

function counts(bucketCounts: readonly bigint[]): string {
  return list('bucketCounts', bucketCounts, (count) => `"${count}"`)
}
