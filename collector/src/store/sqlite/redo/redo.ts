/** Redacts again what is stored: looks at every item, and writes anew what changes. Slice by slice; begun again, it changes what is left. */
import type { LogItem } from '../../../domain/log.ts'
import type { MetricItem } from '../../../domain/metric.ts'
import type { RedactItem } from '../../../domain/redaction.ts'
import type { SpanItem } from '../../../domain/span.ts'
import type { NameSession, PricedRecord } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase } from '../database.ts'
import { restartLargeWal } from '../wal.ts'
import type { SqliteWriter } from '../write/writer.ts'
import { createLogLook, type LogChange } from './changed-logs.ts'
import { createPointLook, createSeriesLook, type PointChange, type SeriesChange } from './changed-points.ts'
import { createSpanLook, type SpanChange } from './changed-spans.ts'
import { createReceiptLook, createReceiptReplacer, type ReceiptChange } from './receipt-names.ts'
import { createLogReplacer } from './replace-logs.ts'
import { createPointReplacer, createSeriesReplacer } from './replace-points.ts'
import { createSpanReplacer } from './replace-spans.ts'
import type { Looked, RedoCounts } from './reports.ts'
import { eachSlice, type Look, type Slice } from './slice.ts'

/** What is looked with, and whom it tells how far it is. */
export interface LookNeeds {
  readonly redact: RedactItem
  readonly encodeItem: (item: SpanItem) => Uint8Array
  readonly decodeItem: (payload: Uint8Array) => SpanItem
  readonly encodeLog: (item: LogItem) => Uint8Array
  readonly progress: (done: number, total: number) => void
}

/** What is changed with. */
export interface RedoNeeds extends LookNeeds {
  readonly writer: SqliteWriter
  readonly encodeMetric: (item: MetricItem) => Uint8Array
  readonly namedSession: NameSession
  /** Interprets and prices. */
  readonly derive: (item: SpanItem) => PricedRecord
}

/** Says what would change. Reads in slices, so that a collector may write meanwhile. */
export function countChanges(db: SqliteDatabase, needs: LookNeeds): RedoCounts {
  return walk(db, needs, NOTHING)
}

/** Changes what is stored. Nobody else may write meanwhile, and no removal may be under way. */
export function redactAgain(db: SqliteDatabase, needs: RedoNeeds): RedoCounts {
  return walk(db, needs, createChanges(db, needs))
}

/** Takes in what a look found. */
interface Changes {
  spans(changes: readonly SpanChange[]): void
  /** @returns how many records were the same as another one */
  logs(changes: readonly (readonly LogChange[])[]): number
  points(changes: readonly PointChange[]): void
  series(changes: readonly SeriesChange[]): void
  receipts(changes: readonly ReceiptChange[]): void
}

const NOTHING: Changes = {
  spans: () => undefined,
  logs: () => 0,
  points: () => undefined,
  series: () => undefined,
  receipts: () => undefined,
}

function createChanges(db: SqliteDatabase, needs: RedoNeeds): Changes {
  const { writer, derive, namedSession } = needs
  const spans = createSpanReplacer(db, derive)
  const logs = createLogReplacer(db, namedSession)
  const points = createPointReplacer(db)
  const series = createSeriesReplacer(db, needs)
  const receipts = createReceiptReplacer(db)
  const change: SqliteWriter['change'] = (work) => {
    const result = writer.change(work)
    restartLargeWal(db)
    return result
  }
  return {
    spans: (changes) => change((inside) => spans(inside, changes)),
    logs: (changes) => change((inside) => logs(inside, changes)),
    points: (changes) => change((inside) => points(inside, changes)),
    series(changes) {
      for (const each of changes) while (!change((inside) => series(inside, each)));
    },
    receipts: (changes) => change(() => receipts(changes)),
  }
}

function walk(db: SqliteDatabase, needs: LookNeeds, changes: Changes): RedoCounts {
  const { redact } = needs
  const advance = createProgress(db, needs.progress)
  let equalLogs = 0
  const total = <C>(table: CountedTable, look: Look<Slice<C>>, change: (found: readonly C[]) => void): Looked => {
    let looked: Looked = NONE
    eachSlice(look, (slice) => {
      if (slice.changes.length > 0) change(slice.changes)
      looked = sumOf(looked, slice)
      advance(table, slice.last)
    })
    return looked
  }
  const lookAtSpans = createSpanLook(db, needs)
  let copies: Looked = NONE
  const logs = total('log_records', createLogLook(db, needs), (found) => {
    equalLogs += changes.logs(found)
  })
  // Before their series: of two points of one moment the one counts whose encoding is greater.
  const exemplars = total('metric_points', createPointLook(db, redact), changes.points)
  const series = total('metric_series', createSeriesLook(db, redact), changes.series)
  const spans = total(
    'spans',
    (after) => {
      const slice = lookAtSpans(after)
      copies = sumOf(copies, slice.copies)
      return slice
    },
    changes.spans,
  )
  const receipts = total('receipts', createReceiptLook(db, redact), changes.receipts)
  return { spans, copies, logs, equalLogs, series, exemplars, receipts }
}

const NONE: Looked = { items: 0, changed: 0 }

function sumOf(a: Looked, b: Looked): Looked {
  return { items: a.items + b.items, changed: a.changed + b.changed }
}

const COUNTED = ['log_records', 'metric_points', 'metric_series', 'spans', 'receipts'] as const
type CountedTable = (typeof COUNTED)[number]

/** How far it is, told by the integers of rows: counting them takes seconds. */
function createProgress(db: SqliteDatabase, progress: LookNeeds['progress']): (table: CountedTable, last: number | undefined) => void {
  const lastOf = (table: CountedTable): number => Number(db.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get())
  const total = COUNTED.reduce((sum, table) => sum + lastOf(table), 0)
  const done = new Map<CountedTable, number>()
  return (table, last) => {
    done.set(table, last ?? 0)
    progress(
      [...done.values()].reduce((sum, each) => sum + each, 0),
      total,
    )
  }
}
