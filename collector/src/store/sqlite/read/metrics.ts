import type { MetricItem } from '../../../domain/metric.ts'
import type { StoredMetric, StoredMetricPoint } from '../../../domain/stored-signals.ts'
import type { ExportQuery, MetricPointQuery, MetricQuery, Page } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { dataWith, type MetricPoint } from '../metric-data.ts'
import { POINT_STAYS } from '../remove/being-removed.ts'
import { type StoredPointItem, signalReaderOf } from '../signal-reader.ts'
import { fromCursor, integerAt, toCursor } from './cursor.ts'
import { type ItemSource, type ItemWalk, itemPage, itemPlace, pageOfItems, walkItems } from './item-walk.ts'
import { grouped } from './logs.ts'
import { type Bindings, queryAll, queryFirst } from './rows.ts'

/** Points in one chunk of a stream. */
const CHUNK_POINTS = 500
/** Characters of a point, roughly: buckets and exemplars are bounded by what a request may hold. */
const POINT_CHARS = 1_000

const METRICS = `SELECT d.id, d.name, d.description, d.unit, d.kind, d.temporality, d.is_monotonic AS isMonotonic, r.service_name AS service,
  o.name AS scope, (SELECT count(*) FROM metric_series s WHERE s.descriptor = d.id AND s.workspace_id = @workspaceId) AS seriesCount,
  (SELECT max((SELECT max(p.time_ns) FROM metric_points p WHERE p.series = s.id)) FROM metric_series s
    WHERE s.descriptor = d.id AND s.workspace_id = @workspaceId) AS lastNs
  FROM metric_descriptors d JOIN resources r ON r.id = d.resource_id JOIN scopes o ON o.id = d.scope_id`
const SESSION_KEY = 'SELECT key, key_scope AS keyScope FROM session_rows WHERE id = @sessionId'
const SESSION_OF = `SELECT o.id AS sessionId FROM metric_points p JOIN metric_series s ON s.id = p.series
  JOIN session_rows o ON o.workspace_id = s.workspace_id AND o.key = s.session_key AND o.key_scope = s.key_scope WHERE p.id = @id`

/** What metrics there are, by name. */
export function listMetrics(db: SqliteDatabase, { workspaceId, name, service, limit, cursor }: MetricQuery): Page<StoredMetric> {
  const place = cursor === undefined ? undefined : fromCursor('metrics', cursor)
  const conditions = [
    'EXISTS (SELECT 1 FROM metric_series s WHERE s.descriptor = d.id AND s.workspace_id = @workspaceId)',
    ...(place ? ['(d.name, d.id) > (@atName, @atId)'] : []),
    ...(name === undefined ? [] : ['d.name = @name']),
    ...(service === undefined ? [] : ['r.service_name = @service']),
  ]
  const rows = queryAll<StoredMetric>(db, `${METRICS} WHERE ${conditions.join(' AND ')} ORDER BY d.name, d.id LIMIT @limit`, {
    workspaceId,
    limit: limit + 1,
    ...(place && { atName: String(place[0]), atId: integerAt(place, 1) }),
    ...(name !== undefined && { name }),
    ...(service !== undefined && { service }),
  })
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, ...(last && { nextCursor: toCursor('metrics', [last.name, last.id]) }) }
}

/** Points of metrics, the latest first. */
export function listMetricPoints(db: SqliteDatabase, query: MetricPointQuery): Page<StoredMetricPoint> {
  const reader = signalReaderOf(db)
  const walk: ItemWalk = {
    ...pointsOf(db, query),
    isDescending: true,
    afterNs: query.afterNs,
    beforeNs: query.beforeNs,
    place: itemPlace('metric points', true, query.cursor),
  }
  const read = ({ id }: { readonly id: number }) => ({ item: toPoint(db, id, reader.point(id)), chars: POINT_CHARS })
  return itemPage('metric points', walk, pageOfItems(db, walk, { limit: query.limit, read }))
}

function toPoint(
  db: SqliteDatabase,
  id: number,
  { item, descriptor, isConflicted, receivedNs, sessionKey }: StoredPointItem,
): StoredMetricPoint {
  const { sessionId } = sessionKey === undefined ? {} : (queryFirst<{ readonly sessionId?: number }>(db, SESSION_OF, { id }) ?? {})
  return { id, metricId: descriptor, item, isConflicted, receivedNs, ...(sessionId !== undefined && { sessionId }) }
}

/** Every point that matches, in order of time; within a chunk the points of a metric stand together. */
export function* streamMetrics(db: SqliteDatabase, query: ExportQuery): Generator<readonly MetricItem[]> {
  const reader = signalReaderOf(db)
  const walk: ItemWalk = { ...pointsOf(db, query), isDescending: false, afterNs: query.afterNs, beforeNs: query.beforeNs }
  let chunk: StoredPointItem[] = []
  for (const row of walkItems(db, walk)) {
    if (row.isWanted !== 1) continue
    chunk.push(reader.point(row.id))
    if (chunk.length < CHUNK_POINTS) continue
    yield metricsOf(chunk)
    chunk = []
  }
  if (chunk.length > 0) yield metricsOf(chunk)
}

function metricsOf(points: readonly StoredPointItem[]): readonly MetricItem[] {
  const byMetric = new Map<number, StoredPointItem[]>()
  for (const point of points) byMetric.set(point.descriptor, [...(byMetric.get(point.descriptor) ?? []), point])
  return grouped([...byMetric.values()].flatMap((same) => wholeMetric(same) ?? []))
}

function wholeMetric(points: readonly StoredPointItem[]): MetricItem | undefined {
  const [first] = points
  if (!first) return undefined
  const data = dataWith(
    first.shape,
    points.map(({ point }): MetricPoint => point),
  )
  return { ...first.item, metric: { ...first.item.metric, data } }
}

type PointFilter = Pick<MetricPointQuery, 'workspaceId' | 'name' | 'service' | 'sessionId'>

/** Where the points are looked for, and which of them are wanted. */
function pointsOf(
  db: SqliteDatabase,
  { workspaceId, name, service, sessionId }: PointFilter,
): Pick<ItemWalk, 'sources' | 'wanted' | 'bindings'> {
  const conditions = [
    ...(name === undefined ? [] : ['d.name = @name']),
    ...(service === undefined ? [] : ['(SELECT service_name FROM resources WHERE id = d.resource_id) IS @service']),
    ...(sessionId === undefined ? [] : ['s.session_key = @key AND s.key_scope = @keyScope']),
  ]
  const bindings: Bindings = {
    workspaceId,
    ...(name !== undefined && { name }),
    ...(service !== undefined && { service }),
    ...(sessionId !== undefined && sessionKey(db, sessionId)),
  }
  return { sources: [sourceOf(conditions)], wanted: [POINT_STAYS], bindings }
}

function sourceOf(conditions: readonly string[]): ItemSource {
  const points = { table: 'metric_points', time: 'time_ns' }
  if (conditions.length === 0) return { ...points, where: ['r.workspace_id = @workspaceId'] }
  const series = `SELECT s.id FROM metric_series s JOIN metric_descriptors d ON d.id = s.descriptor
    WHERE s.workspace_id = @workspaceId AND ${conditions.join(' AND ')}`
  return { ...points, groups: `(${series}) t`, where: ['r.series = t.id'] }
}

/** A session that is not there has no key, and so no points. */
function sessionKey(db: SqliteDatabase, sessionId: number): Bindings {
  return queryFirst<{ key: string; keyScope: string }>(db, SESSION_KEY, { sessionId }) ?? { key: null, keyScope: null }
}
