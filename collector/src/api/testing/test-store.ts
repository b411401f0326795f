import type { Hono } from 'hono'
import type { Resource, Scope, SpanItem } from '../../domain/span.ts'
import type { PricedRecord } from '../../domain/telemetry-writer.ts'
import { interpret } from '../../interpret/interpret.ts'
import { attributesOf } from '../../interpret/testing/item.ts'
import { localReader } from '../../local-reader.ts'
import { otlpJson } from '../../otlp-json.ts'
import { loadPriceBook } from '../../price/load-price-book.ts'
import { parsePriceOverrides } from '../../price/overrides.ts'
import { createPricer } from '../../price/pricer.ts'
import { openDatabase, type SqliteDatabase } from '../../store/sqlite/database.ts'
import { LAYERS } from '../../store/sqlite/testing/make.ts'
import { createSqliteWriter, type SqliteWriter } from '../../store/sqlite/write/writer.ts'
import { createApi } from '../app.ts'
import type { ApiOptions } from '../needs.ts'

/** A store with everything before and behind it, but for threads and bytes. */
export interface TestStore {
  readonly db: SqliteDatabase
  readonly writer: SqliteWriter
  readonly api: Hono
  /** Writes spans as one request. */
  write(...spans: readonly TestSpan[]): Promise<void>
  writeItems(items: readonly SpanItem[]): Promise<void>
  /** The JSON that a path below `/api/v1` answers. The caller says what it is. */
  get<T>(path: string): Promise<T>
}

/** One span as a test writes it. Times are milliseconds after `START`. */
export interface TestSpan {
  /** 32 hex digits; fewer are filled up with zeros from the left. */
  readonly trace?: string
  /** 16 hex digits; fewer are filled up with zeros from the left. */
  readonly id: string
  readonly parent?: string
  readonly name?: string
  readonly at?: number
  /** Milliseconds; `null` = still running. */
  readonly lasts?: number | null
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly events?: readonly TestEvent[]
  readonly error?: string
  readonly resource?: Resource
  readonly scope?: Scope
}

export interface TestEvent {
  readonly name: string
  readonly at?: number
  readonly attributes?: Readonly<Record<string, unknown>>
}

/** 2026-01-04T10:00:00Z. */
export const START = 1_767_520_800_000n
/** The clock of the API and of arrivals in tests. */
const NOW_MS = Number(START) + 60_000

const RESOURCE: Resource = {
  attributes: attributesOf({ 'service.name': 'test' }),
  droppedAttributesCount: 0,
  entityRefs: [],
  schemaUrl: '',
}
const SCOPE: Scope = { name: 'test-scope', version: '1', attributes: [], droppedAttributesCount: 0, schemaUrl: '' }
/** One dollar for a million tokens in, two for a million out. */
const PRICES = JSON.stringify([
  { model: 'm-1', inputPerMtok: 1, outputPerMtok: 2 },
  { model: 'm-2', inputPerMtok: 10, outputPerMtok: 20 },
])

