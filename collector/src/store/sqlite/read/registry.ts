import { listActions } from './actions.ts'
import { listTroubles, readServiceArrival, readTraceArrival } from './arrivals.ts'
import { listPrompts, listResponses } from './calls.ts'
import { reportCost } from './cost.ts'
import { listErrors } from './errors.ts'
import { listFacts } from './facts.ts'
import { streamExport, streamTrace } from './give-back.ts'
import { readInfo } from './info.ts'
import { listIssues } from './issues.ts'
import { listLibraryPrompts } from './library-prompts.ts'
import { listLogs, readLog, streamLogs, streamTraceLogs } from './logs.ts'
import { listMetricPoints, listMetrics, streamMetrics } from './metrics.ts'
import { readOverview } from './overview.ts'
import { listPhases } from './phases.ts'
import { listReceipts } from './receipts.ts'
import { resolveSession } from './resolve.ts'
import { retentionState } from './retention.ts'
import { readSessionCost } from './session-cost.ts'
import { listSessions, readSession } from './sessions.ts'
import { readSpan, readTrace } from './spans.ts'
import { reportStats } from './stats.ts'
import { listMoments } from './timeline.ts'
import { listSpans } from './tree.ts'
import { listWorkflows } from './workflows.ts'

/** What can be asked of a SQLite store, by the names of `TelemetryReader`. The ones that begin with `stream` are generators. */
export const readFunctions = {
  resolveSession,
  listSessions,
  readSession,
  listPhases,
  listPrompts,
  listResponses,
  listActions,
  listFacts,
  listLibraryPrompts,
  listIssues,
  listMoments,
  listSpans,
  listErrors,
  readSpan,
  readTrace,
  listWorkflows,
  reportCost,
  readSessionCost,
  readOverview,
  reportStats,
  readInfo,
  retentionState,
  streamTrace,
  streamExport,
  listLogs,
  readLog,
  listMetrics,
  listMetricPoints,
  listReceipts,
  readTraceArrival,
  readServiceArrival,
  listTroubles,
  streamTraceLogs,
  streamLogs,
  streamMetrics,
}
