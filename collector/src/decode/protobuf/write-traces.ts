import type { Scope, Span, SpanItem, TracesData } from '../../domain/span.ts'
import { beginMessage, createWireWriter, endMessage, putString, type WireWriter, writtenBytes } from './wire-writer.ts'
import { putResource, putScope } from './write-resource.ts'
import { putSpan } from './write-span.ts'

/** TracesData or ExportTraceServiceRequest: 1 resource_spans. The result is canonical: equal data gives equal bytes. */
export function encodeTraces(data: TracesData): Uint8Array {
  const writer = createWireWriter()
  for (const { resource, scopeSpans } of data.resourceSpans.toReversed()) {
    const begin = beginMessage(writer)
    putString(writer, 0x1a, resource.schemaUrl)
    for (const { scope, spans } of scopeSpans.toReversed()) putScopeSpans(writer, scope, spans)
    putResource(writer, 0x0a, resource)
    endMessage(writer, 0x0a, begin)
  }
  return writtenBytes(writer)
}

/** ScopeSpans: 1 scope, 2 spans, 3 schema_url. */
function putScopeSpans(writer: WireWriter, scope: Scope, spans: readonly Span[]): void {
  const begin = beginMessage(writer)
  putString(writer, 0x1a, scope.schemaUrl)
  for (let i = spans.length - 1; i >= 0; i--) {
    const span = spans[i]
    if (span) putSpan(writer, 0x12, span)
  }
  putScope(writer, 0x0a, scope)
  endMessage(writer, 0x12, begin)
}

/** The canonical encoding of one span with its resource and scope: a TracesData that holds nothing else. */
export function encodeSpanItem({ span, resource, scope }: SpanItem): Uint8Array {
  return encodeTraces({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] })
}