/** Opens an empty store. */
export async function openTestStore(options: Partial<ApiOptions> & { readonly file?: string } = {}): Promise<TestStore> {
  const { file = ':memory:', ...apiOptions } = options
  const db = openDatabase(file)
  const writer = createSqliteWriter(db, LAYERS)
  const price = createPricer(await loadPriceBook(parsePriceOverrides(PRICES)))
  const record = (item: SpanItem): PricedRecord => {
    const interpreted = interpret(item)
    return interpreted.call ? { record: interpreted, cost: price(interpreted.call, item.span.startNs) } : { record: interpreted }
  }
  const writeItems = async (items: readonly SpanItem[]): Promise<void> => {
    await writer.write([{ records: items.map(record), arrival: { receivedNs: BigInt(NOW_MS) * 1_000_000n, workspaceId: 1 } }])
  }
  const bugs = (error: unknown): never => {
    throw error
  }
  const api = createApi({ reader: localReader(db), keeper: writer, otlpJson, now: () => NOW_MS, report: bugs, ...apiOptions })
  return {
    db,
    writer,
    api,
    write: (...spans) => writeItems(spans.map(spanItem)),
    writeItems,
    async get<T>(path: string): Promise<T> {
      const response = await api.request(`/api/v1${path}`)
      const body: unknown = await response.json()
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(body)}`)
      return body as T
    },
  }
}

/** The item of a test span. */
export function spanItem({ trace = '1', id, parent, name = 'work', at = 0, lasts = 1000, ...rest }: TestSpan): SpanItem {
  const startNs = ns(at)
  return {
    resource: rest.resource ?? RESOURCE,
    scope: rest.scope ?? SCOPE,
    span: {
      traceId: trace.padStart(32, '0'),
      spanId: id.padStart(16, '0'),
      traceState: '',
      parentSpanId: parent === undefined ? '' : parent.padStart(16, '0'),
      flags: 0,
      name,
      kind: 1,
      startNs,
      endNs: lasts === null ? 0n : startNs + BigInt(Math.round(lasts * 1e6)),
      attributes: attributesOf(rest.attributes),
      droppedAttributesCount: 0,
      events: (rest.events ?? []).map((event) => ({
        name: event.name,
        timeNs: ns(event.at ?? at),
        attributes: attributesOf(event.attributes),
        droppedAttributesCount: 0,
      })),
      droppedEventsCount: 0,
      links: [],
      droppedLinksCount: 0,
      status: rest.error === undefined ? { code: 0, message: '' } : { code: 2, message: rest.error },
    },
  }
}

function ns(ms: number): bigint {
  return (START + BigInt(Math.floor(ms))) * 1_000_000n
}

/** A model call. */
export function chat(
  span: TestSpan,
  usage: { readonly model?: string; readonly input?: number; readonly output?: number; readonly text?: string } = {},
): TestSpan {
  const { model = 'm-1', input = 1000, output = 100, text = 'hello' } = usage
  return {
    name: `chat ${model}`,
    ...span,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': model,
      'gen_ai.usage.input_tokens': input,
      'gen_ai.usage.output_tokens': output,
      'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: text }] }]),
      'gen_ai.output.messages': JSON.stringify([
        { role: 'assistant', parts: [{ type: 'text', content: `answer to ${text}` }], finish_reason: 'stop' },
      ]),
      ...span.attributes,
    },
  }
}

/** A phase. */
export function phase(span: TestSpan, name: string): TestSpan {
  return { name: `phase ${name}`, ...span, attributes: { 'tracker.phase.name': name, ...span.attributes } }
}

/** The root of a session of a workflow. */
export function session(span: TestSpan, workflow: string, attributes: Readonly<Record<string, unknown>> = {}): TestSpan {
  return {
    name: `invoke_workflow ${workflow}`,
    ...span,
    attributes: { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': workflow, ...attributes, ...span.attributes },
  }
}

/** A tool call. */
export function tool(span: TestSpan, name: string, attributes: Readonly<Record<string, unknown>> = {}): TestSpan {
  return {
    name: `execute_tool ${name}`,
    ...span,
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name, ...attributes },
  }
}

/** That an issue was fixed, as an event. @param names keys without their prefix */
export function fixed(names: {
  readonly id?: string
  readonly type?: string
  readonly location?: string
  readonly fix_iteration?: number
}): TestEvent {
  return {
    name: 'tracker.issue.fixed',
    attributes: Object.fromEntries(Object.entries(names).map(([key, value]) => [`tracker.issue.${key}`, value])),
  }
}

/** An issue as an event. */
export function issue(severity: string, type: string, attributes: Readonly<Record<string, unknown>> = {}): TestEvent {
  return { name: 'tracker.issue', attributes: { 'tracker.issue.severity': severity, 'tracker.issue.type': type, ...attributes } }
}
