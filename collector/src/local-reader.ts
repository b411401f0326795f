import type { TelemetryReader } from './domain/telemetry-reader.ts'
import { readFunctions } from './reads.ts'
import type { SqliteDatabase } from './store/sqlite/database.ts'

/** The read functions over a connection of this thread. */
export function localReader(db: SqliteDatabase): TelemetryReader {
  const call =
    <A, R>(read: (db: SqliteDatabase, args: A) => R) =>
    async (args: A): Promise<R> =>
      read(db, args)
  const stream = <A, C>(read: (db: SqliteDatabase, args: A) => Iterable<C>) =>
    async function* (args: A): AsyncGenerator<C> {
      yield* read(db, args)
    }
  return {
    resolveSession: call(readFunctions.resolveSession),
    listSessions: call(readFunctions.listSessions),
    readSession: call(readFunctions.readSession),
    listPhases: call(readFunctions.listPhases),
    listPrompts: call(readFunctions.listPrompts),
    listResponses: call(readFunctions.listResponses),
    listActions: call(readFunctions.listActions),
    listFacts: call(readFunctions.listFacts),
    listLibraryPrompts: call(readFunctions.listLibraryPrompts),
    listIssues: call(readFunctions.listIssues),
    listMoments: call(readFunctions.listMoments),
    listTranscript: call(readFunctions.listTranscript),
    listMessages: call(readFunctions.listMessages),
    listSpans: call(readFunctions.listSpans),
    listErrors: call(readFunctions.listErrors),
    readSpan: call(readFunctions.readSpan),
    readTrace: call(readFunctions.readTrace),
    listWorkflows: call(readFunctions.listWorkflows),
    reportCost: call(readFunctions.reportCost),
    readSessionCost: call(readFunctions.readSessionCost),
    readOverview: call(readFunctions.readOverview),
    reportStats: call(readFunctions.reportStats),
    readInfo: call(readFunctions.readInfo),
    retentionState: async () => readFunctions.retentionState(db),
    streamTrace: stream(readFunctions.streamTrace),
    streamExport: stream(readFunctions.streamExport),
    listLogs: call(readFunctions.listLogs),
    readLog: call(readFunctions.readLog),
    listMetrics: call(readFunctions.listMetrics),
    listMetricPoints: call(readFunctions.listMetricPoints),
    listReceipts: call(readFunctions.listReceipts),
    readTraceArrival: call(readFunctions.readTraceArrival),
    readServiceArrival: call(readFunctions.readServiceArrival),
    listTroubles: call(readFunctions.listTroubles),
    streamTraceLogs: stream(readFunctions.streamTraceLogs),
    streamLogs: stream(readFunctions.streamLogs),
    streamMetrics: stream(readFunctions.streamMetrics),
  }
}
