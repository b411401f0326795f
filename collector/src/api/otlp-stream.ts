import type { Resource, Scope, Span, SpanItem } from '../domain/span.ts'

/** How parts of OTLP are written as JSON. Schema URLs stand beside resource and scope, and are not part of their JSON. */
export interface OtlpJson {
  readonly span: (span: Span) => string
  readonly resource: (resource: Resource) => string
  readonly scope: (scope: Scope) => string
}

/** One TracesData, written while it is read. Spans of one resource and scope must follow each other. */
export function otlpResponse(chunks: AsyncIterable<readonly SpanItem[]>, write: OtlpJson): Response {
  return streamed('application/json', tracesDocument(chunks, write))
}

/** One TracesData per chunk and line. */
export function linesResponse(chunks: AsyncIterable<readonly SpanItem[]>, write: OtlpJson): Response {
  return streamed('application/x-ndjson', tracesLines(chunks, write))
}

/** JSON of the resource and the scope whose list of spans is open. */
interface OpenGroup {
  readonly resource: string
  readonly scope: string
}

/** Ends the spans and their scope; and then the scopes and their resource. */
const CLOSE_SCOPE = ']}'
const CLOSE_RESOURCE = ']}'

async function* tracesDocument(chunks: AsyncIterable<readonly SpanItem[]>, write: OtlpJson): AsyncGenerator<string> {
  yield '{"resourceSpans":['
  let open: OpenGroup | undefined
  for await (const chunk of chunks) {
    const written = writeItems(chunk, write, open)
    open = written.open
    yield written.json
  }
  yield open ? `${CLOSE_SCOPE}${CLOSE_RESOURCE}]}` : ']}'
}

async function* tracesLines(chunks: AsyncIterable<readonly SpanItem[]>, write: OtlpJson): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    const { json, open } = writeItems(chunk, write, undefined)
    if (open) yield `{"resourceSpans":[${json}${CLOSE_SCOPE}${CLOSE_RESOURCE}]}\n`
  }
}

/** Spans as JSON, going on in the group that is open. Equal resources come as different objects in different chunks: their JSON is compared. */
function writeItems(
  items: readonly SpanItem[],
  write: OtlpJson,
  before: OpenGroup | undefined,
): { readonly json: string; readonly open: OpenGroup | undefined } {
  let open = before
  let json = ''
  const resources = new Map<Resource, string>()
  const scopes = new Map<Scope, string>()
  for (const { span, resource, scope } of items) {
    const resourceJson = once(resources, resource, () => `"resource":${write.resource(resource)}`) + schemaUrl(resource)
    const scopeJson = once(scopes, scope, () => `"scope":${write.scope(scope)}`) + schemaUrl(scope)
    if (open?.resource !== resourceJson) {
      json += `${open ? `${CLOSE_SCOPE}${CLOSE_RESOURCE},` : ''}{${resourceJson},"scopeSpans":[{${scopeJson},"spans":[`
    } else if (open.scope !== scopeJson) {
      json += `${CLOSE_SCOPE},{${scopeJson},"spans":[`
    } else {
      json += ','
    }
    open = { resource: resourceJson, scope: scopeJson }
    json += write.span(span)
  }
  return { json, open }
}

function once<T>(known: Map<T, string>, value: T, write: () => string): string {
  const found = known.get(value) ?? write()
  known.set(value, found)
  return found
}

function schemaUrl({ schemaUrl: url }: Resource | Scope): string {
  return url === '' ? '' : `,"schemaUrl":${JSON.stringify(url)}`
}

/** A body that is made as fast as its reader takes it; the reader's leaving ends the making. */
function streamed(mediaType: string, parts: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await parts.return(undefined)
    },
  })
  return new Response(body, { headers: { 'Content-Type': mediaType } })
}
