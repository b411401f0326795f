import { spanIdToInt } from '../../../domain/id.ts'
import type { StoredAgent } from '../../../domain/stored-transcript.ts'
import type { SqliteDatabase } from '../database.ts'
import { SETTLED } from '../write/settle-node-row.ts'
import { queryFirst } from './rows.ts'

/** Agents that are told at most, the outermost ones of those that were met. */
const MAX_AGENTS = 8
/** Spans above one that are looked at. What is further up is not told, whatever was asked before. */
const MAX_STEPS = 1000

/** The parent of a span, and the agent that it is. A phase has the agent's own name; a span's is often `invoke_agent NAME`. */
const PARENT = `SELECT printf('%016x', p.span_id) AS spanId, CASE p.record_kind WHEN 'agent' THEN coalesce(f.name, p.name) END AS agent
  FROM spans s JOIN spans p ON p.trace = s.trace AND p.span_id = s.parent_span_id LEFT JOIN phase_rows f ON f.id = p.id
  WHERE s.trace = @trace AND s.span_id = @span AND s.settled & ${SETTLED.cycle} = 0`

interface Parent {
  readonly spanId: string
  readonly agent?: string
}

/** Finds the agents around spans, outermost first. Parents that were met are remembered, not what is above them: each span has its own bound. */
export function createAgents(db: SqliteDatabase): (trace: number, spanId: string) => readonly StoredAgent[] {
  const ofTraces = new Map<number, Map<string, Parent | null>>()

  function parentsIn(trace: number): Map<string, Parent | null> {
    const parents = ofTraces.get(trace) ?? new Map<string, Parent | null>()
    ofTraces.set(trace, parents)
    return parents
  }

  return (trace, spanId) => {
    const parents = parentsIn(trace)
    const parentOf = (id: string): Parent | null => {
      const known = parents.get(id)
      if (known !== undefined) return known
      const parent = queryFirst<Parent>(db, PARENT, { trace, span: spanIdToInt(id) }) ?? null
      parents.set(id, parent)
      return parent
    }
    const agents: StoredAgent[] = []
    let parent = parentOf(spanId)
    for (let steps = 1; parent && steps <= MAX_STEPS; steps++) {
      if (parent.agent !== undefined) agents.push({ spanId: parent.spanId, name: parent.agent })
      parent = parentOf(parent.spanId)
    }
    return agents.reverse().slice(0, MAX_AGENTS)
  }
}
