import { listActions } from './actions.ts'
import { listPrompts, listResponses } from './calls.ts'
import { reportCost } from './cost.ts'
import { listFacts } from './facts.ts'
import { streamExport, streamTrace } from './give-back.ts'
import { readInfo } from './info.ts'
import { listPhases } from './phases.ts'
import { resolveSession } from './resolve.ts'
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
  listMoments,
  listSpans,
  readSpan,
  readTrace,
  listWorkflows,
  reportCost,
  reportStats,
  readInfo,
  streamTrace,
  streamExport,
}
