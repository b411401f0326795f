import { constants, isUtf8 } from 'node:buffer'
import { AppError } from '../../domain/app-error.ts'
import { createJsonReader } from '../../domain/json-reader.ts'
import type { Resource, ResourceSpans, Scope, ScopeSpans, Span } from '../../domain/span.ts'
import { acceptResource, acceptScope, acceptSpan } from '../accept.ts'
import { emptyResource, emptyScope } from '../drafts.ts'
import { createTally, type DecodedTraces, decodedTraces } from '../tally.ts'
import { type FieldName, type JsonContext, nextField, openMessage, readList, takeProblem } from './context.ts'
import { readResource, readScope } from './read-resource.ts'
import { readSpan } from './read-span.ts'
import { readText } from './scalar.ts'

/**
 * TracesData and ExportTraceServiceRequest in OTLP/JSON.
 * @throws AppError `invalid` when the bytes are no such message; the message names path and offset. `too_large` when they hold more
 * objects than a request may
 */
export function decodeTracesJson(bytes: Uint8Array): DecodedTraces {
  const context = createContext(bytes)
  const { json, tally } = context
  let resourceSpans: readonly ResourceSpans[] = []
  let otherSignal: string | undefined
  json.openObject()
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'resourceSpans') resourceSpans = readList(context, readResourceSpans)
    else otherSignal ??= signalOf(field)
  }
  json.end()
  if (resourceSpans.length === 0 && otherSignal)
    throw new AppError('invalid', `the request holds no spans but ${otherSignal}, which go to /v1/${otherSignal}`)
  return decodedTraces(tally, { resourceSpans }, context.repairedStrings + json.repairedStrings())
}

function createContext(bytes: Uint8Array): JsonContext {
  if (bytes.length > constants.MAX_STRING_LENGTH) throw new AppError('too_large', `${bytes.length} bytes are too much for one JSON text`)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  const isDamaged = text.includes('\ufffd') && !isUtf8(bytes)
  return { json: createJsonReader(text), tally: createTally(), isDamaged, repairedStrings: 0, objects: 0, problem: undefined }
}

function signalOf(field: FieldName): string | undefined {
  if (field === 'resourceLogs') return 'logs'
  return field === 'resourceMetrics' ? 'metrics' : undefined
}

/** ResourceSpans: resource, scopeSpans, schemaUrl, in any order. */
function readResourceSpans(context: JsonContext): ResourceSpans {
  let resource: Resource = emptyResource()
  let scopeSpans: readonly ScopeSpans[] = []
  let schemaUrl = ''
  let problem: string | undefined
  if (!openMessage(context)) return { resource, scopeSpans }
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'resource') resource = readResource(context)
    else if (field === 'scopeSpans') scopeSpans = readList(context, readScopeSpans)
    else if (field === 'schemaUrl') schemaUrl = readText(context, field)
    problem ??= takeProblem(context)
  }
  return acceptResource(context.tally, { resource: { ...resource, schemaUrl }, scopeSpans }, problem)
}

/** ScopeSpans: scope, spans, schemaUrl, in any order. */
function readScopeSpans(context: JsonContext): ScopeSpans {
  let scope: Scope = emptyScope()
  let spans: readonly Span[] = []
  let schemaUrl = ''
  let problem: string | undefined
  if (!openMessage(context)) return { scope, spans }
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'scope') scope = readScope(context)
    else if (field === 'spans') spans = readSpans(context)
    else if (field === 'schemaUrl') schemaUrl = readText(context, field)
    problem ??= takeProblem(context)
  }
  return acceptScope(context.tally, { scope: { ...scope, schemaUrl }, spans }, problem)
}

/** The valid spans of a list; the others are counted. */
function readSpans(context: JsonContext): readonly Span[] {
  return readList(context, readValidSpan).filter((span) => span !== undefined)
}

function readValidSpan(context: JsonContext): Span | undefined {
  const span = readSpan(context)
  return acceptSpan(context.tally, span, takeProblem(context)) ? span : undefined
}
