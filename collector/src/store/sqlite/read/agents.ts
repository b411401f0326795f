import { spanIdToInt } from '../../../domain/id.ts'
import type { StoredAgent } from '../../../domain/stored-transcript.ts'
import type { SqliteDatabase } from '../database.ts'
import { SETTLED } from '../write/settle-node-row.ts'
import { queryFirst } from './rows.ts'

/** Agents that are told at most, the outermost ones. */
const MAX_AGENTS = 8
/** Steps up from one span; what is above is not looked at. */
const MAX_STEPS = 1000

/** The parent of a span, and the agent that it is. A phase has the agent's own name; a span's is often `invoke_agent NAME`. */
const PARENT = `SELECT printf('%016x', p.span_id) AS spanId, CASE p.record_kind WHEN 'agent' THEN coalesce(f.name, p.name) END AS agent
  FROM spans s JOIN spans p ON p.trace = s.trace AND p.span_id = s.parent_span_id LEFT JOIN phase_rows f ON f.id = p.id
  WHERE s.trace = @trace AND s.span_id = @span AND s.settled & ${SETTLED.cycle} = 0`

interface Parent {
  readonly spanId: string
  readonly agent?: string
}

/** Finds the agents around spans, outermost first. Ways up that were gone are remembered. */
export function createAgents(db: SqliteDatabase): (trace: number, spanId: string) => readonly StoredAgent[] {
  const known = new Map<string, readonly StoredAgent[]>()
  return (trace, spanId) => {
    const way: { readonly key: string; readonly parent: Parent | undefined }[] = []
    let agents: readonly StoredAgent[] = []
    for (let at: string | undefined = spanId; at !== undefined && way.length < MAX_STEPS; ) {
      const key: string = `${trace} ${at}`
      const found = known.get(key)
      if (found) {
        agents = found
        break
      }
      const parent: Parent | undefined = queryFirst<Parent>(db, PARENT, { trace, span: spanIdToInt(at) })
      way.push({ key, parent })
      at = parent?.spanId
    }
    for (const { key, parent } of way.toReversed()) {
      if (parent?.agent !== undefined && agents.length < MAX_AGENTS) agents = [...agents, { spanId: parent.spanId, name: parent.agent }]
      known.set(key, agents)
    }
    return agents
  }
}
