/** Logs and metrics beside the spans: their rows, how many there are, and which sessions logs belong to. */
import type { MetricItem } from '../../../domain/metric.ts'
import type { RecordBatch } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase } from '../database.ts'
import { createLogWriter, type LogWriterNeeds, type WrittenLog } from './log-writer.ts'
import { createMetricWriter } from './metric-writer.ts'

/** What logs and metrics are written with. */
export interface SignalNeeds extends LogWriterNeeds {
  readonly encodeMetric: (item: MetricItem) => Uint8Array
  readonly nextPointRow: () => number
}

/** How many items of a batch are new, or took the place of another one, and how many were known. */
export interface BatchCounts {
  readonly logs: number
  readonly points: number
  readonly duplicates: number
  /** Those that are not stored because they were removed. */
  readonly deleted: number
}

const NO_LOGS = { written: [], deleted: 0 } as const

/** Opens logs and metrics over the writing connection. */
export function createSignals(db: SqliteDatabase, needs: SignalNeeds) {
  const logs = createLogWriter(db, needs)
  const metrics = createMetricWriter(db, needs)
  const byTrace = db.prepare('SELECT session_id FROM traces WHERE workspace_id = ? AND trace_id = ?').pluck()
  const byKey = db.prepare('SELECT id FROM session_rows WHERE workspace_id = ? AND key = ? AND key_scope = ?').pluck()
  const addCount = db.prepare(
    'INSERT INTO item_counts (workspace_id, name, count) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
  )
  /** New logs of this transaction by what finds their session, the last one of each. */
  const written = new Map<string, WrittenLog & { readonly receivedNs: bigint }>()

  function note(log: WrittenLog, receivedNs: bigint): void {
    const { workspaceId, traceId, session } = log
    if (traceId === '' && !session) return
    written.set(JSON.stringify([workspaceId, traceId, session?.key, session?.keyScope]), { ...log, receivedNs })
  }

  function sessionOf({ workspaceId, traceId, session }: WrittenLog): number | undefined {
    const ofTrace = traceId === '' ? undefined : byTrace.get(workspaceId, Buffer.from(traceId, 'hex'))
    const found = ofTrace ?? (session && byKey.get(workspaceId, session.key, session.keyScope))
    return found as number | undefined
  }

  return {
    /** Writes the logs and metrics of one request. */
    write({ logs: items = [], metrics: points = [], arrival }: RecordBatch): BatchCounts {
      const { written: newLogs, deleted } = items.length === 0 ? NO_LOGS : logs.write(items, arrival)
      for (const log of newLogs) note(log, arrival.receivedNs)
      const counts = metrics.write(points, arrival)
      if (newLogs.length > 0) addCount.run(arrival.workspaceId, 'logs', newLogs.length)
      if (counts.added > 0) addCount.run(arrival.workspaceId, 'metric_points', counts.added)
      return {
        logs: newLogs.length,
        points: counts.accepted,
        duplicates: items.length - newLogs.length - deleted + counts.duplicates,
        deleted: deleted + counts.deleted,
      }
    },
    /**
     * The sessions that this transaction's logs belong to, as far as the store knows them. To be called after its traces were written.
     * @param noteReceived told of each session that something of it came, and when
     */
    flush(noteReceived: (session: number, receivedNs: bigint) => void): readonly number[] {
      const sessions = new Set<number>()
      for (const log of written.values()) {
        const session = sessionOf(log)
        if (session === undefined) continue
        noteReceived(session, log.receivedNs)
        sessions.add(session)
      }
      written.clear()
      return [...sessions]
    },
    /** Forgets series, some of which have no row any more. */
    forgetSeries: metrics.rollback,
    rollback(): void {
      written.clear()
      metrics.rollback()
    },
  }
}
