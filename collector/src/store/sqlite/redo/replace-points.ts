/** Puts other points and series of metrics in the place of stored ones. Works inside the writer's transaction. */
import { attributesToJson } from '../../../domain/attribute-json.ts'
import type { MetricItem } from '../../../domain/metric.ts'
import type { SqliteDatabase } from '../database.ts'
import { type MetricPoint, withPoint } from '../metric-data.ts'
import { toPointColumns } from '../metric-row.ts'
import { createSignalReader } from '../signal-reader.ts'
import { createMetricSeries, type SeriesNeeds, seriesDigest } from '../write/metric-series.ts'
import { createRowTexts, pathsIn } from '../write/row-texts.ts'
import type { WriterInside } from '../write/writer.ts'
import type { PointChange, SeriesChange } from './changed-points.ts'
import { lateRemover } from './row-remover.ts'

/** What series are replaced with. */
export interface SeriesReplacerNeeds {
  readonly namedSession: SeriesNeeds['namedSession']
  readonly encodeMetric: (item: MetricItem) => Uint8Array
}

/** Opens the replacement of examples over the writing connection. */
export function createPointReplacer(db: SqliteDatabase): (inside: WriterInside, changes: readonly PointChange[]) => void {
  const stored = db.prepare('SELECT exemplars FROM metric_points WHERE id = ?').pluck()
  const update = db.prepare('UPDATE metric_points SET exemplars = ? WHERE id = ?')
  return ({ parts, commitTraces }, changes) => {
    for (const { row, workspaceId, point } of changes) {
      const released = pathsIn({ json: [stored.get(row) as string | null], texts: [] })
      update.run(toPointColumns(point, createRowTexts(parts.contents, workspaceId)).exemplars, row)
      for (const path of released) parts.contents.retain(path, -1)
    }
    commitTraces([])
  }
}

/** Points that one transaction moves from one series to another. */
const SLICE = 1_000

/**
 * Opens the replacement of series over the writing connection. A series takes the place of the old one; where it is there already, the
 * points move to it, and of two points of one moment the one counts that counts when both arrive.
 * @returns whether the old series is done with; `false` = it has more points to move
 */
export function createSeriesReplacer(
  db: SqliteDatabase,
  { namedSession, encodeMetric }: SeriesReplacerNeeds,
): (inside: WriterInside, change: SeriesChange) => boolean {
  const sql = prepareStatements(db)
  const remover = lateRemover(db)

  function rename({ parts }: WriterInside, change: SeriesChange, to: { readonly descriptor: number; readonly digest: Buffer }): void {
    const { row, workspaceId, attributes, item } = change
    const released = pathsIn({ json: [sql.attributes.get(row) as string | null], texts: [] })
    const session = namedSession(attributes, item.resource)
    const json = attributes.length === 0 ? null : attributesToJson(attributes, createRowTexts(parts.contents, workspaceId).path)
    sql.rename.run(to.digest, to.descriptor, json, session?.key ?? null, session?.keyScope ?? null, row)
    for (const path of released) parts.contents.retain(path, -1)
  }

  /** Moves some points to a series that is there. @returns whether none is left */
  function merge(inside: WriterInside, change: SeriesChange, target: number): boolean {
    const rows = sql.points.all(change.row, SLICE) as number[]
    const reader = createSignalReader(db)
    const encoded = (row: number) => encodeMetric(withPoint(change.item, change.shape, withOwn(reader.point(row).point, change)))
    for (const row of rows) {
      const twin = sql.twin.get(target, row) as number | undefined
      if (twin === undefined) sql.move.run(target, row)
      else settle(inside, { row, twin, order: Buffer.compare(encoded(row), encoded(twin)), target })
    }
    if (rows.length === SLICE) return false
    remover(inside).removeEmptySeries(change.row)
    return true
  }

  function settle(inside: WriterInside, { row, twin, order, target }: Twins): void {
    const [kept, lost] = order > 0 ? [row, twin] : [twin, row]
    if (order !== 0 || sql.conflicted.get(lost) === 1) sql.flag.run(kept)
    remover(inside).removePoint(lost)
    if (kept === row) sql.move.run(target, row)
  }

  return (inside, change) => {
    const { contents, interned, tombstones } = inside.parts
    const series = createMetricSeries(db, { contents, interned, tombstones, namedSession })
    const descriptor = series.descriptorOf(change.item, change.shape)
    const digest = seriesDigest(descriptor, change.attributes)
    const target = sql.find.get(change.workspaceId, digest) as number | undefined
    const isDone = target !== undefined && target !== change.row ? merge(inside, change, target) : true
    if (target === undefined) rename(inside, change, { descriptor, digest })
    inside.commitTraces([])
    return isDone
  }
}

/** Two points of one moment. */
interface Twins {
  readonly row: number
  readonly twin: number
  /** Above 0 when the moved one wins, 0 when they are the same. */
  readonly order: number
  readonly target: number
}

function withOwn(point: MetricPoint, { attributes }: SeriesChange): MetricPoint {
  return { ...point, attributes }
}

function prepareStatements(db: SqliteDatabase) {
  return {
    find: db.prepare('SELECT id FROM metric_series WHERE workspace_id = ? AND hash = ?').pluck(),
    attributes: db.prepare('SELECT attributes FROM metric_series WHERE id = ?').pluck(),
    rename: db.prepare('UPDATE metric_series SET hash = ?, descriptor = ?, attributes = ?, session_key = ?, key_scope = ? WHERE id = ?'),
    points: db.prepare('SELECT id FROM metric_points WHERE series = ? ORDER BY id LIMIT ?').pluck(),
    twin: db
      .prepare(
        `SELECT t.id FROM metric_points p JOIN metric_points t ON t.series = +? AND t.time_ns = p.time_ns AND t.start_ns = p.start_ns
         WHERE p.id = +?`,
      )
      .pluck(),
    move: db.prepare('UPDATE metric_points SET series = ? WHERE id = ?'),
    conflicted: db.prepare('SELECT conflicted FROM metric_points WHERE id = ?').pluck(),
    flag: db.prepare('UPDATE metric_points SET conflicted = 1 WHERE id = ?'),
  }
}
