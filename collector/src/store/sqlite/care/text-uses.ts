/** Which long texts the stored rows use: counted from the rows themselves, not from the numbers that are kept. */
import type { SqliteDatabase } from '../database.ts'
import { pathsIn } from '../write/row-texts.ts'

/** Columns that may hold paths, by table: JSON with paths in it, and "text or path". */
interface TextColumns {
  readonly json: readonly string[]
  readonly texts: readonly string[]
}

/** What was received. Every use is counted in `paths`. */
export const RECEIVED_TEXTS: Readonly<Record<string, TextColumns>> = {
  spans: { json: ['attributes', 'events', 'links'], texts: ['status_message'] },
  log_records: { json: ['body', 'attributes'], texts: [] },
  metric_series: { json: ['attributes'], texts: [] },
  metric_points: { json: ['exemplars'], texts: [] },
}

/** Everything whose uses are counted. */
const ALL_TEXTS: Readonly<Record<string, TextColumns>> = {
  ...RECEIVED_TEXTS,
  spans: { json: ['attributes', 'events', 'links', 'hints'], texts: ['status_message', 'error_message'] },
  calls: { json: [], texts: ['input_text', 'output_text', 'system_text', 'input_messages', 'output_messages', 'metadata'] },
  phase_rows: { json: [], texts: ['metadata'] },
  action_rows: { json: [], texts: ['arguments', 'result', 'text', 'metadata'] },
}

/** How often each path is used by rows of these tables, by path. @param tables all if left out */
export function countTextUses(db: SqliteDatabase, tables: Readonly<Record<string, TextColumns>> = ALL_TEXTS): Map<number, number> {
  const uses = new Map<number, number>()
  for (const [table, { json, texts }] of Object.entries(tables)) {
    const hasPath = [...json.map((column) => `${column} LIKE '%{"$ref":%'`), ...texts.map((column) => `typeof(${column}) = 'integer'`)]
    const rows = db
      .prepare(`SELECT ${[...json, ...texts].join(', ')} FROM ${table} WHERE ${hasPath.join(' OR ')}`)
      .raw()
      .iterate()
    for (const row of rows as IterableIterator<unknown[]>) {
      const columns = { json: row.slice(0, json.length) as (string | null)[], texts: row.slice(json.length) }
      for (const path of pathsIn(columns)) uses.set(path, (uses.get(path) ?? 0) + 1)
    }
  }
  return uses
}

/** How many paths are counted wrongly: longer paths and stored values are what uses one. */
export function wrongPathCounts(db: SqliteDatabase): number {
  const uses = countTextUses(db)
  const paths = db.prepare('SELECT id, parent_id, refs FROM paths').iterate() as IterableIterator<{
    id: number
    parent_id: number
    refs: number
  }>
  const stored = new Map<number, number>()
  for (const { id, parent_id, refs } of paths) {
    stored.set(id, refs)
    if (parent_id !== 0) uses.set(parent_id, (uses.get(parent_id) ?? 0) + 1)
  }
  return new Set([...stored.keys(), ...uses.keys()].filter((id) => (stored.get(id) ?? 0) !== (uses.get(id) ?? 0))).size
}

/** How many pieces are not what their hash says. @param hashOf of a workspace and a text */
export function wrongHashes(db: SqliteDatabase, hashOf: (workspaceId: number, text: string) => Buffer): number {
  const workspaces = db.prepare('SELECT id FROM workspaces').pluck().all() as number[]
  const pieces = db.prepare('SELECT hash, text FROM contents').iterate() as IterableIterator<{ hash: Buffer; text: string }>
  let wrong = 0
  for (const { hash, text } of pieces) if (!workspaces.some((id) => hashOf(id, text).equals(hash))) wrong++
  return wrong
}
