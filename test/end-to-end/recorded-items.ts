import { type SpanItem, spanItems, type TracesData } from '../../collector/src/domain/span.ts'
import { CLIENTS } from '../clients/clients.ts'
import { readRecording } from '../record/fixtures.ts'
import { decodeJson } from './otlp-sender.ts'

/** The spans of one recording. */
export async function recordedItems(name: string): Promise<readonly SpanItem[]> {
  const { requests } = await readRecording(name)
  return requests.flatMap((request) => [...spanItems(decodeJson(request))])
}

/** The spans of all recordings. Each is of the same trace id; here each gets its own, so that they are the traces of one session. */
export async function allRecordedItems(): Promise<readonly SpanItem[]> {
  const recordings = await Promise.all(CLIENTS.map(({ name }) => recordedItems(name)))
  return recordings.flatMap((items, at) => items.map((item) => withTraceId(item, traceIdOf(at))))
}

/** Names a span. */
export function idOf({ span }: SpanItem): string {
  return `${span.traceId} ${span.spanId}`
}

/** Spans as an export request. */
export function tracesOf(items: readonly SpanItem[]): TracesData {
  return { resourceSpans: items.map(({ span, resource, scope }) => ({ resource, scopeSpans: [{ scope, spans: [span] }] })) }
}

function withTraceId(item: SpanItem, traceId: string): SpanItem {
  return { ...item, span: { ...item.span, traceId } }
}

function traceIdOf(at: number): string {
  return (at + 1).toString(16).padStart(32, 'c')
}
