import { readFileSync } from 'node:fs'
import { text as textOfStream } from 'node:stream/consumers'
import { AppError, listSqlTables, querySql, type SqlTable, type SqlValue } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { checkRaw, rawOption } from '../csv-argument.ts'
import { checkDatabaseFile } from '../database-file.ts'
import { durationOf } from '../duration-argument.ts'
import { SUCCESS } from '../exit-codes.ts'
import { wholeNumber } from '../limit-argument.ts'
import { nearest } from '../nearest.ts'
import { count } from '../output/format.ts'
import type { Progress } from '../output/progress.ts'
import { safeDocument, safeJson } from '../output/safe-text.ts'
import { type Column, table } from '../output/table.ts'
import { dbOption, readConfig } from '../source.ts'
import { type Rows, sqlCsv, sqlJson, sqlJsonLines, sqlRawCsv } from '../sql/documents.ts'
import { sqlTable } from '../sql/sql-table.ts'

const DOCUMENTS: Readonly<Record<string, (rows: Rows) => AsyncIterable<string>>> = { csv: sqlCsv, json: sqlJson, jsonl: sqlJsonLines }
const TABLE = 'table'
const TIMEOUT = '30s'
const MAX_TIMEOUT_MS = 60 * 60_000
const TABLE_ROWS = 200
const MAX_ROWS = 100_000_000
const MAX_TABLE_ROWS = 100_000

/** A statement of one's own. */
export const sql: Command = {
  name: 'sql',
  summary: 'runs one SQL statement that only reads',
  words: ["'SELECT …'"],
  options: {
    file: { value: 'FILE', short: 'f', summary: 'file with the statement; the word - reads it from standard input', isPath: true },
    format: { value: 'FORMAT', summary: 'table (if left out), csv, json or jsonl', values: [TABLE, ...Object.keys(DOCUMENTS)] },
    raw: rawOption,
    limit: { value: 'N', summary: `at most this many rows; ${TABLE_ROWS} in a table and all otherwise if left out` },
    timeout: { value: 'TIME', summary: `is stopped after this time: 500ms, 30s, 2m; ${TIMEOUT} if left out` },
    tables: { summary: 'lists the tables and views' },
    schema: { value: 'NAME', summary: 'lists the columns of one' },
    json: { summary: 'the same as --format json' },
    ...dbOption,
  },
  examples: ['sql --tables', "sql 'SELECT model, sum(cost_usd) FROM responses GROUP BY model'", 'sql -f report.sql --format csv'],
  run: async (call) => {
    const { db } = readConfig(call)
    const options = { timeoutMs: durationOf('timeout', call.args.text('timeout') ?? TIMEOUT, MAX_TIMEOUT_MS) }
    checkRaw(call.args)
    const work = await workOf(call)
    checkDatabaseFile(db)
    if (work.kind === 'statement') await runStatement(call, await querySql(db, work.sql, options))
    else printTables(call, await listSqlTables(db, options), work.name)
    return SUCCESS
  },
}

type Work = { readonly kind: 'statement'; readonly sql: string } | { readonly kind: 'tables'; readonly name: string | undefined }

async function workOf({ args }: Call): Promise<Work> {
  const [word] = args.words
  const name = args.text('schema')
  const file = args.text('file')
  const given = [word, file, name, args.isSet('tables') || undefined].filter((each) => each !== undefined)
  if (given.length > 1) throw new AppError('invalid', 'give one of a statement, --file, --tables and --schema')
  if (name !== undefined || args.isSet('tables')) return { kind: 'tables', name }
  if (word === '-') return { kind: 'statement', sql: await textOfStream(process.stdin) }
  if (file !== undefined) return { kind: 'statement', sql: readStatement(file) }
  if (word !== undefined) return { kind: 'statement', sql: word }
  throw new AppError('invalid', 'which statement? "tracker sql \'SELECT …\'"; "tracker sql --tables" lists what there is')
}

function readStatement(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('unsupported', `cannot read ${file} (${cause instanceof Error ? cause.message : String(cause)})`, { cause })
  }
}

async function runStatement(call: Call, result: Rows & { readonly close: () => void }): Promise<void> {
  const { args, terminal } = call
  const format = args.isSet('json') ? 'json' : (args.text('format') ?? TABLE)
  const limit = wholeNumber('limit', args.text('limit'), format === TABLE ? MAX_TABLE_ROWS : MAX_ROWS)
  const progress = terminal.startProgress('rows')
  try {
    const document = args.isSet('raw') ? sqlRawCsv : DOCUMENTS[format]
    if (!document) return await printTable(call, result, { limit: limit ?? TABLE_ROWS, progress })
    const safe = terminal.isInteractive ? safeDocument() : (piece: string) => piece
    for await (const piece of document(limited(result, limit, progress))) await terminal.write(safe(piece))
  } finally {
    progress.end()
    result.close()
  }
}

function limited({ columns, rows }: Rows, limit = Number.POSITIVE_INFINITY, progress: Progress): Rows {
  let taken = 0
  return {
    columns,
    rows: (async function* () {
      for await (const group of rows) {
        yield group.slice(0, limit - taken)
        taken += group.length
        progress.update(taken)
        if (taken >= limit) return
      }
    })(),
  }
}

/** Counting what is not shown must not take longer than showing it. */
const MAX_COUNTED = 1_000_000

interface TableView {
  readonly limit: number
  readonly progress: Progress
}

async function printTable({ terminal }: Call, { columns, rows }: Rows, { limit, progress }: TableView): Promise<void> {
  const shown: (readonly SqlValue[])[] = []
  let seen = 0
  for await (const group of rows) {
    shown.push(...group.slice(0, Math.max(0, limit - seen)))
    seen += group.length
    progress.update(seen)
    if (seen > MAX_COUNTED + limit) break
  }
  progress.end()
  terminal.out(...sqlTable(columns, shown, terminal))
  if (seen === 0) terminal.err('no rows')
  const left = seen - shown.length
  if (left > 0) terminal.err(`${left > MAX_COUNTED ? 'more than ' : ''}${count(left)} more; --limit N shows more, --format csv all`)
}

function printTables({ args, terminal }: Call, tables: readonly SqlTable[], name: string | undefined): void {
  const found = name === undefined ? tables : tables.filter((each) => each.name.toLowerCase() === name.toLowerCase())
  const [one] = found
  if (!one && name !== undefined) throw unknownTable(name, tables)
  if (args.isSet('json')) terminal.out(safeJson(name === undefined ? tables : one))
  else if (name === undefined || !one) terminal.out(...table(TABLE_COLUMNS, tables, terminal))
  else
    terminal.out(`${one.name}, a ${one.kind}${one.summary ? `: ${one.summary}` : ''}`, '', ...table(COLUMN_COLUMNS, one.columns, terminal))
}

function unknownTable(name: string, tables: readonly SqlTable[]): AppError {
  const meant = nearest(
    name,
    tables.map((each) => each.name),
  )
  return new AppError('invalid', `there is no table ${name}; ${meant ? `did you mean ${meant}?` : '"tracker sql --tables" lists them'}`)
}

const TABLE_COLUMNS: readonly Column<SqlTable>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'KIND', cell: ({ kind }) => kind },
  { title: 'HOLDS', minWidth: 20, cell: ({ summary }) => summary ?? '' },
]

const COLUMN_COLUMNS: readonly Column<SqlTable['columns'][number]>[] = [
  { title: 'COLUMN', cell: ({ name }) => name },
  { title: 'TYPE', cell: ({ type }) => type.toLowerCase() },
]
