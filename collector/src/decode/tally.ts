import { AppError } from '../domain/app-error.ts'
import type { TracesData } from '../domain/span.ts'

/** How many items were left out, or accepted with a repair, for one reason. The reason holds no content of the sender. */
export interface ReasonCount {
  readonly reason: string
  readonly count: number
}

/** What a request of spans holds, and what was wrong with it. */
export interface DecodedTraces {
  /** Only valid spans. */
  readonly data: TracesData
  /** Strings in which invalid UTF-8 or a lone surrogate became U+FFFD. */
  readonly repairedStrings: number
  /** Ids that came as base64 instead of hex. */
  readonly base64Ids: number
  /** Spans that are not in `data`. */
  readonly rejected: readonly ReasonCount[]
  /** Spans that are in `data` with something put right, such as a parent id that was none. */
  readonly warnings: readonly ReasonCount[]
}

/** Counts kept while a request is read. */
export interface Tally {
  items: number
  itemsWithoutIds: number
  base64Ids: number
  readonly rejected: Map<string, number>
  readonly warnings: Map<string, number>
}

/** A tally at zero. */
export function createTally(): Tally {
  return { items: 0, itemsWithoutIds: 0, base64Ids: 0, rejected: new Map(), warnings: new Map() }
}

/** Adds to the count of one reason. */
export function count(counts: Map<string, number>, reason: string, items = 1): void {
  if (items > 0) counts.set(reason, (counts.get(reason) ?? 0) + items)
}

/**
 * Closes the tally of a request.
 * @throws AppError `invalid` when no item has ids: these are not spans, but log records, which look alike on the wire
 */
export function decodedTraces(tally: Tally, data: TracesData, repairedStrings: number): DecodedTraces {
  if (tally.items > 0 && tally.itemsWithoutIds === tally.items)
    throw new AppError('invalid', `none of ${tally.items} spans has a trace id or span id: this looks like logs, which go to /v1/logs`)
  const { base64Ids } = tally
  return { data, repairedStrings, base64Ids, rejected: reasons(tally.rejected), warnings: reasons(tally.warnings) }
}

function reasons(counts: ReadonlyMap<string, number>): readonly ReasonCount[] {
  return [...counts].map(([reason, items]) => ({ reason, count: items }))
}
