import { statSync } from 'node:fs'
import type { StoreInfo } from '../../../domain/stored.ts'
import { listContentRules } from '../content-rules.ts'
import type { SqliteDatabase } from '../database.ts'
import { fileOf } from '../snapshot.ts'
import { queryAll, queryFirst } from './rows.ts'

const COUNTS = `SELECT count(*) AS sessions, coalesce(sum(trace_count), 0) AS traces, coalesce(sum(span_count), 0) AS spans,
  coalesce(sum(response_count), 0) AS responses, coalesce(sum(action_count), 0) AS actions, coalesce(sum(issue_count), 0) AS issues,
  min(start_ns) AS oldestNs, max(start_ns) AS newestNs FROM session_rows WHERE workspace_id = @workspaceId`

type Counts = Pick<StoreInfo, 'sessions' | 'traces' | 'spans' | 'responses' | 'actions' | 'issues' | 'oldestNs' | 'newestNs'>

const ITEM_COUNTS = `SELECT coalesce((SELECT count FROM item_counts WHERE workspace_id = @workspaceId AND name = 'logs'), 0) AS logs,
  coalesce((SELECT count FROM item_counts WHERE workspace_id = @workspaceId AND name = 'metric_points'), 0) AS metricPoints,
  (SELECT count(*) FROM receipts WHERE workspace_id = @workspaceId) AS receipts`

const LAST_SPAN = 'SELECT max(id) AS last FROM spans'
/** Changed spans that are counted; after a re-derivation it is all of them. */
const MAX_COUNTED = 10_000
const SEARCH_CHANGES = `SELECT count(*) AS changes FROM (SELECT 1 FROM search_changes LIMIT ${MAX_COUNTED + 1})`

/** What the store holds. Counts are sums over sessions: counting ten million spans would take seconds. */
export function readInfo(db: SqliteDatabase, { workspaceId }: { readonly workspaceId: number }): StoreInfo {
  const pragma = (name: string): number => Number(db.pragma(name, { simple: true }))
  const file = fileOf(db)
  const counts = queryFirst<Counts>(db, COUNTS, { workspaceId })
  const items = queryFirst<Pick<StoreInfo, 'logs' | 'metricPoints' | 'receipts'>>(db, ITEM_COUNTS, { workspaceId })
  if (!counts || !items) throw new Error('an aggregate without a row')
  const [pageSize, pageCount] = [pragma('page_size'), pragma('page_count')]
  const setting = settings(db)
  const [derivedVersion, derivingVersion] = [setting.get('derived_version'), setting.get('deriving_version')]
  return {
    ...(file !== undefined && { file }),
    fileBytes: pageSize * pageCount,
    walBytes: file === undefined ? 0 : (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0),
    pageSize,
    pageCount,
    freePages: pragma('freelist_count'),
    schemaVersion: pragma('user_version'),
    ...(derivedVersion !== undefined && { derivedVersion }),
    ...(derivingVersion !== undefined && { derivingVersion }),
    sqliteVersion: queryFirst<{ version: string }>(db, 'SELECT sqlite_version() AS version')?.version ?? '',
    contentRules: listContentRules(db),
    ...searchPending(db, Number(setting.get('search_cursor') ?? 0)),
    ...counts,
    ...items,
  }
}

/** Spans behind the cursor of the full-text index, and those before it that changed. */
function searchPending(db: SqliteDatabase, cursor: number): Pick<StoreInfo, 'searchPending' | 'searchPendingIsMore'> {
  const last = queryFirst<{ readonly last?: number }>(db, LAST_SPAN)?.last ?? 0
  const changes = queryFirst<{ readonly changes: number }>(db, SEARCH_CHANGES)?.changes ?? 0
  return { searchPending: Math.max(last - cursor, 0) + Math.min(changes, MAX_COUNTED), searchPendingIsMore: changes > MAX_COUNTED }
}

function settings(db: SqliteDatabase): ReadonlyMap<string, string> {
  return new Map(queryAll<{ key: string; value: string }>(db, 'SELECT key, value FROM settings').map(({ key, value }) => [key, value]))
}
