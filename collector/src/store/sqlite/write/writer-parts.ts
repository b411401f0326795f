import { hash } from 'node:crypto'
import type { LogItem } from '../../../domain/log.ts'
import type { MetricItem } from '../../../domain/metric.ts'
import { isRedactionOf } from '../../../domain/redaction-marks.ts'
import type { Settler } from '../../../domain/settling.ts'
import { type Resource, type SpanItem, serviceName } from '../../../domain/span.ts'
import type { NameSession } from '../../../domain/telemetry-writer.ts'
import type { DescribeTrace } from '../../../domain/trace-summary.ts'
import type { SqliteDatabase } from '../database.ts'
import { createContents } from '../long-texts.ts'
import { rowCounter } from '../remove/high-water.ts'
import type { RetentionClock } from '../remove/notices.ts'
import { createRowRemover } from '../remove/remove-rows.ts'
import { createSentAgain } from '../remove/sent-again.ts'
import { createTombstones } from '../remove/tombstones.ts'
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
  /** The inverse. */
  readonly decodeItem: (payload: Uint8Array) => SpanItem
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
  /** The clocks of retention; those of the machine if left out. */
  readonly clock?: RetentionClock
  /** Takes one line for the operator. */
  readonly log?: (line: string) => void
}

const MACHINE_CLOCK: RetentionClock = {
  nowNs: () => BigInt(Date.now()) * 1_000_000n,
  uptimeMs: () => performance.now(),
}

const MAX_CHANGES = 5000
const SLICE = 1000

/** Everything that works inside the writer's transaction, over one connection. */
export function createWriterParts(db: SqliteDatabase, options: SqliteWriterOptions) {
  const contents = createContents(db)
  const interned = createInterned(db)
  const traces = createTraceRows(db)
  const tombstones = createTombstones(db)
  const rows = createRowRemover(db, contents)
  const sentAgain = createSentAgain(db, rows)
  const variants = db.prepare('SELECT payload FROM span_variants WHERE span = ?').pluck()
  const insertVariant = db.prepare('INSERT OR IGNORE INTO span_variants (span, hash, payload) VALUES (?, ?, ?)')
  const services = new WeakMap<Resource, string>()
  return {
    contents,
    interned,
    traces,
    spans: createSpanWriter(db, contents, interned),
    tombstones,
    rows,
    sentAgain,
    signals: createSignals(db, {
      ...options,
      contents,
      interned,
      tombstones,
      sentAgain,
      nextLogRow: rowCounter(db, 'log_records'),
      nextPointRow: rowCounter(db, 'metric_points'),
    }),
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
    namedSession: options.namedSession,
    slice: options.slice ?? SLICE,
    log: options.log ?? (() => undefined),
    describe: options.describe,
    encodeItem: options.encodeItem,
    hashItem: (item: SpanItem) => hash('sha256', options.encodeItem(item), 'buffer'),
    /** Whether a kept copy of a span is this one without something. */
    keepsRedacted: (row: number, item: SpanItem): boolean =>
      (variants.all(row) as Buffer[]).some((payload) => isRedactionOf(options.decodeItem(payload), item)),
    writeVariant: (row: number, digest: Uint8Array, payload: Uint8Array) => insertVariant.run(row, digest, payload),
    nextSpanRow: options.nextSpanRow ?? rowCounter(db, 'spans'),
    nextTraceRow: options.nextTraceRow ?? rowCounter(db, 'traces'),
    clock: options.clock ?? MACHINE_CLOCK,
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
