import { decodeTraces } from '../../collector/src/decode/protobuf/read-traces.ts'
import { encodeLogItem } from '../../collector/src/decode/protobuf/write-logs.ts'
import { encodeMetricItem } from '../../collector/src/decode/protobuf/write-metrics.ts'
import { encodeSpanItem } from '../../collector/src/decode/protobuf/write-traces.ts'
import { type SpanItem, spanItems, type TracesData } from '../../collector/src/domain/span.ts'
import type { PricedRecord, RecordBatch, TelemetryWriter } from '../../collector/src/domain/telemetry-writer.ts'
import { interpret } from '../../collector/src/interpret/interpret.ts'
import { namedSession } from '../../collector/src/interpret/named-session.ts'
import { loadPriceBook } from '../../collector/src/price/load-price-book.ts'
import { createPricer } from '../../collector/src/price/pricer.ts'
import { describeTrace } from '../../collector/src/settle/describe-trace.ts'
import { settler } from '../../collector/src/settle/settler.ts'
import type { SqliteDatabase } from '../../collector/src/store/sqlite/database.ts'
import { createSqliteWriter } from '../../collector/src/store/sqlite/write/writer.ts'

const RECEIVED_NS = 1_760_000_100_000_000_000n

/** From bytes to rows, wired as the writer thread wires it, without the thread. */
export interface Pipeline {
  decode(bytes: Uint8Array): TracesData
  /** Interprets and prices a request. */
  derive(data: TracesData): RecordBatch
  /** Opens the store's writer over a connection. */
  openWriter(db: SqliteDatabase): TelemetryWriter
}

/** Loads the prices and ties the steps together. */
export async function createPipeline(): Promise<Pipeline> {
  const price = createPricer(await loadPriceBook())
  const read = (item: SpanItem): PricedRecord => {
    const record = interpret(item)
    return record.call ? { record, cost: price(record.call, item.span.startNs) } : { record }
  }
  return {
    decode: (bytes) => decodeTraces(bytes).data,
    derive: (data) => ({ records: [...spanItems(data)].map(read), arrival: { receivedNs: RECEIVED_NS, workspaceId: 1 } }),
    openWriter: (db) =>
      createSqliteWriter(db, {
        encodeItem: encodeSpanItem,
        encodeLog: encodeLogItem,
        encodeMetric: encodeMetricItem,
        namedSession,
        settler,
        describe: describeTrace,
      }),
  }
}
