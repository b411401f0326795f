/** Writes points of metrics: one row for each moment of a series, whatever came first. Works inside the writer's transaction. */
import type { MetricItem } from '../../../domain/metric.ts'
import type { Arrival } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase } from '../database.ts'
import { type MetricPoint, type MetricShape, withPoint, withSortedAttributes } from '../metric-data.ts'
import { fromPointColumns, POINT_COLUMNS, type PointRow, toPointColumns } from '../metric-row.ts'
import type { SentAgain } from '../remove/sent-again.ts'
import { createMetricSeries, type SeriesNeeds } from './metric-series.ts'
import { createRowTexts, pathsIn } from './row-texts.ts'

/** What metrics are written with. */
export interface MetricWriterNeeds extends SeriesNeeds {
  /** The canonical encoding of a metric, by which points of different values are ordered. */
  readonly encodeMetric: (item: MetricItem) => Uint8Array
  readonly sentAgain: SentAgain
  readonly nextPointRow: () => number
}

/** What became of the points of a request. */
export interface PointCounts {
  /** New ones, and those that took the place of another one. */
  accepted: number
  /** Those that were known, or lost against another one. */
  duplicates: number
  /** Rows that there were not before. */
  added: number
  /** Those that are not stored because they were removed. */
  deleted: number
}

type StoredPoint = PointRow & { readonly id: bigint; readonly conflicted: bigint }

/** A point on its way into the store. */
interface IncomingPoint {
  readonly item: MetricItem
  readonly shape: MetricShape
  readonly point: MetricPoint
  readonly series: number
  readonly arrival: Arrival
}

/** Opens the writer of metrics over the writing connection. */
export function createMetricWriter(db: SqliteDatabase, needs: MetricWriterNeeds) {
  const { contents, encodeMetric, sentAgain } = needs
  const series = createMetricSeries(db, needs)
  const find = db
    .prepare(`SELECT id, conflicted, ${POINT_COLUMNS.join(', ')} FROM metric_points WHERE series = ? AND time_ns = ? AND start_ns = ?`)
    .safeIntegers()
  const insert = db.prepare(`INSERT INTO metric_points (id, workspace_id, series, ${POINT_COLUMNS.join(', ')}, conflicted, received_ns)
    VALUES (?, ?, ?, ${POINT_COLUMNS.map(() => '?').join(', ')}, 0, ?)`)
  const replace = db.prepare(
    `UPDATE metric_points SET ${POINT_COLUMNS.map((column) => `${column} = ?`).join(', ')}, conflicted = 1, received_ns = ? WHERE id = ?`,
  )
  const flag = db.prepare('UPDATE metric_points SET conflicted = 1 WHERE id = ?')

  function write(incoming: IncomingPoint, counts: PointCounts): void {
    const { point, series: row } = incoming
    const stored = find.get(row, BigInt.asIntN(64, point.timeNs), BigInt.asIntN(64, point.startNs)) as StoredPoint | undefined
    const fate = stored ? sentAgain.point(Number(stored.id)) : 'new'
    if (fate === 'deleted') counts.deleted++
    else if (stored && fate === 'known') merge(stored, incoming, counts)
    else add(incoming, counts)
  }

  function add(incoming: IncomingPoint, counts: PointCounts): void {
    const { series: row, arrival } = incoming
    insert.run(needs.nextPointRow(), arrival.workspaceId, row, ...valuesOf(incoming), arrival.receivedNs)
    counts.accepted++
    counts.added++
  }

  /** Of two points of one moment one counts, whatever came first. */
  function merge(stored: StoredPoint, incoming: IncomingPoint, counts: PointCounts): void {
    const order = compareWith(stored, incoming)
    if (order > 0) {
      for (const path of pathsIn({ json: [stored.exemplars], texts: [] })) contents.retain(path, -1)
      replace.run(...valuesOf(incoming), incoming.arrival.receivedNs, stored.id)
      counts.accepted++
      return
    }
    if (order < 0 && stored.conflicted === 0n) flag.run(stored.id)
    counts.duplicates++
  }

  function valuesOf({ point, arrival }: IncomingPoint) {
    const columns = toPointColumns(point, createRowTexts(contents, arrival.workspaceId))
    return POINT_COLUMNS.map((column) => columns[column])
  }

  /** Above 0 when the incoming point wins, 0 when it is the stored one. */
  function compareWith(stored: StoredPoint, { item, shape, point }: IncomingPoint): number {
    const before = fromPointColumns(stored, { kind: shape.kind, attributes: point.attributes, resolve: contents.textOf })
    const encoded = (of: MetricPoint) => encodeMetric(withPoint(item, shape, of))
    return Buffer.compare(encoded(point), encoded(before))
  }

  return {
    /** Writes the points of one request. */
    write(items: readonly MetricItem[], arrival: Arrival): PointCounts {
      const counts: PointCounts = { accepted: 0, duplicates: 0, added: 0, deleted: 0 }
      for (const item of items) {
        const { data } = item.metric
        if (!data || data.points.length === 0) continue
        const descriptor = series.descriptorOf(item, data)
        const place = { workspaceId: arrival.workspaceId, resource: item.resource }
        for (const received of data.points) {
          const point = withSortedAttributes(received)
          const row = series.seriesOf(descriptor, point, place)
          if (row === undefined) counts.deleted++
          else write({ item, shape: data, point, series: row, arrival }, counts)
        }
      }
      return counts
    },
    rollback: series.rollback,
  }
}
