import type { LogItem, LogRecord } from '../domain/log.ts'
import type { Metric, MetricItem } from '../domain/metric.ts'
import type { Signal } from '../domain/signal.ts'
import type { Resource, Scope, Span, SpanItem } from '../domain/span.ts'

/** How parts of OTLP are written as JSON. Schema URLs stand beside resource and scope, and are not part of their JSON. */
export interface OtlpJson {
  readonly span: (span: Span) => string
  readonly log: (log: LogRecord) => string
  readonly metric: (metric: Metric) => string
  readonly resource: (resource: Resource) => string
  readonly scope: (scope: Scope) => string
}

/** What stands under a resource and a scope. */
interface Placed {
  readonly resource: Resource
  readonly scope: Scope
}

/** How the items of one signal are written, and the names of the lists that they stand in. */
export interface OtlpShape<T extends Placed> {
  readonly resources: string
  readonly scopes: string
  readonly items: string
  readonly item: (item: T) => string
  readonly otlpJson: OtlpJson
}

/** Items by signal. */
interface SignalItems extends Record<Signal, Placed> {
  readonly traces: SpanItem
  readonly logs: LogItem
  readonly metrics: MetricItem
}

/** The shape of each signal's data: TracesData, LogsData, MetricsData. */
export function otlpShapes(otlpJson: OtlpJson): { readonly [S in Signal]: OtlpShape<SignalItems[S]> } {
  const names = (signal: string, items: string) => ({ resources: `resource${signal}`, scopes: `scope${signal}`, items, otlpJson })
  return {
    traces: { ...names('Spans', 'spans'), item: ({ span }) => otlpJson.span(span) },
    logs: { ...names('Logs', 'logRecords'), item: ({ log }) => otlpJson.log(log) },
    metrics: { ...names('Metrics', 'metrics'), item: ({ metric }) => otlpJson.metric(metric) },
  }
}

/** Who hears of what breaks a stream off: its reader cannot be told any more. */
type Report = (error: unknown) => void

/** How a document is written. */
export interface StreamNeeds<T extends Placed> {
  readonly shape: OtlpShape<T>
  readonly report: Report
}

/**
 * One document, written while it is read. Items of one resource and scope must follow each other.
 * @throws what reading the first chunk throws
 */
export function otlpResponse<T extends Placed>(chunks: AsyncIterable<readonly T[]>, { shape, report }: StreamNeeds<T>): Promise<Response> {
  return streamed('application/json', document(chunks, shape), report)
}

/** Lines of `otlpLines`, of one signal or of several one after the other. @throws what making the first line throws */
export function linesResponse(lines: AsyncGenerator<string>, report: Report): Promise<Response> {
  return streamed('application/x-ndjson', lines, report)
}

/** JSON of the resource and the scope whose list of items is open. */
interface OpenGroup {
  readonly resource: string
  readonly scope: string
}

/** Ends the items and their scope; and then the scopes and their resource. */
const CLOSE_SCOPE = ']}'
const CLOSE_RESOURCE = ']}'

async function* document<T extends Placed>(chunks: AsyncIterable<readonly T[]>, shape: OtlpShape<T>): AsyncGenerator<string> {
  let before = `{"${shape.resources}":[` // comes with the first chunk, so that nothing is said before reading has begun
  let open: OpenGroup | undefined
  for await (const chunk of chunks) {
    const written = writeItems(chunk, shape, open)
    open = written.open
    yield before + written.json
    before = ''
  }
  yield before + (open ? `${CLOSE_SCOPE}${CLOSE_RESOURCE}]}` : ']}')
}

/** One document per chunk and line. */
export async function* otlpLines<T extends Placed>(chunks: AsyncIterable<readonly T[]>, shape: OtlpShape<T>): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    const { json, open } = writeItems(chunk, shape, undefined)
    if (open) yield `{"${shape.resources}":[${json}${CLOSE_SCOPE}${CLOSE_RESOURCE}]}\n`
  }
}

/** Items as JSON, going on in the group that is open. Equal resources come as different objects in different chunks: their JSON is compared. */
function writeItems<T extends Placed>(
  items: readonly T[],
  { otlpJson: write, scopes: scopesName, items: itemsName, item: itemJson }: OtlpShape<T>,
  before: OpenGroup | undefined,
): { readonly json: string; readonly open: OpenGroup | undefined } {
  let open = before
  let json = ''
  const resources = new Map<Resource, string>()
  const scopes = new Map<Scope, string>()
  for (const item of items) {
    const { resource, scope } = item
    const resourceJson = once(resources, resource, () => `"resource":${write.resource(resource)}`) + schemaUrl(resource)
    const scopeJson = once(scopes, scope, () => `"scope":${write.scope(scope)}`) + schemaUrl(scope)
    if (open?.resource !== resourceJson) {
      json += `${open ? `${CLOSE_SCOPE}${CLOSE_RESOURCE},` : ''}{${resourceJson},"${scopesName}":[{${scopeJson},"${itemsName}":[`
    } else if (open.scope !== scopeJson) {
      json += `${CLOSE_SCOPE},{${scopeJson},"${itemsName}":[`
    } else {
      json += ','
    }
    open = { resource: resourceJson, scope: scopeJson }
    json += itemJson(item)
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
async function streamed(mediaType: string, parts: AsyncGenerator<string>, report: Report): Promise<Response> {
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
