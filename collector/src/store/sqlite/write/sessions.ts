/** Sessions: groups of traces that share a key. Works inside the writer's transaction, after the rows of the traces were written. */
import { addSums, type Sums, zeroSums } from '../../../domain/sums.ts'
import type { SqliteDatabase } from '../database.ts'
import { SUM_COLUMNS, sumsFromRow } from './trace-row.ts'

/** What identifies a session for the sender. */
export interface SessionKey {
  readonly workspaceId: number
  readonly key: string
  readonly keyScope: string
}

/** What a trace adds to its session. */
export interface TraceShare {
  readonly sums: Sums
  readonly running: boolean
  readonly receivedNs: bigint
}

/** What a trace says of its session. */
export interface TraceVoice {
  readonly id: number | bigint
  readonly start_ns: bigint
  readonly end_ns: bigint
  readonly status: string
  readonly source: string
  readonly workflow: string | null
  readonly workflow_version: string | null
  readonly title: string | null
  readonly outcome: string | null
}

interface SessionState {
  readonly id: number
  key: SessionKey
  traceCount: number
  runningTraces: number
  receivedNs: bigint
  readonly sums: Sums
  /** The voice of its only trace, when that is at hand. */
  only: TraceVoice | undefined
  /** Where the last trace that left has gone: the session that answers for this one when it is empty. */
  successor: number
}

/** Opens the sessions over the writing connection. */
export function createSessions(db: SqliteDatabase) {
  const sql = prepareStatements(db)
  const touched = new Map<number, SessionState>()
  let nextId = Number(sql.maxId.get()) + 1

  function load(id: number): SessionState {
    const known = touched.get(id)
    if (known) return known
    const row = sql.byId.get(id) as Record<string, bigint | string>
    const state: SessionState = {
      id,
      key: { workspaceId: Number(row.workspace_id), key: String(row.key), keyScope: String(row.key_scope) },
      traceCount: Number(row.trace_count),
      runningTraces: Number(row.running_traces),
      receivedNs: row.received_ns as bigint,
      sums: sumsFromRow(row),
      only: undefined,
      successor: 0,
    }
    touched.set(id, state)
    return state
  }

  function create(key: SessionKey): SessionState {
    const state: SessionState = {
      id: nextId++,
      key,
      traceCount: 0,
      runningTraces: 0,
      receivedNs: 0n,
      sums: zeroSums(),
      only: undefined,
      successor: 0,
    }
    sql.insert.run(state.id, key.workspaceId, key.key, key.keyScope)
    touched.set(state.id, state)
    return state
  }

  return {
    /**
     * The session that a trace belongs to: the one with this key. A session that only this trace is in takes the new key over,
     * so that its integer stays.
     * @param current the trace's session until now, 0 = none
     */
    resolve(key: SessionKey, current: number): number {
      const own = current === 0 ? undefined : load(current)
      if (own && sameKey(own.key, key)) return own.id
      const existing = sql.byKey.get(key.workspaceId, key.key, key.keyScope) as number | undefined
      if (existing !== undefined) return existing
      if (!own || own.traceCount > 1) return create(key).id
      sql.rename.run(key.key, key.keyScope, own.id)
      own.key = key
      return own.id
    },
    /** Takes a trace's old share out of one session and puts its new one into another, which may be the same. */
    moveShare(
      before: { id: number; share: Omit<TraceShare, 'receivedNs'> } | undefined,
      after: { id: number; share: TraceShare; voice: TraceVoice },
    ): void {
      if (before) {
        const state = load(before.id)
        addSums(state.sums, before.share.sums, -1)
        state.traceCount--
        state.runningTraces -= Number(before.share.running)
        state.only = undefined
        state.successor = after.id
      }
      const state = load(after.id)
      addSums(state.sums, after.share.sums, 1)
      state.traceCount++
      state.runningTraces += Number(after.share.running)
      state.only = state.traceCount === 1 ? after.voice : undefined
      if (after.share.receivedNs > state.receivedNs) state.receivedNs = after.share.receivedNs
    },
    /** Writes the sessions that changed. @returns their integers */
    flush(): readonly number[] {
      for (const state of touched.values()) {
        if (state.traceCount > 0) save(sql, state)
        else replaceByAlias(sql, state)
      }
      const ids = [...touched.values()].filter((state) => state.traceCount > 0).map((state) => state.id)
      touched.clear()
      return ids
    },
    rollback(): void {
      touched.clear()
    },
  }
}

