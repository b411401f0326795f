/** Which stored points of metrics, and sets of attributes, other rules would have stored differently. Only reads. */
import type { MetricItem } from '../../../domain/metric.ts'
import type { RedactItem } from '../../../domain/redaction.ts'
import type { SqliteDatabase } from '../database.ts'
import { type MetricPoint, type MetricShape, withPoint, withSortedAttributes } from '../metric-data.ts'
import { createSignalReader, type StoredSeries } from '../signal-reader.ts'
import type { Look, Slice } from './slice.ts'

/** A point with other examples. */
export interface PointChange {
  readonly row: number
  readonly workspaceId: number
  readonly point: MetricPoint
}

/** A set of attributes of a metric, and what is to be stored instead. */
export interface SeriesChange {
  readonly row: number
  readonly workspaceId: number
  readonly shape: MetricShape
  /** The metric with one point, which has the attributes in their order. */
  readonly item: MetricItem
  readonly attributes: MetricPoint['attributes']
}

interface Row {
  readonly id: number
  readonly workspace_id: number
}

const SLICE = 500
const NOTHING = { attributes: [], droppedAttributesCount: 0, schemaUrl: '' }
/** A metric of which nothing but the point counts. */
const NAMELESS: MetricItem = {
  metric: { name: '', description: '', unit: '', metadata: [], data: undefined },
  resource: { ...NOTHING, entityRefs: [] },
  scope: { ...NOTHING, name: '', version: '' },
}

/** Opens the look at the examples that points carry. Their attributes are those of their series. */
export function createPointLook(db: SqliteDatabase, redact: RedactItem): Look<Slice<PointChange>> {
  const rowsAfter = db.prepare('SELECT id, workspace_id FROM metric_points WHERE exemplars IS NOT NULL AND id > ? ORDER BY id LIMIT ?')
  const reader = createSignalReader(db)
  return (after) => {
    const rows = rowsAfter.all(after, SLICE) as Row[]
    const changes = rows.flatMap(({ id, workspace_id }): PointChange[] => {
      const { shape, point } = reader.point(id)
      const before = withPoint(NAMELESS, shape, { ...point, attributes: [] })
      const item = redact.metric(before)
      const changed = item === before ? undefined : item.metric.data?.points[0]
      return changed ? [{ row: id, workspaceId: workspace_id, point: changed }] : []
    })
    return { last: rows.at(-1)?.id, items: rows.length, changed: changes.length, changes }
  }
}

/** Opens the look at what metrics are and which attributes their points have. */
export function createSeriesLook(db: SqliteDatabase, redact: RedactItem): Look<Slice<SeriesChange>> {
  const rowsAfter = db.prepare('SELECT id, workspace_id FROM metric_series WHERE id > ? ORDER BY id LIMIT ?')
  const reader = createSignalReader(db)
  return (after) => {
    const rows = rowsAfter.all(after, SLICE) as Row[]
    const changes = rows.flatMap(({ id, workspace_id }): SeriesChange[] => {
      const stored = reader.series(id)
      const before = sampleOf(stored)
      const item = redact.metric(before)
      const attributes = item.metric.data?.points[0]?.attributes ?? []
      return item === before ? [] : [{ row: id, workspaceId: workspace_id, shape: stored.shape, ...sorted(item, attributes) }]
    })
    return { last: rows.at(-1)?.id, items: rows.length, changed: changes.length, changes }
  }
}

function sorted(item: MetricItem, attributes: MetricPoint['attributes']): Pick<SeriesChange, 'item' | 'attributes'> {
  return { item, attributes: withSortedAttributes(emptyPoint(attributes)).attributes }
}

/** A metric with one point that has nothing but the attributes. */
function sampleOf({ metric, resource, scope, attributes }: StoredSeries): MetricItem {
  return withPoint({ metric, resource, scope }, { kind: 'gauge' }, emptyPoint(attributes))
}

function emptyPoint(attributes: MetricPoint['attributes']): MetricPoint {
  return { attributes, startNs: 0n, timeNs: 0n, flags: 0, value: undefined, exemplars: [] }
}
