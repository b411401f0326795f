import type { ReasonCount } from './decoded.ts'

/** Counts kept while a request is read. */
export interface Tally {
  /** Spans, log records or metrics that were read, valid or not. */
  items: number
  /** Those of them that can only be of the signal that the request was sent as: signals overlap on the wire. */
  recognised: number
  /** Spans with neither id. */
  spansWithoutIds: number
  base64Ids: number
  readonly rejected: Map<string, number>
  readonly warnings: Map<string, number>
}

/** A tally at zero. */
export function createTally(): Tally {
  return { items: 0, recognised: 0, spansWithoutIds: 0, base64Ids: 0, rejected: new Map(), warnings: new Map() }
}

/** Adds to the count of one reason. */
export function count(counts: Map<string, number>, reason: string, items = 1): void {
  if (items > 0) counts.set(reason, (counts.get(reason) ?? 0) + items)
}

/** What the tally of a request says about it in the end. */
export function tallyResult({ base64Ids, rejected, warnings }: Tally): {
  readonly base64Ids: number
  readonly rejected: readonly ReasonCount[]
  readonly warnings: readonly ReasonCount[]
} {
  return { base64Ids, rejected: reasons(rejected), warnings: reasons(warnings) }
}

function reasons(counts: ReadonlyMap<string, number>): readonly ReasonCount[] {
  return [...counts].map(([reason, items]) => ({ reason, count: items }))
}
