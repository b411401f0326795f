import { spanIdToInt } from '../../../domain/id.ts'
import type { SqliteDatabase } from '../database.ts'
import { SETTLED } from '../write/settle-node-row.ts'
import { type Bindings, queryFirst } from './rows.ts'

/**
 * Steps over the tree of a trace's spans, each by one look-up in an index. Spans on a cycle of parents are nobody's children here:
 * they come as roots of their own, so that every walk ends.
 */

/** A span as far as the walk needs it. */
export interface Node {
  readonly spanId: string
  readonly parentSpanId: string
  readonly startNs: bigint
}

const NODE = `SELECT printf('%016x', span_id) AS spanId, printf('%016x', parent_span_id) AS parentSpanId, start_ns AS startNs FROM spans`
const IN_TREE = `settled & ${SETTLED.cycle} = 0`
/** The parent id of a root. */
export const NO_PARENT = '0000000000000000'

/** The walk of one trace. @param trace its row */
export function spanWalk(db: SqliteDatabase, trace: number) {
  const node = (condition: string, bindings: Bindings): Node | undefined =>
    queryFirst<Node>(db, `${NODE} WHERE trace = @trace AND ${condition}`, { trace, ...bindings })
  const firstChild = (parent: string): Node | undefined =>
    node(`parent_span_id = @parent AND ${IN_TREE} ORDER BY start_ns, span_id LIMIT 1`, { parent: spanIdToInt(parent) })

  return {
    firstRoot: () => firstChild(NO_PARENT),
    firstChild,
    /** The span that comes after another one below the same parent. */
    nextSibling: ({ parentSpanId, startNs, spanId }: Node): Node | undefined =>
      node(
        `parent_span_id = @parent AND start_ns >= @startNs AND (start_ns, span_id) > (@startNs, @spanId) AND ${IN_TREE}
        ORDER BY start_ns, span_id LIMIT 1`,
        { parent: spanIdToInt(parentSpanId), startNs, spanId: spanIdToInt(spanId) },
      ),
    find: (spanId: string): Node | undefined => node('span_id = @spanId', { spanId: spanIdToInt(spanId) }),
    /** The parent id that follows in the order of ids, whether or not there is such a span. */
    nextParentId: (after: string | undefined): string | undefined =>
      queryFirst<{ parent: string }>(
        db,
        `SELECT printf('%016x', parent_span_id) AS parent FROM spans
        WHERE trace = @trace AND parent_span_id ${after === undefined ? '>=' : '>'} @after ORDER BY parent_span_id LIMIT 1`,
        { trace, after: after === undefined ? -(2n ** 63n) : spanIdToInt(after) },
      )?.parent,
    /** The next span on a cycle in the order of ids, looked for among `maxSpans` spans; `seen` is the last of these, if there was any. */
    nextOnCycle(after: string | undefined, maxSpans: number): { readonly found?: Node; readonly seen?: string } {
      const from = after === undefined ? { after: -(2n ** 63n), inclusive: 1 } : { after: spanIdToInt(after), inclusive: 0 }
      const seen = queryFirst<{ spanId: string }>(
        db,
        `SELECT printf('%016x', max(span_id)) AS spanId FROM (
          SELECT span_id FROM spans WHERE trace = @trace AND span_id >= @after AND (@inclusive OR span_id <> @after) ORDER BY span_id LIMIT @maxSpans
        ) HAVING count(*) > 0`,
        { trace, ...from, maxSpans },
      )?.spanId
      if (seen === undefined) return {}
      const found = node(
        `span_id >= @after AND (@inclusive OR span_id <> @after) AND span_id <= @seen AND settled & ${SETTLED.cycle} ORDER BY span_id LIMIT 1`,
        { ...from, seen: spanIdToInt(seen) },
      )
      return { ...(found && { found }), seen }
    },
  }
}
export type SpanWalk = ReturnType<typeof spanWalk>
