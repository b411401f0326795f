import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ContentRules } from './contract.ts'
import { AppError } from './domain/app-error.ts'
import type { ContentMode } from './domain/content-mode.ts'
import { openDeriver } from './open-deriver.ts'
import { openRedactor } from './open-redactor.ts'
import { contentRulesView } from './query/content-rules-view.ts'
import type { Redactor } from './redact/redactor.ts'
import { sizeOf } from './store/sqlite/care/compact.ts'
import type { FileSize } from './store/sqlite/care/reports.ts'
import { countContentRules, noteRedone } from './store/sqlite/content-rules.ts'
import { openDatabase, type SqliteDatabase } from './store/sqlite/database.ts'
import { newestSchemaVersion } from './store/sqlite/migrate.ts'
import { takeOwnership } from './store/sqlite/owner.ts'
import { isPassing } from './store/sqlite/passing-error.ts'
import { countChanges, redactAgain } from './store/sqlite/redo/redo.ts'
import type { RedoCounts } from './store/sqlite/redo/reports.ts'
import { deleteSecurely, removeUnusedNames, rewriteAll } from './store/sqlite/redo/scrub.ts'
import { createSqliteWriter } from './store/sqlite/write/writer.ts'
import { WRITER_LAYERS } from './writer-layers.ts'

/** What a database is redacted with. */
export interface RedactOptions {
  readonly mode: Exclude<ContentMode, 'full'>
  /** Paths of files with own rules and own prices. */
  readonly rulesFile: string | undefined
  readonly pricesFile: string | undefined
  /** Only says what would change. */
  readonly isDry: boolean
  readonly progress: (done: number, total: number) => void
  readonly nowMs: number
}

/** What redacting a database came to, or would come to. */
export interface RedactReport {
  readonly file: string
  readonly mode: ContentMode
  /** Of mode and rules. */
  readonly version: string
  readonly isDry: boolean
  readonly counts: RedoCounts
  /** Matches by rule. */
  readonly matches: Readonly<Record<string, number>>
  /** By the rules that they were redacted with when they came. */
  readonly stored: readonly RulesCount[]
  readonly before: FileSize
  readonly after: FileSize
  /** Files beside the database that still hold what was in it. */
  readonly copies: readonly string[]
}

/** Items that arrived under the same rules. */
export interface RulesCount extends ContentRules {
  readonly spans: number
  readonly logs: number
  readonly points: number
}

/**
 * Redacts what is stored as if it arrived now. What was taken out is in no byte of the file or its log afterwards. Killed and begun again,
 * it changes what is left.
 * @throws AppError `not_found` where there is none, `unavailable` when a collector has it or there is no room, `invalid` for rules or a key
 *   that cannot be used
 */
export async function redactDatabase(file: string, options: RedactOptions): Promise<RedactReport> {
  if (!existsSync(file)) throw new AppError('not_found', `no database at ${file}; name one with --db (TRACKER_DB)`)
  if (options.isDry) return look(file, options)
  const ownership = takeOwnership(file)
  try {
    return await redactOwned(ownership.file, options)
  } catch (error) {
    throw asRedactError(file, error)
  } finally {
    ownership.release()
  }
}

function look(file: string, options: RedactOptions): RedactReport {
  const db = openDatabase(file, { readonly: true })
  try {
    refuseOtherSchema(db)
    const redactor = openRedactor({ ...options, db: file, isDry: true })
    const counts = countChanges(db, lookNeeds(redactor, options))
    const size = sizeOf(db)
    return { ...reportOf(db, { file, redactor, counts }), isDry: true, before: size, after: size }
  } finally {
    db.close()
  }
}

async function redactOwned(file: string, options: RedactOptions): Promise<RedactReport> {
  const redactor = openRedactor({ ...options, db: file })
  const { derive, version } = await openDeriver(options.pricesFile)
  const db = openDatabase(file)
  try {
    const before = sizeOf(db)
    deleteSecurely(db)
    const needs = lookNeeds(redactor, options)
    const writer = createSqliteWriter(db, WRITER_LAYERS)
    writer.rederive(version, derive)
    const workAll = async (): Promise<void> => {
      while (await writer.work());
    }
    await workAll() // what is being removed need not be redacted
    const counts = redactAgain(db, { ...needs, writer, derive })
    removeUnusedNames(db)
    await workAll()
    rewriteAll(db)
    const report = reportOf(db, { file, redactor, counts })
    noteRedone(db, { version: redactor.version, nowNs: BigInt(options.nowMs) * 1_000_000n })
    return { ...report, isDry: false, before, after: sizeOf(db) }
  } finally {
    db.close()
  }
}

function lookNeeds(redact: Redactor, { progress }: RedactOptions) {
  return { ...WRITER_LAYERS, redact, progress }
}

type Found = Pick<RedactReport, 'file' | 'counts'> & { readonly redactor: Redactor }

function reportOf(db: SqliteDatabase, { file, redactor, counts }: Found): Omit<RedactReport, 'isDry' | 'before' | 'after'> {
  const { mode, version } = redactor
  return { file, mode, version, counts, matches: redactor.takeCounts(), stored: storedBy(db), copies: copiesOf(file) }
}

function storedBy(db: SqliteDatabase): readonly RulesCount[] {
  return countContentRules(db).map(({ spans, logs, points, ...rules }) => ({ ...contentRulesView(rules), spans, logs, points }))
}

/** What a repair kept aside. Backups lie wherever somebody put them. */
function copiesOf(file: string): readonly string[] {
  const folder = dirname(file)
  const prefix = `${basename(file)}.damaged-`
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(folder, name))
}

function refuseOtherSchema(db: SqliteDatabase): void {
  const version = Number(db.pragma('user_version', { simple: true }))
  const newest = newestSchemaVersion()
  if (version === newest) return
  throw new AppError(
    'unsupported',
    `${db.name} has schema version ${version}, this program reads ${newest}; bring it up to date with "tracker db info"`,
  )
}

function asRedactError(file: string, cause: unknown): unknown {
  if (!isPassing(cause)) return cause
  const reason = cause.code === 'SQLITE_FULL' ? 'the disk has no room for the new copy' : cause.message
  return new AppError('unavailable', `${file} is not redacted to the end (${reason}); begin again, what is done stays done`, { cause })
}
