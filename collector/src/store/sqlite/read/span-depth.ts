import { spanIdToInt } from '../../../domain/id.ts'
import type { SqliteDatabase } from '../database.ts'
import { SETTLED } from '../write/settle-node-row.ts'
import { queryFirst } from './rows.ts'

/** No tree that a person looks at is deeper; what is deeper is given as this. */
const MAX_DEPTH = 1000
/** Spans that are walked upwards: of a longer way one half is remembered. */
const MAX_WAY = 2 * MAX_DEPTH

const PARENT = `SELECT printf('%016x', p.span_id) AS parent FROM spans s JOIN spans p ON p.trace = s.trace AND p.span_id = s.parent_span_id
  WHERE s.trace = @trace AND s.span_id = @span AND s.settled & ${SETTLED.cycle} = 0`

/**
 * How deep spans stand in the tree of their trace, as `listSpans` shows it: 0 for a root, for a span whose parent is missing and for one
 * on a cycle of parents. What was found on a way up is remembered.
 */
export function createDepths(db: SqliteDatabase): (trace: number, spanId: string) => number {
  const known = new Map<string, number>()
  const parentOf = (trace: number, spanId: string) =>
    queryFirst<{ readonly parent: string }>(db, PARENT, { trace, span: spanIdToInt(spanId) })?.parent
  return (trace, spanId) => {
    const way: string[] = []
    let at: string | undefined = spanId
    while (at !== undefined && !known.has(`${trace} ${at}`) && way.length < MAX_WAY) {
      way.push(at)
      at = parentOf(trace, at)
    }
    const top = at === undefined ? -1 : known.get(`${trace} ${at}`)
    for (const [index, each] of way.entries()) {
      const below = way.length - index
      // A way that did not end says only that what is far enough below its upper end is deep.
      if (top !== undefined || below > MAX_DEPTH) known.set(`${trace} ${each}`, Math.min(MAX_DEPTH, (top ?? 0) + below))
    }
    return known.get(`${trace} ${spanId}`) ?? MAX_DEPTH
  }
}
