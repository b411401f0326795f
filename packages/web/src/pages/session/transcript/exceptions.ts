import type { ErrorInfo, Phase, TranscriptAction, TranscriptCall, TranscriptItem, TranscriptMoment } from '@ai-tracker/collector/contract'
import { createToldReasons } from './told-reasons.ts'

/** Where the exceptions of a conversation are told. */
export interface PlacedExceptions {
  /** Those that stand with a call or an action, by its `spanKey`. */
  readonly bySpan: ReadonlyMap<string, readonly TranscriptMoment[]>
  /** Those that have no entry of their own: they stand with what threw them, or only passed by. */
  readonly placed: ReadonlySet<TranscriptItem>
}

/**
 * Each exception once, where it happened: with the call or action whose span reports it. One that goes up leaves span after span, and each
 * may report it; what was told below is not told again above it until something has succeeded there.
 * @param phases those of the session, as far as they are known
 */
export function placeExceptions(items: readonly TranscriptItem[], phases: readonly Phase[] = []): PlacedExceptions {
  const works = new Set(items.filter(isWork).map(spanKey))
  const bySpan = new Map<string, TranscriptMoment[]>()
  const placed = new Set<TranscriptItem>()
  const told = createToldReasons(phases)
  for (const item of items) {
    if (isWork(item)) {
      if (item.failed) told.add(compared(errorText(item.error)), item)
      else told.overcome(item)
    }
    if (!isException(item)) continue
    const key = spanKey(item)
    if (works.has(key)) bySpan.set(key, [...(bySpan.get(key) ?? []), item])
    const reason = compared(exceptionText(item))
    if (works.has(key) || told.has(reason, item)) placed.add(item)
    told.add(reason, item)
  }
  return { bySpan, placed }
}

/** Tells the spans of items apart. */
export function spanKey({ traceId, spanId }: { readonly traceId: string; readonly spanId: string }): string {
  return `${traceId}-${spanId}`
}

/** Whether an item is an exception that a span reports, by the name that OpenTelemetry gives it. */
export function isException(item: TranscriptItem): item is TranscriptMoment {
  return item.kind === 'event' && item.name === 'exception'
}

/** Type and message of an exception in one text, as `errorText` has them. */
export function exceptionText({ title, body }: Pick<TranscriptMoment, 'title' | 'body'>): string {
  return [title, body].filter(Boolean).join(': ')
}

/** Why something failed: `Timeout: no answer`. Empty when nobody said so. */
export function errorText(error: ErrorInfo | null): string {
  return [error?.type, error?.message].filter(Boolean).join(': ')
}

/** Whether two reasons are the same, as far as both of them come. */
export function isSameReason(one: string, other: string): boolean {
  return compared(one) === compared(other)
}

/** A moment is cut earlier than an error. */
const COMPARED = 1_000

function compared(reason: string): string {
  return reason.slice(0, COMPARED).trim()
}

function isWork(item: TranscriptItem): item is TranscriptCall | TranscriptAction {
  const { kind } = item
  return kind === 'call' || kind === 'action'
}
