/** Finds the sessions that stored logs and series of metrics name again, as the rules of this version read them. */
import type { Attributes } from '../../../domain/attribute.ts'
import { attributesFromJson } from '../../../domain/attribute-json.ts'
import type { NameSession } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase } from '../database.ts'
import { createTextReader } from '../long-texts.ts'
import { createInternedReader } from '../resources-and-scopes.ts'

/** What is looked at, in this order: the field `trace` of a job. */
export const SIGNAL_PARTS = [0, 1] as const

const ROWS = [
  'SELECT id, attributes, resource_id AS resource, session_key AS key, key_scope AS scope FROM log_records WHERE id > ? ORDER BY id LIMIT ?',
  `SELECT s.id, s.attributes, (SELECT resource_id FROM metric_descriptors WHERE id = s.descriptor) AS resource, s.session_key AS key,
    s.key_scope AS scope FROM metric_series s WHERE s.id > ? ORDER BY s.id LIMIT ?`,
]
const TABLES = ['log_records', 'metric_series']

/** Text of attributes that one slice looks at, in UTF-16 units. */
const SLICE_TEXT = 16_000_000

interface Row {
  readonly id: number
  readonly attributes: string | null
  readonly resource: number
  readonly key: string | null
  readonly scope: string | null
}

/** Opens it over the writing connection. @param slice rows of one slice */
export function createSignalSlices(
  db: SqliteDatabase,
  { namedSession, slice }: { readonly namedSession: NameSession; readonly slice: number },
): (part: number, after: bigint) => number | undefined {
  const rowsAfter = ROWS.map((sql) => db.prepare(sql))
  const update = TABLES.map((table) => db.prepare(`UPDATE ${table} SET session_key = ?, key_scope = ? WHERE id = ?`))
  const interned = createInternedReader(db)
  const textOf = createTextReader(db)

  /** One slice of a part behind a row, within a transaction. @returns its last row; `undefined` = there are no more */
  return (part, after) => {
    let text = 0
    let last: number | undefined
    const resolve = (ref: bigint): string => {
      const found = textOf(ref)
      text += found.length
      return found
    }
    for (const { id, attributes, resource, key, scope } of (rowsAfter[part]?.all(after, slice) ?? []) as Row[]) {
      if (text > SLICE_TEXT) break
      text += attributes?.length ?? 0
      const own: Attributes = attributes === null ? [] : attributesFromJson(attributes, resolve)
      const named = namedSession(own, interned.resource(resource))
      const [newKey, newScope] = [named?.key ?? null, named?.keyScope ?? null]
      if (newKey !== key || newScope !== scope) update[part]?.run(newKey, newScope, id)
      last = id
    }
    return last
  }
}
