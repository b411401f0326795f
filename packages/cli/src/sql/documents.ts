import type { SqlResult } from '@ai-tracker/collector'
import { csvLine } from '../output/csv.ts'
import { safeJson } from '../output/safe-text.ts'
import { jsonValueOf, keysOf, textOf } from './cells.ts'

/** The rows of a statement. */
export type Rows = Pick<SqlResult, 'columns' | 'rows'>

/** A heading and a line for each row; NULL is an empty field, an empty text `""`. */
export async function* sqlCsv({ columns, rows }: Rows): AsyncGenerator<string> {
  yield csvLine(columns)
  for await (const group of rows) yield group.map((row) => csvLine(row.map(textOf))).join('')
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

type Row = Parameters<typeof jsonValueOf>[0]

function objectText(keys: readonly string[], row: readonly Row[]): string {
  return safeJson(Object.fromEntries(keys.map((key, index) => [key, jsonValueOf(row[index] ?? null)])), 0)
}
