import type { SqlValue } from '@ai-tracker/collector'
import { factLines } from '../output/facts.ts'
import { safeLine } from '../output/safe-text.ts'
import { type Canvas, type Column, table } from '../output/table.ts'
import { textWidth, wrap } from '../output/text-width.ts'
import { textOf } from './cells.ts'

type Row = readonly SqlValue[]

const NULL = 'NULL'
/** A column with text is legible from here on. */
const MIN_WIDTH = 8
const GAP = 2
const MAX_NAME_LINES = 10

/** Rows as a table, or below each other as records where a table of so many columns would not fit. */
export function sqlTable(columns: readonly string[], rows: readonly Row[], canvas: Canvas): readonly string[] {
  const drawn = columns.map((title, index) => columnOf(title, rows, index))
  const needed = drawn.reduce((sum, { width, column }) => sum + Math.min(width, column.minWidth ?? width) + GAP, -GAP)
  if (needed > canvas.columns) return rows.length > 0 ? records(columns, rows, canvas) : names(columns, canvas)
  return table(
    drawn.map(({ column }) => column),
    rows,
    canvas,
  )
}

function columnOf(title: string, rows: readonly Row[], index: number): { readonly column: Column<Row>; readonly width: number } {
  const isNumber =
    rows.some((row) => typeof row[index] === 'bigint' || typeof row[index] === 'number') && !rows.some((row) => isText(row[index]))
  const cell = (row: Row): string => textOf(row[index] ?? null) ?? NULL
  return {
    width: Math.max(textWidth(safeLine(title)), ...rows.map((row) => textWidth(safeLine(cell(row))))),
    column: {
      title: safeLine(title),
      cell,
      align: isNumber ? 'right' : 'left',
      tone: (row) => (row[index] === null ? 'faint' : undefined),
      ...(!isNumber && { minWidth: MIN_WIDTH }),
    },
  }
}

function isText(value: SqlValue | undefined): boolean {
  return typeof value === 'string' || value instanceof Uint8Array
}

/** What columns there are, where there is nothing in them. */
function names(columns: readonly string[], { columns: width, paint }: Canvas): readonly string[] {
  return wrap(safeLine(columns.join('  ')), { width, maxLines: MAX_NAME_LINES }).map((line) => paint('faint', line))
}

function records(columns: readonly string[], rows: readonly Row[], canvas: Canvas): readonly string[] {
  return rows.flatMap((row, number) => [
    ...(number === 0 ? [] : ['']),
    ...factLines(
      columns.map((name, index) => {
        const value = textOf(row[index] ?? null)
        return { name: safeLine(name), value: value ?? NULL, tone: value === null ? 'faint' : undefined }
      }),
      canvas,
    ),
  ])
}
