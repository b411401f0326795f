import { hash } from 'node:crypto'
import type { LogItem } from '../../../domain/log.ts'
import type { MetricItem } from '../../../domain/metric.ts'
import type { Settler } from '../../../domain/settling.ts'
import { type Resource, type SpanItem, serviceName } from '../../../domain/span.ts'
import type { NameSession } from '../../../domain/telemetry-writer.ts'
import type { DescribeTrace } from '../../../domain/trace-summary.ts'
import type { SqliteDatabase } from '../database.ts'
import { createContents } from '../long-texts.ts'
import { createInterned } from '../resources-and-scopes.ts'
import { createSpanReader } from '../span-reader.ts'
import { createReceiptWriter, type ReceiptLimits } from './receipt-writer.ts'
import type { NewToolResults } from './search-document.ts'
import { createSearchIndex } from './search-index.ts'
import { createSessions } from './sessions.ts'
import { createSignals } from './signals.ts'
import { createSpanWriter } from './span-writer.ts'
import { createContributions, createRollupWriter } from './sums-and-rollups.ts'
import { createTraceMemory, DEFAULT_MEMORY_LIMITS, type MemoryLimits } from './trace-memory.ts'
import { createTraceRows } from './trace-row.ts'

/** What the writer needs from other layers, and its bounds. */
export interface SqliteWriterOptions {
  /** The canonical encoding of one item, from which copies are told apart. */
  readonly encodeItem: (item: SpanItem) => Uint8Array
  readonly encodeLog: (item: LogItem) => Uint8Array
  readonly encodeMetric: (item: MetricItem) => Uint8Array
  readonly namedSession: NameSession
  readonly settler: Settler
  readonly describe: DescribeTrace
  /** How results of tools are read out of requests, to be searched for; a store knows no dialects. Left out, they are not found. */
  readonly newToolResults?: NewToolResults
  readonly memory?: MemoryLimits
  /** Rows beyond the written ones that settling may change in one transaction; the rest becomes a job. */
  readonly maxChanges?: number
  /** Spans that a background job looks at in one transaction. */
  readonly slice?: number
  readonly receipts?: ReceiptLimits
  /** The integers of new spans and traces, where rows that were there before are written again; counted on if left out. */
  readonly nextSpanRow?: () => number
  readonly nextTraceRow?: () => number
  /** Takes one line for the operator. */
  readonly log?: (line: string) => void
}

const MAX_CHANGES = 5000
const SLICE = 1000

/** Everything that works inside the writer's transaction, over one connection. */
export function createWriterParts(db: SqliteDatabase, options: SqliteWriterOptions) {
  const contents = createContents(db)
  const interned = createInterned(db)
  const traces = createTraceRows(db)
  const insertVariant = db.prepare('INSERT OR IGNORE INTO span_variants (span, hash, payload) VALUES (?, ?, ?)')
  const services = new WeakMap<Resource, string>()
  return {
    contents,
    interned,
    traces,
    spans: createSpanWriter(db, contents, interned),
    signals: createSignals(db, { ...options, contents, interned }),
    receipts: createReceiptWriter(db, options.receipts),
    reader: createSpanReader(db),
    sessions: createSessions(db),
    search: createSearchIndex(db, {
      slice: options.slice ?? SLICE,
      ...(options.newToolResults && { newToolResults: options.newToolResults }),
    }),
    contributions: createContributions(db),
    rollups: createRollupWriter(db),
    memory: createTraceMemory(options.memory ?? DEFAULT_MEMORY_LIMITS),
    maxChanges: options.maxChanges ?? MAX_CHANGES,
    settler: options.settler,
    slice: options.slice ?? SLICE,
    log: options.log ?? (() => undefined),
    describe: options.describe,
    encodeItem: options.encodeItem,
    hashItem: (item: SpanItem) => hash('sha256', options.encodeItem(item), 'buffer'),
    writeVariant: (row: number, digest: Uint8Array, payload: Uint8Array) => insertVariant.run(row, digest, payload),
    nextSpanRow: options.nextSpanRow ?? counter(db, 'spans'),
    nextTraceRow: options.nextTraceRow ?? counter(db, 'traces'),
    serviceName(resource: Resource): string {
      const known = services.get(resource)
      if (known !== undefined) return known
      const name = serviceName(resource)
      services.set(resource, name)
      return name
    },
  }
}
export type WriterParts = ReturnType<typeof createWriterParts>

/** Row numbers beyond every row that was committed when the writer opened. One writer owns the file, so nobody else takes one. */
function counter(db: SqliteDatabase, table: string): () => number {
  let last = Number(db.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get())
  return () => ++last
}
