/** Sessions: groups of traces that share a key. Works inside the writer's transaction, after the rows of the traces were written. */
import { addSums, type Sums, zeroSums } from '../../../domain/sums.ts'
import type { SqliteDatabase } from '../database.ts'
import { rowCounter } from '../remove/high-water.ts'
import { ownCopy } from './own-copy.ts'
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
  /** Whether it has no row yet. */
  isNew: boolean
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

/** Sessions that are remembered after their transaction, about 1 KiB each. */
const REMEMBERED = 5_000

/** Opens the sessions over the writing connection. */
export function createSessions(db: SqliteDatabase) {
  const sql = prepareStatements(db)
  /** By integer; those that the transaction changed, and recent ones. */
  const known = new Map<number, SessionState>()
  const touched = new Set<SessionState>()
  /** Those without a row, by key. */
  const created = new Map<string, SessionState>()
  const nextId = rowCounter(db, 'session_rows')

  function load(id: number): SessionState {
    const state = known.get(id) ?? read(id)
    touched.add(state)
    return state
  }

  function read(id: number): SessionState {
    const row = sql.byId.get(id) as Record<string, bigint | string>
    const state: SessionState = {
      id,
      isNew: false,
      key: { workspaceId: Number(row.workspace_id), key: String(row.key), keyScope: String(row.key_scope) },
      traceCount: Number(row.trace_count),
      runningTraces: Number(row.running_traces),
      receivedNs: row.received_ns as bigint,
      sums: sumsFromRow(row),
      only: undefined,
      successor: 0,
    }
    known.set(id, state)
    return state
  }

  function create(key: SessionKey): SessionState {
    const state: SessionState = {
      id: nextId(),
      isNew: true,
      key: { ...key, key: ownCopy(key.key), keyScope: ownCopy(key.keyScope) },
      traceCount: 0,
      runningTraces: 0,
      receivedNs: 0n,
      sums: zeroSums(),
      only: undefined,
      successor: 0,
    }
    known.set(state.id, state)
    created.set(textOf(key), state)
    touched.add(state)
    return state
  }

  function find(key: SessionKey): number | undefined {
    return created.get(textOf(key))?.id ?? (sql.byKey.get(key.workspaceId, key.key, key.keyScope) as number | undefined)
  }

  /** A session that only one trace is in takes another key over. */
  function rename(state: SessionState, key: SessionKey): void {
    if (state.isNew) {
      created.delete(textOf(state.key))
      created.set(textOf(key), state)
    } else {
      sql.rename.run(key.key, key.keyScope, state.id)
      movePin(sql, state.key, key)
    }
    state.key = { ...key, key: ownCopy(key.key), keyScope: ownCopy(key.keyScope) }
  }

  /** Where the traces of an empty session are now: its successor may be empty, too. */
  function heirOf(state: SessionState): SessionState {
    let heir = state
    for (let steps = 0; heir.traceCount === 0 && steps < touched.size; steps++) heir = known.get(heir.successor) ?? heir
    return heir
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
      const existing = find(key)
      if (existing !== undefined) return existing
      if (!own || own.traceCount > 1) return create(key).id
      rename(own, key)
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
    /** Notes that something of a session was received, which has a row: as long as something comes, it is not abandoned. */
    noteReceived(id: number, receivedNs: bigint): void {
      const state = known.get(id)
      if (state && receivedNs > state.receivedNs) state.receivedNs = receivedNs
      sql.noteReceived.run(receivedNs, id, receivedNs)
    },
    /** Writes the sessions that changed. @returns their integers */
    flush(): readonly number[] {
      const ids: number[] = []
      for (const state of touched) if (state.traceCount === 0) movePin(sql, state.key, heirOf(state).key)
      for (const state of touched) {
        if (state.traceCount > 0) {
          save(sql, state)
          ids.push(state.id)
        } else {
          replaceByAlias(sql, state)
          known.delete(state.id)
        }
      }
      touched.clear()
      created.clear()
      if (known.size > REMEMBERED) known.clear()
      return ids
    },
    /** The integer that a session has now, of that or a former one. Only between transactions. */
    current(id: number): number {
      return (sql.current.get(id) as number | undefined) ?? id
    },
    /** Forgets a session that was removed. Only between transactions, or in one that writes nothing else. */
    forget(id: number): void {
      known.delete(id)
    },
    rollback(): void {
      touched.clear()
      created.clear()
      known.clear()
    },
  }
}

