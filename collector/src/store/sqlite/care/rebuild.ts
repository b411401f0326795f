/** Makes a whole database of a damaged one: what was received is carried over, what is derived from it is made anew. */
import Database from 'better-sqlite3'
import { openDatabase, type SqliteDatabase } from '../database.ts'
import { mendSenders, removeNamelessPoints } from './lost-senders.ts'
import { mendTexts, removeUnusedTexts } from './lost-texts.ts'
import { type ReplayNeeds, replay } from './replay.ts'
import type { RebuildReport } from './reports.ts'
import { openStage, rescue } from './rescue.ts'
import { restoreSessionIntegers } from './session-integers.ts'

/** Files and functions of a rebuild. */
export interface RebuildNeeds extends ReplayNeeds {
  /** The damaged database; it is only read. */
  readonly source: string
  /** The new one; it must not be there. */
  readonly target: string
  /** A file for the time of the rebuild. */
  readonly stage: string
}

/** @throws SqliteError when not even the schema of the source can be read */
export async function rebuild(needs: RebuildNeeds): Promise<RebuildReport> {
  const source = openSource(needs.source)
  const target = openDatabase(needs.target)
  const stage = openStage(needs.stage, target)
  try {
    const rescued = rescue(source, { target, stage, progress: (rows) => needs.progress(rows, 0) })
    const lostPoints = removeNamelessPoints(target)
    const lostSenders = mendSenders(target, stage)
    const lostTexts = mendTexts(target, stage)
    stage.prepare('ATTACH ? AS whole').run(needs.target)
    const { written, unreadable } = await replay(target, stage, needs)
    restoreSessionIntegers(stage, target)
    // Only now: a trace has names on the way to its last one that are those of other sessions.
    stage.exec('INSERT OR IGNORE INTO whole.pins SELECT * FROM main.pins')
    finish(target)
    return { tables: rescued, lostTexts, lostSenders, lostPoints, spans: written, lostSpans: unreadable }
  } finally {
    source.close()
    stage.close()
    target.close()
  }
}

/** @throws SqliteError when the schema cannot be read */
function openSource(file: string): Database.Database {
  const db = new Database(file, { readonly: true })
  try {
    // A page that holds less than it says must not be taken for a row.
    db.pragma('cell_size_check = ON')
    db.pragma('mmap_size = 0')
    db.prepare('SELECT count(*) FROM spans WHERE 0').get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Variants of spans that were lost, texts that only lost rows used, and counts that are kept beside the rows. */
function finish(target: SqliteDatabase): void {
  target.exec('DELETE FROM span_variants WHERE span NOT IN (SELECT id FROM spans)')
  removeUnusedTexts(target)
  target.exec(`DELETE FROM item_counts;
    INSERT INTO item_counts (workspace_id, name, count) SELECT workspace_id, 'logs', count(*) FROM log_records GROUP BY workspace_id;
    INSERT INTO item_counts (workspace_id, name, count) SELECT workspace_id, 'metric_points', count(*) FROM metric_points GROUP BY workspace_id`)
  target.pragma('wal_checkpoint(TRUNCATE)')
}
