import type { Attributes } from '../../domain/attribute.ts'
import { attributesFromJson } from '../../domain/attribute-json.ts'
import type { LogItem } from '../../domain/log.ts'
import type { Metric, MetricData, MetricItem } from '../../domain/metric.ts'
import type { SqliteDatabase } from './database.ts'
import { fromLogColumns, LOG_COLUMNS, type LogRow } from './log-row.ts'
import { createTextReader } from './long-texts.ts'
import { dataWith, type MetricPoint, type MetricShape } from './metric-data.ts'
import { fromPointColumns, POINT_COLUMNS, type PointRow } from './metric-row.ts'
import { createInternedReader } from './resources-and-scopes.ts'

/** A stored log record with what is known of its arrival. */
export interface StoredLogItem {
  readonly item: LogItem
  readonly receivedNs: bigint
}

/** A stored point with the metric that it belongs to. */
export interface StoredPointItem {
  /** The metric with no other point. */
  readonly item: MetricItem
  readonly descriptor: number
  readonly shape: MetricShape
  readonly point: MetricPoint
  readonly sessionKey: string | undefined
  readonly isConflicted: boolean
  readonly receivedNs: bigint
}

type LogItemRow = LogRow & { readonly resource_id: bigint; readonly scope_id: bigint; readonly received_ns: bigint }

interface SeriesRow {
  readonly resource_id: bigint
  readonly scope_id: bigint
  readonly descriptor: bigint
  readonly name: string
  readonly description: string
  readonly unit: string
  readonly kind: MetricData['kind']
  readonly temporality: bigint | null
  readonly is_monotonic: bigint | null
  readonly metadata: string | null
  readonly attributes: string | null
  readonly session_key: string | null
}

type PointItemRow = PointRow & { readonly series: bigint; readonly conflicted: bigint; readonly received_ns: bigint }

/** A metric with one set of attributes. */
export interface StoredSeries {
  readonly descriptor: number
  readonly metric: Metric
  readonly shape: MetricShape
  readonly attributes: Attributes
  readonly resource: MetricItem['resource']
  readonly scope: MetricItem['scope']
  readonly sessionKey: string | undefined
}

/** Series that are remembered by one reader. */
const REMEMBERED = 5_000

/** Gives logs and points of metrics back as they were received; the attributes of a point come in the order of their keys. */
export function createSignalReader(db: SqliteDatabase) {
  const logByRow = db
    .prepare(`SELECT ${LOG_COLUMNS.join(', ')}, resource_id, scope_id, received_ns FROM log_records WHERE id = ?`)
    .safeIntegers()
  const pointByRow = db
    .prepare(`SELECT ${POINT_COLUMNS.join(', ')}, series, conflicted, received_ns FROM metric_points WHERE id = ?`)
    .safeIntegers()
  const seriesByRow = db
    .prepare(
      `SELECT s.descriptor, s.attributes, s.session_key, d.resource_id, d.scope_id, d.name, d.description, d.unit, d.kind, d.temporality,
        d.is_monotonic, d.metadata FROM metric_series s JOIN metric_descriptors d ON d.id = s.descriptor WHERE s.id = ?`,
    )
    .safeIntegers()
  const interned = createInternedReader(db)
  const textOf = createTextReader(db)
  const known = new Map<number, StoredSeries>()

  function seriesOf(id: number): StoredSeries {
    const seen = known.get(id)
    if (seen) return seen
    if (known.size >= REMEMBERED) known.clear()
    const series = toSeries(seriesByRow.get(id) as SeriesRow)
    known.set(id, series)
    return series
  }

  function toSeries(row: SeriesRow): StoredSeries {
    const attributes = (json: string | null): Attributes => (json === null ? [] : attributesFromJson(json, textOf))
    return {
      descriptor: Number(row.descriptor),
      metric: { name: row.name, description: row.description, unit: row.unit, metadata: attributes(row.metadata), data: undefined },
      shape: {
        kind: row.kind,
        temporality: row.temporality === null ? undefined : Number(row.temporality),
        isMonotonic: row.is_monotonic === null ? undefined : row.is_monotonic === 1n,
      },
      attributes: attributes(row.attributes),
      resource: interned.resource(Number(row.resource_id)),
      scope: interned.scope(Number(row.scope_id)),
      sessionKey: row.session_key ?? undefined,
    }
  }

  return {
    /** The series of a row, which must exist. */
    series: seriesOf,
    /** The log record of a row, which must exist. */
    log(row: number): StoredLogItem {
      const { resource_id, scope_id, received_ns, ...columns } = logByRow.get(row) as LogItemRow
      return {
        receivedNs: received_ns,
        item: {
          log: fromLogColumns(columns, textOf),
          resource: interned.resource(Number(resource_id)),
          scope: interned.scope(Number(scope_id)),
        },
      }
    },
    /** The point of a row, which must exist. */
    point(row: number): StoredPointItem {
      const stored = pointByRow.get(row) as PointItemRow
      const { metric, shape, attributes, resource, scope, sessionKey, descriptor } = seriesOf(Number(stored.series))
      const point = fromPointColumns(stored, { kind: shape.kind, attributes, resolve: textOf })
      return {
        item: { metric: { ...metric, data: dataWith(shape, [point]) }, resource, scope },
        descriptor,
        shape,
        point,
        sessionKey,
        isConflicted: stored.conflicted === 1n,
        receivedNs: stored.received_ns,
      }
    },
  }
}
export type SignalReader = ReturnType<typeof createSignalReader>

const readers = new WeakMap<SqliteDatabase, SignalReader>()

/** The reader of logs and metrics of a connection, made once. */
export function signalReaderOf(db: SqliteDatabase): SignalReader {
  const known = readers.get(db) ?? createSignalReader(db)
  readers.set(db, known)
  return known
}
