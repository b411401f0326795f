/** What metrics are and which sets of attributes their points have: written once each. Works inside the writer's transaction. */
import { hash } from 'node:crypto'
import type { Attributes } from '../../../domain/attribute.ts'
import { attributesToJson } from '../../../domain/attribute-json.ts'
import type { MetricItem } from '../../../domain/metric.ts'
import type { NameSession } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase } from '../database.ts'
import type { Contents } from '../long-texts.ts'
import type { MetricPoint, MetricShape } from '../metric-data.ts'
import type { Tombstones } from '../remove/tombstones.ts'
import type { Interned } from '../resources-and-scopes.ts'
import type { Bindable } from './record-rows.ts'
import { createRowTexts } from './row-texts.ts'

/** What series are written with. */
export interface SeriesNeeds {
  readonly contents: Contents
  readonly interned: Interned
  readonly namedSession: NameSession
  readonly tombstones: Tombstones
}

const DIGEST_LENGTH = 16
/** Series that are remembered, about 100 bytes each. */
const REMEMBERED = 50_000
const DESCRIPTOR = ['resource_id', 'scope_id', 'name', 'description', 'unit', 'kind', 'temporality', 'is_monotonic', 'metadata']
const SERIES = ['workspace_id', 'hash', 'descriptor', 'attributes', 'session_key', 'key_scope']

/** Opens metrics and series over the writing connection. */
export function createMetricSeries(db: SqliteDatabase, { contents, interned, namedSession, tombstones }: SeriesNeeds) {
  const findDescriptor = db.prepare('SELECT id FROM metric_descriptors WHERE hash = ?').pluck()
  const insertDescriptor = inserter(db, 'metric_descriptors', ['hash', ...DESCRIPTOR])
  const findSeries = db.prepare('SELECT id FROM metric_series WHERE workspace_id = ? AND hash = ?').pluck()
  const insertSeries = inserter(db, 'metric_series', SERIES)
  /** By workspace and digest. */
  const known = new Map<string, KnownSeries>()

  return {
    /** The row of what a metric is. */
    descriptorOf({ metric, resource, scope }: MetricItem, { kind, temporality, isMonotonic }: MetricShape): number {
      const values = [
        interned.resource(resource),
        interned.scope(scope),
        metric.name,
        metric.description,
        metric.unit,
        kind,
        temporality ?? null,
        isMonotonic === undefined ? null : Number(isMonotonic),
        metric.metadata.length === 0 ? null : attributesToJson(metric.metadata),
      ]
      const digest = digestOf(JSON.stringify(values))
      return (findDescriptor.get(digest) as number | undefined) ?? insertDescriptor(digest, ...values)
    },
    /** The row of a metric with the attributes of a point, which are in order; `undefined` where the point was removed. */
    seriesOf(
      descriptor: number,
      { attributes, timeNs }: Pick<MetricPoint, 'attributes' | 'timeNs'>,
      { workspaceId, resource }: { readonly workspaceId: number; readonly resource: MetricItem['resource'] },
    ): number | undefined {
      const digest = seriesDigest(descriptor, attributes)
      const key = `${workspaceId} ${digest.toString('latin1')}`
      const seen = known.get(key) ?? { untilNs: tombstones.seriesUntilNs(workspaceId, digest), id: undefined }
      if (seen.untilNs !== undefined && BigInt.asIntN(64, timeNs) <= seen.untilNs) return undefined
      if (seen.id !== undefined) return seen.id
      if (known.size >= REMEMBERED) known.clear()
      const found = findSeries.get(workspaceId, digest) as number | undefined
      const id = found ?? write()
      known.set(key, { ...seen, id })
      return id

      function write(): number {
        const { path } = createRowTexts(contents, workspaceId)
        const session = namedSession(attributes, resource)
        const stored = attributes.length === 0 ? null : attributesToJson(attributes, path)
        return insertSeries(workspaceId, digest, descriptor, stored, session?.key ?? null, session?.keyScope ?? null)
      }
    },
    rollback(): void {
      known.clear()
    },
  }
}

interface KnownSeries {
  readonly id: number | undefined
  /** Points up to this time were removed; `undefined` = none were. */
  readonly untilNs: bigint | undefined
}

/** What a series is known by. @param attributes in order */
export function seriesDigest(descriptor: number, attributes: Attributes): Buffer {
  return digestOf(`${descriptor}\n${attributesToJson(attributes)}`)
}

function inserter(db: SqliteDatabase, table: string, columns: readonly string[]): (...values: readonly Bindable[]) => number {
  const insert = db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
  return (...values) => Number(insert.run(...values).lastInsertRowid)
}

function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, DIGEST_LENGTH)
}
