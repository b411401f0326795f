import type { LogRecord } from '../domain/log.ts'
import type { Signal } from '../domain/signal.ts'
import type { Span } from '../domain/span.ts'
import type { Envelope, ResourceGroup, ScopeGroup } from './envelope.ts'
import { count, type Tally } from './tally.ts'

const NO_TRACE = '0'.repeat(32)
const NO_SPAN = '0'.repeat(16)

/** Decides about one span: whether it may be stored. `problem` is what its reader found wrong with it. */
export function acceptSpan(tally: Tally, span: Span, problem: string | undefined): boolean {
  tally.items += 1
  if (span.traceId === '' && span.spanId === '') tally.spansWithoutIds += 1
  if (hasFieldsOfSpans(span)) tally.recognised += 1
  const reason = problem ?? idProblem('trace_id', span.traceId, NO_TRACE) ?? idProblem('span_id', span.spanId, NO_SPAN)
  if (reason === undefined) return true
  count(tally.rejected, reason)
  return false
}

/** Whether a field is set that neither log records nor metrics have at its number and with its wire type; their texts can pass for ids. */
function hasFieldsOfSpans({ startNs, endNs, kind, flags, parentSpanId, links, status }: Span): boolean {
  const hasTime = startNs !== 0n || endNs !== 0n
  return hasTime || kind !== 0 || flags !== 0 || parentSpanId !== '' || links.length > 0 || status.code !== 0
}

/** What is wrong with an id in hex, `undefined` when it is valid; `zero` is the invalid id of the right length. */
function idProblem(field: string, hex: string, zero: string): string | undefined {
  if (hex.length === zero.length && hex !== zero) return undefined
  if (hex === '') return `${field} is missing`
  return hex === zero ? `${field} is all zero` : `${field} does not have ${zero.length / 2} bytes`
}

interface OptionalId {
  /** The invalid id of the right length, which stands for none. */
  readonly zero: string
  readonly warning: string
}

const PARENT: OptionalId = { zero: NO_SPAN, warning: 'parent_span_id does not have 8 bytes: taken as a root span' }
const LOG_TRACE: OptionalId = { zero: NO_TRACE, warning: 'trace_id does not have 16 bytes: the log record is taken as one without a trace' }
const LOG_SPAN: OptionalId = { zero: NO_SPAN, warning: 'span_id does not have 8 bytes: the log record is taken as one without a span' }

/** A parent id in hex as the model wants it: `''` for a root. One of another length makes a root too, with a warning. */
export function parentId(tally: Tally, hex: string): string {
  return optionalId(tally, hex, PARENT)
}

/** The trace id of a log record: `''` when it belongs to no trace. One of another length says so too, with a warning. */
export function logTraceId(tally: Tally, hex: string): string {
  return optionalId(tally, hex, LOG_TRACE)
}

/** The span id of a log record: `''` when it belongs to no span. One of another length says so too, with a warning. */
export function logSpanId(tally: Tally, hex: string): string {
  return optionalId(tally, hex, LOG_SPAN)
}

function optionalId(tally: Tally, hex: string, { zero, warning }: OptionalId): string {
  if (hex === '' || hex === zero) return ''
  if (hex.length === zero.length) return hex
  count(tally.warnings, warning)
  return ''
}

/** Notes a log record, which is always stored unless `problem` is what its reader found wrong with it. */
export function acceptLog(tally: Tally, log: LogRecord, problem: string | undefined): boolean {
  tally.items += 1
  if (hasFieldsOfLogs(log)) tally.recognised += 1
  if (problem === undefined) return true
  count(tally.rejected, problem)
  return false
}

/** Whether a field is set that neither spans nor metrics have at its number and with its wire type. */
function hasFieldsOfLogs(log: LogRecord): boolean {
  const { timeNs, observedNs, severityNumber, attributes, droppedAttributesCount, flags } = log
  const hasTime = timeNs !== 0n || observedNs !== 0n
  return hasTime || severityNumber !== 0 || attributes.length > 0 || droppedAttributesCount !== 0 || flags !== 0
}

/** The items of a scope; none of them when something is wrong with the scope itself. */
export function acceptScope<S extends Signal, Item>(
  { tally, envelope }: { readonly tally: Tally; readonly envelope: Envelope<S, Item> },
  group: ScopeGroup<Item>,
  problem: string | undefined,
): ScopeGroup<Item> {
  if (problem === undefined) return group
  count(tally.rejected, problem, countItems(envelope, group))
  return { scope: group.scope, items: [] }
}

/** The items of a resource; none of them when something is wrong with the resource itself. */
export function acceptResource<S extends Signal, Item>(
  { tally, envelope }: { readonly tally: Tally; readonly envelope: Envelope<S, Item> },
  group: ResourceGroup<Item>,
  problem: string | undefined,
): ResourceGroup<Item> {
  if (problem === undefined) return group
  for (const scope of group.scopes) count(tally.rejected, problem, countItems(envelope, scope))
  return { resource: group.resource, scopes: [] }
}

function countItems<S extends Signal, Item>(envelope: Envelope<S, Item>, { items }: ScopeGroup<Item>): number {
  return items.reduce((sum, item) => sum + envelope.countOf(item), 0)
}
