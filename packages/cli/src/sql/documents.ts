import type { SqlResult, SqlValue } from '@ai-tracker/collector'
import { csvLine, inertText, rawText } from '../output/csv.ts'
import { safeJson } from '../output/safe-text.ts'
import { jsonValueOf, keysOf, textOf } from './cells.ts'

/** The rows of a statement. */
export type Rows = Pick<SqlResult, 'columns' | 'rows'>

/** A heading and a line for each row; NULL is an empty field, an empty text `""`. Texts that a spreadsheet would run are made inert. */
export function sqlCsv(rows: Rows): AsyncGenerator<string> {
  return csvWith(rows, inertText)
}

/** The same with every text as it is. */
export function sqlRawCsv(rows: Rows): AsyncGenerator<string> {
  return csvWith(rows, rawText)
}

async function* csvWith({ columns, rows }: Rows, shown: (text: string) => string): AsyncGenerator<string> {
  const cell = (value: SqlValue): string | null => (typeof value === 'string' ? shown(value) : textOf(value))
  yield csvLine(columns.map(shown))
  for await (const group of rows) yield group.map((row) => csvLine(row.map(cell))).join('')
}

/** One array of objects. */
export async function* sqlJson({ columns, rows }: Rows): AsyncGenerator<string> {
  const keys = keysOf(columns)
  let separator = '\n'
  yield '['
  for await (const group of rows) {
    for (const row of group) {
      yield `${separator}  ${objectText(keys, row)}`
      separator = ',\n'
    }
  }
  yield separator === '\n' ? ']\n' : '\n]\n'
}

/** One object per line. */
export async function* sqlJsonLines({ columns, rows }: Rows): AsyncGenerator<string> {
  const keys = keysOf(columns)
  for await (const group of rows) yield group.map((row) => `${objectText(keys, row)}\n`).join('')
}

function objectText(keys: readonly string[], row: readonly SqlValue[]): string {
  return safeJson(Object.fromEntries(keys.map((key, index) => [key, jsonValueOf(row[index] ?? null)])), 0)
}