type Statements = ReturnType<typeof prepareStatements>

const DESCRIBED_COLUMNS = [
  'first_trace',
  'last_trace',
  'trace_count',
  'running_traces',
  'start_ns',
  'end_ns',
  'status',
  'source',
  'workflow',
  'workflow_version',
  'title',
  'outcome',
] as const

function prepareStatements(db: SqliteDatabase) {
  const saved = [...DESCRIBED_COLUMNS, ...SUM_COLUMNS.map(([column]) => column), 'received_ns']
  const voice = 'id, start_ns, end_ns, status, source, workflow, workflow_version, title, outcome'
  return {
    byId: db.prepare('SELECT * FROM session_rows WHERE id = ?').safeIntegers(),
    byKey: db.prepare('SELECT id FROM session_rows WHERE workspace_id = ? AND key = ? AND key_scope = ?').pluck(),
    insert: db.prepare(
      `INSERT INTO session_rows (${saved.join(', ')}, id, workspace_id, key, key_scope) VALUES (${saved.map(() => '?').join(', ')}, ?, ?, ?, ?)`,
    ),
    rename: db.prepare('UPDATE session_rows SET key = ?, key_scope = ? WHERE id = ?'),
    first: db.prepare(`SELECT ${voice} FROM traces WHERE session_id = +? ORDER BY start_ns, trace_id LIMIT 1`).safeIntegers(),
    last: db.prepare(`SELECT ${voice} FROM traces WHERE session_id = +? ORDER BY start_ns DESC, trace_id DESC LIMIT 1`).safeIntegers(),
    end: db.prepare('SELECT max(end_ns) FROM traces WHERE session_id = +?').pluck().safeIntegers(),
    update: db.prepare(`UPDATE session_rows SET ${saved.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`),
    noteReceived: db.prepare('UPDATE session_rows SET received_ns = ? WHERE id = ? AND received_ns < ?'),
    remove: db.prepare('DELETE FROM session_rows WHERE id = ?'),
    current: db.prepare('SELECT session_id FROM session_aliases WHERE old_id = ?').pluck(),
    redirect: db.prepare('UPDATE session_aliases SET session_id = ? WHERE session_id = ?'),
    unpin: db.prepare('DELETE FROM pins WHERE workspace_id = ? AND key = ? AND key_scope = ?'),
    pin: db.prepare('INSERT OR IGNORE INTO pins (workspace_id, key, key_scope) VALUES (?, ?, ?)'),
    alias: db.prepare('INSERT INTO session_aliases (old_id, session_id) VALUES (?, ?)'),
  }
}

/** A session is described by its first trace; its status and outcome are those of its last one, unless one still runs. */
function save(sql: Statements, state: SessionState): void {
  const first = state.only ?? (sql.first.get(state.id) as TraceVoice)
  const last = state.only ?? (sql.last.get(state.id) as TraceVoice)
  const endNs = state.only?.end_ns ?? (sql.end.get(state.id) as bigint)
  const status = state.runningTraces > 0 ? 'running' : last.status
  const counts = [first.id, last.id, state.traceCount, state.runningTraces]
  const description = [first.source, first.workflow, first.workflow_version, first.title, last.outcome]
  const sums = SUM_COLUMNS.map(([, field]) => state.sums[field])
  const values = [...counts, first.start_ns, endNs, status, ...description, ...sums, state.receivedNs]
  const { workspaceId, key, keyScope } = state.key
  if (state.isNew) sql.insert.run(...values, state.id, workspaceId, key, keyScope)
  else sql.update.run(...values, state.id)
  state.isNew = false
}

function replaceByAlias(sql: Statements, state: SessionState): void {
  sql.remove.run(state.id)
  sql.redirect.run(state.successor, state.id)
  sql.alias.run(state.id, state.successor)
}

/** What a person wrote of a session goes with its traces. */
function movePin(sql: Statements, from: SessionKey, to: SessionKey): void {
  if (sql.unpin.run(from.workspaceId, from.key, from.keyScope).changes > 0) sql.pin.run(to.workspaceId, to.key, to.keyScope)
}

function sameKey(a: SessionKey, b: SessionKey): boolean {
  return a.workspaceId === b.workspaceId && a.key === b.key && a.keyScope === b.keyScope
}

function textOf({ workspaceId, key, keyScope }: SessionKey): string {
  return JSON.stringify([workspaceId, key, keyScope])
}
