import type { Metric, MetricData } from '../../domain/metric.ts'
import { acceptMetric, addPoint, type PointSource } from '../accept-metric.ts'
import { type MetricReading, startData, startMetric } from '../metric-drafts.ts'
import type { Tally } from '../tally.ts'
import { readKeyValue } from './read-common.ts'
import { readExponentialPoint, readHistogramPoint } from './read-histogram-point.ts'
import { readNumberPoint } from './read-number-point.ts'
import { readSummaryPoint } from './read-summary-point.ts'
import { readString } from './text.ts'
import { countObjects, enter, leave, readBool, readInt32, readTag, skip, takeProblem, type WireReader } from './wire-reader.ts'

const POINTS: PointSource<WireReader> = {
  number: readNumberPoint,
  histogram: readHistogramPoint,
  exponential: readExponentialPoint,
  summary: readSummaryPoint,
  takeProblem,
}

/**
 * Metric: 1 name, 2 description, 3 unit, 12 metadata (repeated KeyValue), and of a oneof 5 gauge, 7 sum, 9 histogram,
 * 10 exponential_histogram, 11 summary. Points that are not valid are left out; `undefined` when the whole metric is.
 */
export function readMetric(reader: WireReader, tally: Tally): Metric | undefined {
  countObjects(reader)
  const outerEnd = enter(reader)
  const reading = startMetric()
  const { metric } = reading
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    const kind = kindOf(tag)
    if (kind !== undefined) readData(reader, reading, kind)
    else if (tag === 0x0a) metric.name = readString(reader)
    else if (tag === 0x12) metric.description = readString(reader)
    else if (tag === 0x1a) metric.unit = readString(reader)
    else if (tag === 0x62) {
      metric.metadata.push(readKeyValue(reader))
      reading.problem ??= takeProblem(reader)
    } else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return acceptMetric(tally, reading)
}

function kindOf(tag: number): MetricData['kind'] | undefined {
  if (tag === 0x2a) return 'gauge'
  if (tag === 0x3a) return 'sum'
  if (tag === 0x4a) return 'histogram'
  if (tag === 0x52) return 'exponential_histogram'
  return tag === 0x5a ? 'summary' : undefined
}

/**
 * Gauge, Sum, Histogram, ExponentialHistogram, Summary: 1 data_points (repeated), all but gauge and summary
 * 2 aggregation_temporality (enum), Sum 3 is_monotonic (bool). A message that comes in parts adds to the same data.
 */
function readData(reader: WireReader, reading: MetricReading, kind: MetricData['kind']): void {
  const outerEnd = enter(reader)
  const previous = reading.metric.data
  const data = previous?.kind === kind ? previous : startData(reading, kind)
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) addPoint(POINTS, reader, reading)
    else if (tag === 0x10 && 'temporality' in data) data.temporality = readInt32(reader)
    else if (tag === 0x18 && data.kind === 'sum') data.isMonotonic = readBool(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
}
