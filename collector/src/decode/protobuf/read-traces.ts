import type { ResourceSpans, ScopeSpans, Span } from '../../domain/span.ts'
import { acceptResource, acceptScope, acceptSpan, parentId } from '../accept.ts'
import { emptyResource, emptyScope } from '../drafts.ts'
import { createTally, type DecodedTraces, decodedTraces, type Tally } from '../tally.ts'
import { readResource, readScope } from './read-resource.ts'
import { readSpan } from './read-span.ts'
import { readString } from './text.ts'
import { countObjects, createWireReader, enter, leave, readTag, skip, takeProblem, type WireReader } from './wire-reader.ts'

/**
 * TracesData and ExportTraceServiceRequest: 1 resource_spans (repeated ResourceSpans).
 * @throws AppError `invalid` when the bytes are no such message, `too_large` when they hold more objects than a request may
 */
export function decodeTraces(bytes: Uint8Array): DecodedTraces {
  const reader = createWireReader(bytes)
  const tally = createTally()
  const resourceSpans: ResourceSpans[] = []
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) resourceSpans.push(readResourceSpans(reader, tally))
    else skip(reader, tag)
  }
  return decodedTraces(tally, { resourceSpans }, reader.repairedStrings)
}

/** ResourceSpans: 1 resource (Resource), 2 scope_spans (repeated ScopeSpans), 3 schema_url. Fields come in any order. */
function readResourceSpans(reader: WireReader, tally: Tally): ResourceSpans {
  countObjects(reader)
  const outerEnd = enter(reader)
  const resource = emptyResource()
  const scopeSpans: ScopeSpans[] = []
  let problem: string | undefined
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) {
      readResource(reader, resource)
      problem ??= takeProblem(reader)
    } else if (tag === 0x12) scopeSpans.push(readScopeSpans(reader, tally))
    else if (tag === 0x1a) resource.schemaUrl = readString(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return acceptResource(tally, { resource, scopeSpans }, problem)
}

/** ScopeSpans: 1 scope (InstrumentationScope), 2 spans (repeated Span), 3 schema_url. Fields come in any order. */
function readScopeSpans(reader: WireReader, tally: Tally): ScopeSpans {
  countObjects(reader)
  const outerEnd = enter(reader)
  const scope = emptyScope()
  const spans: Span[] = []
  let problem: string | undefined
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x12) {
      const span = readSpan(reader)
      span.parentSpanId = parentId(tally, span.parentSpanId)
      if (acceptSpan(tally, span, takeProblem(reader))) spans.push(span)
    } else if (tag === 0x0a) {
      readScope(reader, scope)
      problem ??= takeProblem(reader)
    } else if (tag === 0x1a) scope.schemaUrl = readString(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return acceptScope(tally, { scope, spans }, problem)
}
