import { decodeTraces } from '../../collector/src/decode/protobuf/read-traces.ts'
import { spanItems, type TracesData } from '../../collector/src/domain/span.ts'
import type { RecordBatch, TelemetryWriter } from '../../collector/src/domain/telemetry-writer.ts'
import { openDeriver } from '../../collector/src/open-deriver.ts'
import type { SqliteDatabase } from '../../collector/src/store/sqlite/database.ts'
import { createSqliteWriter } from '../../collector/src/store/sqlite/write/writer.ts'
import { WRITER_LAYERS } from '../../collector/src/writer-layers.ts'

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
  const { derive, version } = await openDeriver(undefined)
  return {
    decode: (bytes) => decodeTraces(bytes).data,
    derive: (data) => ({ records: [...spanItems(data)].map(derive), arrival: { receivedNs: RECEIVED_NS, workspaceId: 1 } }),
    openWriter(db) {
      const writer = createSqliteWriter(db, WRITER_LAYERS)
      // Says by which rules the rows are made: a collector that takes the file over would make them again.
      writer.rederive(version, derive)
      return writer
    },
  }
}
