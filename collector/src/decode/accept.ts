import type { ResourceSpans, ScopeSpans, Span } from '../domain/span.ts'
import { count, type Tally } from './tally.ts'

/** Decides about one span: whether it may be stored. `problem` is what its reader found wrong with it. */
export function acceptSpan(tally: Tally, span: Span, problem: string | undefined): boolean {
  tally.items += 1
  if (span.traceId === '' && span.spanId === '') tally.itemsWithoutIds += 1
  const reason = problem ?? idProblem('trace_id', span.traceId, NO_TRACE) ?? idProblem('span_id', span.spanId, NO_SPAN)
  if (reason === undefined) return true
  count(tally.rejected, reason)
  return false
}

const NO_TRACE = '0'.repeat(32)
const NO_SPAN = '0'.repeat(16)

/** What is wrong with an id in hex, `undefined` when it is valid; `zero` is the invalid id of the right length. */
function idProblem(field: string, hex: string, zero: string): string | undefined {
  if (hex.length === zero.length && hex !== zero) return undefined
  if (hex === '') return `${field} is missing`
  return hex === zero ? `${field} is all zero` : `${field} does not have ${zero.length / 2} bytes`
}

/** A parent id in hex as the model wants it: `''` for a root. One of another length makes a root too, with a warning. */
export function parentId(tally: Tally, hex: string): string {
  if (hex === '' || hex === NO_SPAN) return ''
  if (hex.length === NO_SPAN.length) return hex
  count(tally.warnings, 'parent_span_id does not have 8 bytes: taken as a root span')
  return ''
}

/** The spans of a scope; none of them when something is wrong with the scope itself. */
export function acceptScope(tally: Tally, group: ScopeSpans, problem: string | undefined): ScopeSpans {
  if (problem === undefined) return group
  count(tally.rejected, problem, group.spans.length)
  return { scope: group.scope, spans: [] }
}

/** The spans of a resource; none of them when something is wrong with the resource itself. */
export function acceptResource(tally: Tally, group: ResourceSpans, problem: string | undefined): ResourceSpans {
  if (problem === undefined) return group
  for (const { spans } of group.scopeSpans) count(tally.rejected, problem, spans.length)
  return { resource: group.resource, scopeSpans: [] }
}
