import type { Resource, Scope, Span, SpanItem } from '../domain/span.ts'

/** How parts of OTLP are written as JSON. Schema URLs stand beside resource and scope, and are not part of their JSON. */
export interface OtlpJson {
  readonly span: (span: Span) => string
  readonly resource: (resource: Resource) => string
  readonly scope: (scope: Scope) => string
}

/** How a stream is written, and who hears of what breaks it off: its reader cannot be told any more. */
export interface StreamNeeds {
  readonly otlpJson: OtlpJson
  readonly report: (error: unknown) => void
}

/**
 * One TracesData, written while it is read. Spans of one resource and scope must follow each other.
 * @throws what reading the first chunk throws
 */
export function otlpResponse(chunks: AsyncIterable<readonly SpanItem[]>, { otlpJson, report }: StreamNeeds): Promise<Response> {
  return streamed('application/json', tracesDocument(chunks, otlpJson), report)
}

/** One TracesData per chunk and line. @throws what reading the first chunk throws */
export function linesResponse(chunks: AsyncIterable<readonly SpanItem[]>, { otlpJson, report }: StreamNeeds): Promise<Response> {
  return streamed('application/x-ndjson', tracesLines(chunks, otlpJson), report)
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
  let before = '{"resourceSpans":[' // comes with the first chunk, so that nothing is said before reading has begun
  let open: OpenGroup | undefined
  for await (const chunk of chunks) {
    const written = writeItems(chunk, write, open)
    open = written.open
    yield before + written.json
    before = ''
  }
  yield before + (open ? `${CLOSE_SCOPE}${CLOSE_RESOURCE}]}` : ']}')
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

/** A body that is made as fast as its reader takes it; the reader's leaving ends the making. The first part decides on the status. */
async function streamed(mediaType: string, parts: AsyncGenerator<string>, report: StreamNeeds['report']): Promise<Response> {
  const encoder = new TextEncoder()
  let first: IteratorResult<string> | undefined = await parts.next()
  const next = async (): Promise<IteratorResult<string>> => {
    const part = first ?? (await parts.next())
    first = undefined
    return part
  }
  let isLeft = false
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await next()
        // The reader may leave while a part is made; the stream is closed then.
        if (isLeft) return
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      } catch (error) {
        report(error)
        throw error // cuts the connection, so that the answer does not look whole
      }
    },
    async cancel() {
      isLeft = true
      await parts.return(undefined)
    },
  })
  return new Response(body, { headers: { 'Content-Type': mediaType } })
}
