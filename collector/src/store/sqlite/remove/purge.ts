/**
 * What a removal leaves behind: words in the search index, whose documents are only marked as deleted; free pages; and copies of pages in
 * the write-ahead log. What is to be done is written down, and goes on after a restart.
 */
import { releasePages } from '../care/compact.ts'
import type { SqliteDatabase } from '../database.ts'
import { inBackground } from './background.ts'

/** How far a purge is. */
type Stage = 'merge' | 'pages' | 'log'

/** Pages of the search index that one slice writes: some milliseconds. */
const MERGE_PAGES = 100
/** Free pages that are not worth moving others for, unless what they held has to go. */
const FEW_PAGES = 32
/** `auto_vacuum`, where the file can give pages back. */
const INCREMENTAL = 2

/** Cleans up behind removals, seen from the writer. */
export interface Purge {
  /** Has free pages given back; after what a person asked for, also what it said wiped out of index and log. To be called in a transaction. */
  request(wasAsked: boolean): void
  /** Works off one slice in transactions of its own. @returns whether there is more to do now */
  work(): boolean
  /** Whether the search index is being merged: what is added meanwhile would have to be merged, too. */
  isMerging(): boolean
}

/** Opens the purge over the writing connection. */
export function createPurge(db: SqliteDatabase): Purge {
  const sql = prepareStatements(db)
  const stageIn = (): Stage | undefined => sql.get.get() as Stage | undefined
  let stage = stageIn()
  /** Set until the log is cut: free pages after a removal by policy need no more. */
  const isAsked = (): boolean => sql.isAsked.get() !== undefined

  function enter(next: Stage | undefined): void {
    if (next) sql.set.run('purge', next)
    else sql.clear.run()
    stage = next
  }

  /** @returns whether there was anything to merge */
  function merge(): boolean {
    const before = sql.changes.get() as number
    sql.merge.run(-MERGE_PAGES)
    // One row is the command itself.
    return (sql.changes.get() as number) - before >= 2
  }

  function giveBack(): boolean {
    if (Number(db.pragma('auto_vacuum', { simple: true })) !== INCREMENTAL) return false
    const free = Number(db.pragma('freelist_count', { simple: true }))
    if (free <= (isAsked() ? 0 : FEW_PAGES)) return false
    return releasePages(db) < free
  }

  /** A reader in the way means that it is tried again when there is work again: a second later at the latest. */
  function cutLog(): void {
    const busyTimeoutMs = Number(db.pragma('busy_timeout', { simple: true }))
    db.pragma('busy_timeout = 0')
    try {
      const [{ busy } = { busy: 1 }] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
      if (busy === 0) enter(undefined)
    } finally {
      db.pragma(`busy_timeout = ${busyTimeoutMs}`)
    }
  }

  function slice(): void {
    if (stage === 'merge' && !merge()) enter('pages')
    else if (stage === 'pages' && !giveBack()) enter(isAsked() ? 'log' : undefined)
    else if (stage === 'log') cutLog()
  }

  return {
    request(wasAsked) {
      if (wasAsked) sql.set.run('purge_asked', '1')
      enter(wasAsked || stage === 'merge' ? 'merge' : 'pages')
    },
    work() {
      stage = stageIn()
      const before = stage
      if (before === undefined) return false
      inBackground(db, slice)
      return stage !== undefined && (stage !== 'log' || before !== 'log')
    },
    isMerging: () => stage === 'merge',
  }
}

function prepareStatements(db: SqliteDatabase) {
  return {
    get: db.prepare("SELECT value FROM settings WHERE key = 'purge'").pluck(),
    isAsked: db.prepare("SELECT 1 FROM settings WHERE key = 'purge_asked'").pluck(),
    set: db.prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value'),
    clear: db.prepare("DELETE FROM settings WHERE key IN ('purge', 'purge_asked')"),
    merge: db.prepare("INSERT INTO search (search, rank) VALUES ('merge', ?)"),
    changes: db.prepare('SELECT total_changes()').pluck(),
  }
}
