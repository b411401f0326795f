import Database from 'better-sqlite3'
import { AppError } from '../../domain/app-error.ts'
import { WAYS_OUT } from './care/damage.ts'
import { openDatabase, type SqliteDatabase } from './database.ts'
import { checkFileHeader } from './own-file.ts'
import { asReadError } from './passing-error.ts'
import { placeOfSqlError } from './sql-error-place.ts'

/** What a cell holds, with SQLite's types apart: an integer is a bigint and exact, a real is a number, a blob is bytes. */
export type SqlValue = null | bigint | number | string | Uint8Array

/** One statement that runs. */
export interface AdHocQuery {
  /** Names of the columns; two may be alike. */
  readonly columns: readonly string[]
  /** Its rows, made while they are taken. */
  readonly rows: Iterator<readonly SqlValue[]>
  close(): void
}

/**
 * Opens a database for reading only, and begins one statement that a person wrote.
 * @throws AppError `invalid` for a statement that is wrong or would change something, in one line and with its place where that is
 *   known; `unavailable` when the database cannot be read now; `unsupported` when the file is no database of ours, or damaged
 */
export function openAdHocQuery(file: string, sql: string): AdHocQuery {
  const db = open(file)
  try {
    db.pragma('query_only = ON')
    db.pragma('trusted_schema = OFF')
    // In files a sort of everything could fill the disk. The process of the query bounds memory.
    db.pragma('temp_store = MEMORY')
    db.pragma('mmap_size = 0')
    const statement = prepareReading(db, sql).raw(true).safeIntegers(true)
    const columns = statement.columns().map(({ name }) => name)
    return { columns, rows: rowsOf(statement.iterate(), db, sql), close: () => db.close() }
  } catch (error) {
    const refused = refusal(error, db, sql)
    db.close()
    throw refused
  }
}

/** A file that is unfit is no wrong statement. */
function open(file: string): SqliteDatabase {
  try {
    // SQLite would leave the log of another program's database behind. A process that asks has nothing else open.
    checkFileHeader(file)
    return openDatabase(file, { readonly: true })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error
    throw new AppError('unsupported', error.message, { cause: error })
  }
}

/** SQLite takes no longer statement. */
const MAX_SQL_BYTES = 1_000_000

/** What a statement that only reads begins with. */
const READING = /^(SELECT|WITH|VALUES|EXPLAIN)\b/i

/** Pragmas that only say something; `=` or a value in brackets would change the connection or the file for most others. */
const READING_PRAGMA = new RegExp(
  [
    '^PRAGMA\\s+(main\\s*\\.\\s*)?(',
    '(application_id|collation_list|compile_options|database_list|encoding|freelist_count|function_list|journal_mode|module_list',
    '|page_count|page_size|pragma_list|schema_version|table_list|user_version)',
    '|(foreign_key_list|index_info|index_list|index_xinfo|integrity_check|quick_check|table_info|table_xinfo)\\s*(\\([^()=;]*\\))?',
    ')[\\s;]*$',
  ].join(''),
  'i',
)

/** Other statements that exist. What is none of them is a slip that SQLite itself names best. */
const OTHER =
  /^(ALTER|ANALYZE|ATTACH|BEGIN|COMMIT|CREATE|DELETE|DETACH|DROP|END|INSERT|PRAGMA|REINDEX|RELEASE|REPLACE|ROLLBACK|SAVEPOINT|UPDATE|VACUUM)\b/i

const ONLY_READING =
  'only statements that read may run: SELECT, WITH … SELECT, VALUES, EXPLAIN, and PRAGMAs that change nothing, such as table_info'

/** Looks at the statement before it runs: a read-only connection alone would not keep VACUUM INTO from writing another file, or ATTACH. */
function prepareReading(db: SqliteDatabase, sql: string): Database.Statement<[]> {
  // SQLite would read up to it, and silently leave out what follows.
  if (sql.includes('\0')) throw new AppError('invalid', 'the statement holds the character NUL; take it out')
  if (Buffer.byteLength(sql) > MAX_SQL_BYTES) throw new AppError('invalid', `the statement is longer than ${MAX_SQL_BYTES} bytes`)
  const text = withoutLeadingComments(sql)
  if (text === '') throw new AppError('invalid', 'there is no statement; give one such as SELECT count(*) FROM sessions')
  if (OTHER.test(text) && !READING_PRAGMA.test(text)) throw new AppError('invalid', ONLY_READING)
  const statement = db.prepare<[]>(sql)
  // WITH can end in DELETE, and INSERT … RETURNING gives rows.
  const isAllowed = (READING.test(text) || READING_PRAGMA.test(text)) && statement.readonly && statement.reader
  if (!isAllowed) throw new AppError('invalid', ONLY_READING)
  return statement
}

function withoutLeadingComments(sql: string): string {
  let rest = sql
  for (;;) {
    const skipped = /^([\s;]+|--[^\n]*|\/\*[\s\S]*?(\*\/|$))/.exec(rest)
    if (!skipped) return rest
    rest = rest.slice(skipped[0].length)
  }
}

function* rowsOf(rows: IterableIterator<unknown>, db: SqliteDatabase, sql: string): Generator<readonly SqlValue[]> {
  try {
    // Raw rows with safe integers are arrays of exactly these types.
    for (const row of rows) yield row as readonly SqlValue[]
  } catch (error) {
    throw refusal(error, db, sql)
  }
}

/** Errors of SQLite that speak of the statement and not of the database. */
const OF_THE_STATEMENT = /^SQLITE_(ERROR|AUTH|CONSTRAINT|MISMATCH|RANGE|TOOBIG|READONLY)/

function refusal(error: unknown, db: SqliteDatabase, sql: string): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error
  const isSqlite = error instanceof Database.SqliteError
  if (isSqlite && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code))
    return new AppError('unsupported', `${db.name} is damaged (${error.message}); ${WAYS_OUT}`, { cause: error })
  if (isSqlite && !OF_THE_STATEMENT.test(error.code)) return asReadError(error)
  const place = isSqlite ? placeOfSqlError(error.message, sql, (part) => messageOf(db, part)) : undefined
  return new AppError('invalid', `${inOneLine(error.message)}${place ? ` (line ${place.line}, column ${place.column})` : ''}`, {
    cause: error,
  })
}

/** What better-sqlite3 itself throws speaks of "the supplied SQL string". */
function inOneLine(message: string): string {
  if (/more than one statement/.test(message)) return 'there is more than one statement; give one at a time'
  if (/named parameter|parameter values/.test(message)) return 'the statement has parameters such as ? or :name; write their values into it'
  return message.replace(/\s+/g, ' ')
}

function messageOf(db: SqliteDatabase, sql: string): string | undefined {
  try {
    db.prepare(sql)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : undefined
  }
}

/** Version of the SQLite that is built in. @throws when its native part cannot be loaded on this machine */
export function sqliteVersion(): string {
  const db = new Database(':memory:')
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get())
  } finally {
    db.close()
  }
}
