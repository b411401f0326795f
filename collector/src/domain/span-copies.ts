import { countMarks } from './redaction-marks.ts'
import { isRunning, type Span, type SpanItem } from './span.ts'

/** What a store has to compare copies by when nothing else differs: SHA-256 of the canonical encoding of an item. */
export type HashItem = (item: SpanItem) => Uint8Array

/**
 * Which of two copies of a span is the one to keep. The order of arrival plays no part: ended beats running; then the later end; then
 * more attributes, events and links; then more marks of redaction, as what was taken out is not to come back; then the greater hash.
 * @returns > 0 when `a` wins, < 0 when `b` wins, 0 when they are the same
 */
export function compareCopies(a: SpanItem, b: SpanItem, hash: HashItem): number {
  const ended = Number(isRunning(b.span)) - Number(isRunning(a.span))
  if (ended !== 0) return ended
  if (a.span.endNs !== b.span.endNs) return a.span.endNs > b.span.endNs ? 1 : -1
  const size = sizeOf(a.span) - sizeOf(b.span)
  if (size !== 0) return size
  const order = compareBytes(hash(a), hash(b))
  return order === 0 ? 0 : countMarks(a) - countMarks(b) || order
}

function sizeOf(span: Span): number {
  return span.attributes.length + span.events.length + span.links.length
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number)
  return a.length - b.length
}