type Statements = ReturnType<typeof prepareStatements>

function prepareStatements(db: SqliteDatabase) {
  const sums = SUM_COLUMNS.map(([column]) => column)
  const voice = 'id, start_ns, end_ns, status, source, workflow, workflow_version, title, outcome'
  return {
    maxId: db
      .prepare('SELECT max(coalesce((SELECT max(id) FROM session_rows), 0), coalesce((SELECT max(old_id) FROM session_aliases), 0))')
      .pluck(),
    byId: db.prepare('SELECT * FROM session_rows WHERE id = ?').safeIntegers(),
    byKey: db.prepare('SELECT id FROM session_rows WHERE workspace_id = ? AND key = ? AND key_scope = ?').pluck(),
    insert:
      db.prepare(`INSERT INTO session_rows (id, workspace_id, key, key_scope, first_trace, last_trace, trace_count, running_traces, start_ns, end_ns,
      status, source, ${sums.join(', ')}, received_ns) VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0, 0, '', ''${', 0'.repeat(sums.length)}, 0)`),
    rename: db.prepare('UPDATE session_rows SET key = ?, key_scope = ? WHERE id = ?'),
    first: db.prepare(`SELECT ${voice} FROM traces WHERE session_id = ? ORDER BY start_ns, trace_id LIMIT 1`).safeIntegers(),
    last: db.prepare(`SELECT ${voice} FROM traces WHERE session_id = ? ORDER BY start_ns DESC, trace_id DESC LIMIT 1`).safeIntegers(),
    end: db.prepare('SELECT max(end_ns) FROM traces WHERE session_id = ?').pluck().safeIntegers(),
    update:
      db.prepare(`UPDATE session_rows SET first_trace = ?, last_trace = ?, trace_count = ?, running_traces = ?, start_ns = ?, end_ns = ?, status = ?,
      source = ?, workflow = ?, workflow_version = ?, title = ?, outcome = ?, ${sums.map((column) => `${column} = ?`).join(', ')}, received_ns = ? WHERE id = ?`),
    remove: db.prepare('DELETE FROM session_rows WHERE id = ?'),
    redirect: db.prepare('UPDATE session_aliases SET session_id = ? WHERE session_id = ?'),
    alias: db.prepare('INSERT INTO session_aliases (old_id, session_id) VALUES (?, ?)'),
  }
}

/** A session is described by its first trace; its status and outcome are those of its last one, unless one still runs. */
function save(sql: Statements, state: SessionState): void {
  const first = state.only ?? (sql.first.get(state.id) as TraceVoice)
  const last = state.only ?? (sql.last.get(state.id) as TraceVoice)
  const endNs = state.only?.end_ns ?? (sql.end.get(state.id) as bigint)
  const status = state.runningTraces > 0 ? 'running' : last.status
  const description = [first.source, first.workflow, first.workflow_version, first.title, last.outcome]
  const sums = SUM_COLUMNS.map(([, field]) => state.sums[field])
  sql.update.run(
    first.id,
    last.id,
    state.traceCount,
    state.runningTraces,
    first.start_ns,
    endNs,
    status,
    ...description,
    ...sums,
    state.receivedNs,
    state.id,
  )
}

function replaceByAlias(sql: Statements, state: SessionState): void {
  sql.remove.run(state.id)
  sql.redirect.run(state.successor, state.id)
  sql.alias.run(state.id, state.successor)
}

function sameKey(a: SessionKey, b: SessionKey): boolean {
  return a.workspaceId === b.workspaceId && a.key === b.key && a.keyScope === b.keyScope
}
