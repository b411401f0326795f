import { decodeSpanItem } from '../../../decode/protobuf/read-span-item.ts'
import { encodeLogItem } from '../../../decode/protobuf/write-logs.ts'
import { encodeMetricItem } from '../../../decode/protobuf/write-metrics.ts'
import { encodeSpanItem } from '../../../decode/protobuf/write-traces.ts'
import type { AttributeValue } from '../../../domain/attribute.ts'
import type { Span, SpanItem } from '../../../domain/span.ts'
import type { PricedRecord } from '../../../domain/telemetry-writer.ts'
import { newToolResults } from '../../../interpret/conversation-tool-results.ts'
import { interpret } from '../../../interpret/interpret.ts'
import { namedSession } from '../../../interpret/named-session.ts'
import { describeTrace } from '../../../settle/describe-trace.ts'
import { settler } from '../../../settle/settler.ts'
import type { SqliteWriter } from '../write/writer.ts'
import type { SqliteWriterOptions } from '../write/writer-parts.ts'

/** The layers as the writer thread gives them to the store. */
export const LAYERS: SqliteWriterOptions = {
  encodeItem: encodeSpanItem,
  decodeItem: decodeSpanItem,
  encodeLog: encodeLogItem,
  encodeMetric: encodeMetricItem,
  namedSession,
  settler,
  describe: describeTrace,
  newToolResults,
}

export const TRACE = 'a'.repeat(32)
const START_NS = 1_760_000_000_000_000_000n

/** What a test says of a span; the rest is valid defaults. Ids may be short: `'1'` is `0000000000000001`. */
export interface SpanSketch {
  readonly traceId?: string
  readonly id: string
  readonly parent?: string
  readonly name?: string
  readonly startS?: number
  /** 0 = still running. */
  readonly seconds?: number
  readonly service?: string
  readonly attributes?: Readonly<Record<string, AttributeValue>>
  readonly span?: Partial<Span>
}

/** A span with its resource and scope. */
export function item(sketch: SpanSketch): SpanItem {
  const startNs = START_NS + BigInt(sketch.startS ?? 0) * 1_000_000_000n
  const seconds = sketch.seconds ?? 1
  return {
    resource: {
      attributes: [{ key: 'service.name', value: sketch.service ?? 'test' }],
      droppedAttributesCount: 0,
      entityRefs: [],
      schemaUrl: '',
    },
    scope: { name: 'test', version: '1', attributes: [], droppedAttributesCount: 0, schemaUrl: '' },
    span: {
      traceId: sketch.traceId ?? TRACE,
      spanId: sketch.id.padStart(16, '0'),
      traceState: '',
      parentSpanId: sketch.parent === undefined ? '' : sketch.parent.padStart(16, '0'),
      flags: 0,
      name: sketch.name ?? `span ${sketch.id}`,
      kind: 1,
      startNs,
      endNs: seconds === 0 ? 0n : startNs + BigInt(seconds) * 1_000_000_000n,
      attributes: Object.entries(sketch.attributes ?? {}).map(([key, value]) => ({ key, value })),
      droppedAttributesCount: 0,
      events: [],
      droppedEventsCount: 0,
      links: [],
      droppedLinksCount: 0,
      status: { code: 0, message: '' },
      ...sketch.span,
    },
  }
}

/** Attributes of a chat call. */
export function chat(inputTokens: number, more: Readonly<Record<string, AttributeValue>> = {}): Readonly<Record<string, AttributeValue>> {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.input_tokens': BigInt(inputTokens),
    'gen_ai.usage.output_tokens': 1n,
    ...more,
  }
}

/** Interprets without prices. */
export function record(of: SpanItem): PricedRecord {
  return { record: interpret(of) }
}

/** Writes spans as one request in one transaction. */
export function write(writer: SqliteWriter, sketches: readonly SpanSketch[]): ReturnType<SqliteWriter['write']> {
  const records = sketches.map((sketch) => record(item(sketch)))
  return writer.write([{ records, arrival: { receivedNs: 1n, workspaceId: 1 } }])
}
