import type { Paint, Tone } from './paint.ts'
import { safeLine } from './safe-text.ts'
import { pad, textWidth, truncate } from './text-width.ts'

/** One column of a table. */
export interface Column<T> {
  readonly title: string
  /** The cell as it is; it is made safe here. */
  readonly cell: (row: T) => string
  /** `decimal` = on the decimal point. */
  readonly align?: 'left' | 'right' | 'decimal'
  /** May be cut down to this many cells; a column without it is shown whole. */
  readonly minWidth?: number
  /** Other columns are left out before this one is cut down further than to so many cells. */
  readonly wantedWidth?: number
  /** Is left out where there is no room; the last one first. */
  readonly isOptional?: boolean
  readonly tone?: (row: T) => Tone | undefined
}

/** What a table is drawn into. */
export interface Canvas {
  /** Cells in a line. */
  readonly columns: number
  readonly paint: Paint
}

/** A column with its cells. */
interface Filled<T> {
  readonly column: Column<T>
  readonly cells: readonly string[]
  readonly width: number
}

const GAP = '  '

/** Lines of a table with a heading, none of them wider than the canvas. */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[], { columns: width, paint }: Canvas): readonly string[] {
  const fitted = squeeze(
    columns.map((column) => fill(column, rows)),
    width,
  )
  const isTooWide = totalWidth(fitted) > width
  const line = (cellOf: (filled: Filled<T>) => string, toneOf: (column: Column<T>) => Tone | undefined): string => {
    const cells = fitted.map((filled) => aligned(filled, cellOf(filled)))
    // Not even the narrowest form fits: the line ends where the terminal does, and without colours, which a cut could leave open.
    if (isTooWide) return truncate(cells.join(GAP), width).trimEnd()
    const end = cells.findLastIndex((cell) => cell.trim() !== '')
    return fitted
      .slice(0, end + 1)
      .map(({ column }, index) => paint(toneOf(column), (index === end ? cells[index]?.trimEnd() : cells[index]) ?? ''))
      .join(GAP)
  }
  return [
    line(
      ({ column }) => column.title,
      () => 'faint',
    ),
    ...rows.map((row, index) =>
      line(
        ({ cells }) => cells[index] ?? '',
        (column) => column.tone?.(row),
      ),
    ),
  ]
}

function aligned<T>({ column, width }: Filled<T>, cell: string): string {
  return pad(truncate(cell, width), width, column.align === undefined || column.align === 'left' ? 'left' : 'right')
}

function fill<T>(column: Column<T>, rows: readonly T[]): Filled<T> {
  const texts = rows.map((row) => safeLine(column.cell(row)))
  const cells = column.align === 'decimal' ? onThePoint(texts) : texts
  return { column, cells, width: cells.reduce((widest, cell) => Math.max(widest, textWidth(cell)), textWidth(column.title)) }
}

/** Fills fractions up with spaces, so that right-aligned numbers have their points below each other. */
function onThePoint(cells: readonly string[]): readonly string[] {
  const fraction = (cell: string): number => (cell.includes('.') ? cell.length - cell.indexOf('.') : 0)
  const longest = cells.reduce((most, cell) => Math.max(most, fraction(cell)), 0)
  return cells.map((cell) => cell + ' '.repeat(longest - fraction(cell)))
}

/** Narrows what may be cut, then leaves out what may be left out, until it fits or nothing more can be done. */
function squeeze<T>(columns: readonly Filled<T>[], width: number): readonly Filled<T>[] {
  const excess = totalWidth(columns) - width
  const narrowed = narrow(columns, excess, ({ minWidth, wantedWidth }) => wantedWidth ?? minWidth)
  if (totalWidth(narrowed) <= width) return narrowed
  const last = columns.findLastIndex(({ column }) => column.isOptional)
  return last < 0 ? narrow(columns, excess, ({ minWidth }) => minWidth) : squeeze(columns.toSpliced(last, 1), width)
}

/** Takes cells away from the widest column that may be cut, one by one. @param least to how many; `undefined` = not at all */
function narrow<T>(columns: readonly Filled<T>[], excess: number, least: (column: Column<T>) => number | undefined): readonly Filled<T>[] {
  const widths = columns.map(({ width }) => width)
  for (let left = excess; left > 0; left--) {
    let widest = -1
    for (const [index, { column }] of columns.entries()) {
      const width = widths[index] ?? 0
      if (width > (least(column) ?? width) && width > (widths[widest] ?? 0)) widest = index
    }
    if (widest < 0) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return columns.map((filled, index) => ({ ...filled, width: widths[index] ?? filled.width }))
}

function totalWidth<T>(columns: readonly Filled<T>[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0) + GAP.length * (columns.length - 1)
}
