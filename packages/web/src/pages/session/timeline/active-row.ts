import { parentIndex, type SpanRow } from './rows.ts'

/** The row that the keys of the tree act on, as it was when they came to it: rows come and go above it. */
export interface ActiveRow {
  readonly id: string
  /** Rows of the spans around it, the nearest first. */
  readonly around: readonly string[]
  readonly index: number
}

/** Remembers the row at an index; undefined when there is none. */
export function activeRow(rows: readonly SpanRow[], index: number): ActiveRow | undefined {
  const row = rows[index]
  if (!row) return undefined
  const around: string[] = []
  for (let above = parentIndex(rows, index); above !== undefined; above = parentIndex(rows, above)) around.push(rows[above]?.id ?? '')
  return { id: row.id, around, index }
}

/** Where the row is now. Of one that is not there, the nearest span around it that is; else the row at its place, or the last one. */
export function indexOfActive(rows: readonly SpanRow[], active: ActiveRow | undefined): number {
  if (!active) return 0
  if (rows[active.index]?.id === active.id) return active.index
  const wanted = new Map([active.id, ...active.around].map((id, distance) => [id, distance]))
  let found = { index: Math.min(active.index, Math.max(0, rows.length - 1)), distance: Number.POSITIVE_INFINITY }
  for (const [index, { id }] of rows.entries()) {
    const distance = wanted.get(id)
    if (distance !== undefined && distance < found.distance) found = { index, distance }
  }
  return found.index
}
