import { beforeAll, describe, expect, it } from 'vitest'
import { chat, openTestStore, phase, START, session, tool } from '../../../api/testing/test-store.ts'
import { FACT_KINDS } from '../../../domain/stored.ts'
import { readFunctions } from '../../../reads.ts'
import type { SqliteDatabase } from '../database.ts'
import { LAYERS } from '../testing/make.ts'
import { attributes, logItem } from '../testing/signals.ts'
import { createSqliteWriter } from '../write/writer.ts'

/** Tables that grow with what was said. Sessions may be scanned by some orders and filters; these may not. */
const LARGE = new Set([
  'log_records',
  'metric_points',
  'metric_series',
  'spans',
  'calls',
  'action_rows',
  'phase_rows',
  'facts',
  'contents',
  'paths',
  'rollups',
  'traces',
  'session_aliases',
])

let db: SqliteDatabase

beforeAll(async () => {
  const store = await openTestStore()
  await store.write(
    session({ id: '1' }, 'w'),
    phase({ id: '2', parent: '1' }, 'p'),
    chat({ id: '3', parent: '2' }, { text: 'x'.repeat(5000) }),
    tool({ id: '4', parent: '2' }, 'bash'),
    { id: '6', parent: '5', events: [{ name: 'tracker.issue' }] },
  )
  const logs = [logItem({ traceId: id.traceId, spanId: '3'.padStart(16, '0') }), logItem({ attributes: attributes({ 'session.id': 'k' }) })]
  await store.writer.write([{ records: [], logs, arrival: { receivedNs: START, workspaceId: 1 } }])
  db = store.db
})

const page = { sessionId: 1, limit: 10 }
const list = { workspaceId: 1, limit: 10, descending: true } as const
const id = { workspaceId: 1, traceId: '1'.padStart(32, '0') }

/** Calls that the API makes for its lists and sessions. */
const CALLS: readonly [string, (db: SqliteDatabase) => unknown][] = [
  ['sessions by start', (db) => readFunctions.listSessions(db, { ...list, sort: 'started' })],
  ['sessions by cost', (db) => readFunctions.listSessions(db, { ...list, sort: 'cost' })],
  ['sessions by tokens', (db) => readFunctions.listSessions(db, { ...list, sort: 'tokens' })],
  ['sessions of a workflow', (db) => readFunctions.listSessions(db, { ...list, sort: 'started', workflow: 'w', afterNs: START })],
  ['sessions by text', (db) => readFunctions.listSessions(db, { ...list, sort: 'started', text: '0000' })],
  ['sessions by words', (db) => readFunctions.listSessions(db, { ...list, sort: 'started', text: 'xxxx' })],
  ['prompts of all sessions', (db) => readFunctions.listLibraryPrompts(db, list)],
  ['prompts of all sessions from a cursor on', (db) => readFunctions.listLibraryPrompts(db, { ...list, beforeNs: START, afterNs: 1n })],
  [
    'some prompts of all sessions',
    (db) => readFunctions.listLibraryPrompts(db, { ...list, workflow: 'w', phase: 'p', model: 'm', minRating: 1, afterNs: START }),
  ],
  ['prompts of all sessions by words', (db) => readFunctions.listLibraryPrompts(db, { ...list, text: 'xxxx' })],
  ['issues of all sessions', (db) => readFunctions.listIssues(db, list)],
  [
    'some issues of all sessions',
    (db) => readFunctions.listIssues(db, { ...list, workflow: 'w', severity: 'minor', fixed: false, afterNs: START }),
  ],
  ['one session', (db) => readFunctions.readSession(db, page)],
  ['phases', (db) => readFunctions.listPhases(db, page)],
  ['prompts', (db) => readFunctions.listPrompts(db, page)],
  ['responses by cost', (db) => readFunctions.listResponses(db, { ...page, sort: 'cost' })],
  ['the transcript', (db) => readFunctions.listTranscript(db, page)],
  ['messages', (db) => readFunctions.listMessages(db, { workspaceId: 1, responseId: 3, limit: 10 })],
  ['errors', (db) => readFunctions.listErrors(db, page)],
  ['the overview', (db) => readFunctions.readOverview(db, page)],
  ['the cost of a session', (db) => readFunctions.readSessionCost(db, page)],
  ['responses', (db) => readFunctions.listResponses(db, page)],
  ['actions', (db) => readFunctions.listActions(db, page)],
  ['facts', (db) => readFunctions.listFacts(db, { ...page, kinds: FACT_KINDS })],
  ['the timeline', (db) => readFunctions.listMoments(db, page)],
  ['spans', (db) => readFunctions.listSpans(db, page)],
  ['one span', (db) => readFunctions.readSpan(db, { ...id, spanId: '3'.padStart(16, '0') })],
  ['one trace', (db) => readFunctions.readTrace(db, id)],
  ['a trace given back', (db) => [...readFunctions.streamTrace(db, id)]],
  ['logs', (db) => readFunctions.listLogs(db, { ...list, order: 'latest', service: 's', minSeverity: 9, afterNs: START })],
  ['logs of a trace', (db) => readFunctions.listLogs(db, { ...list, order: 'earliest', traceId: id.traceId })],
  ['logs of a session', (db) => readFunctions.listLogs(db, { ...list, order: 'earliest', sessionId: 1 })],
  [
    'logs of a span with words',
    (db) => readFunctions.listLogs(db, { ...list, order: 'earliest', traceId: id.traceId, spanId: '3'.padStart(16, '0'), text: 'x' }),
  ],
  ['one log', (db) => readFunctions.readLog(db, { workspaceId: 1, logId: 1 })],
  ['logs of a key', (db) => readFunctions.listLogs(db, { ...list, order: 'latest', sessionKey: 'k' })],
  ['logs in a timeline', (db) => readFunctions.listMoments(db, { ...page, kinds: ['log'] })],
  ['logs given back', (db) => [...readFunctions.streamTraceLogs(db, id)]],
  ['metrics', (db) => readFunctions.listMetrics(db, { ...list, name: 'm' })],
  ['points', (db) => readFunctions.listMetricPoints(db, { ...list, afterNs: START })],
  ['points of a metric', (db) => readFunctions.listMetricPoints(db, { ...list, name: 'm', beforeNs: START })],
  ['points of a session', (db) => readFunctions.listMetricPoints(db, { ...list, sessionId: 1 })],
  ['what arrived of a trace', (db) => readFunctions.readTraceArrival(db, id)],
  ['what arrived from a service', (db) => readFunctions.readServiceArrival(db, { workspaceId: 1, service: 's' })],
  ['an integer', (db) => readFunctions.resolveSession(db, { workspaceId: 1, text: '1' })],
  ['a trace id', (db) => readFunctions.resolveSession(db, { workspaceId: 1, text: id.traceId })],
  ['workflows', (db) => readFunctions.listWorkflows(db, list)],
  ['info', (db) => readFunctions.readInfo(db, list)],
]

/** The statements that an action prepares. */
function statementsOf(action: (db: SqliteDatabase) => unknown): readonly string[] {
  const statements: string[] = []
  const spy: SqliteDatabase = new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (name !== 'prepare' || typeof value !== 'function') return typeof value === 'function' ? value.bind(target) : value
      return (sql: string) => {
        statements.push(sql)
        return db.prepare(sql)
      }
    },
  })
  action(spy)
  return statements
}

/** Instructions of SQLite's programs that begin at an end of a b-tree. Without a loop, as in max(id), they only look at that entry. */
const ENDS = new Set(['Rewind', 'Last'])

/** Large tables of which a statement reads a whole b-tree: those whose cursor it winds to the first or last entry. */
function wholeTables(sql: string): readonly string[] {
  const tables = new Map(db.prepare('SELECT rootpage, tbl_name AS name FROM sqlite_schema').raw().all() as [number, string][])
  const nothing = Object.fromEntries(Array.from(sql.matchAll(/@(\w+)/g), ([, name]) => [name, null]))
  const program = db.prepare(`EXPLAIN ${sql.replaceAll('?', 'NULL')}`).all(nothing) as {
    opcode: string
    p1: number
    p2: number
    p3: number
  }[]
  const cursors = new Map(
    program
      .filter(({ opcode, p3 }) => (opcode === 'OpenRead' || opcode === 'OpenWrite') && p3 === 0)
      .map(({ p1, p2 }) => [p1, tables.get(p2)]),
  )
  const isReached = (address: number) => program[address - 1]?.opcode !== 'Goto' || program.some(({ p2 }) => p2 === address)
  const isLoop = (cursor: number) =>
    program.some(({ opcode, p1 }, address) => p1 === cursor && (opcode === 'Next' || opcode === 'Prev') && isReached(address))
  return program.flatMap(({ opcode, p1 }) => {
    const table = opcode === 'Count' || (ENDS.has(opcode) && isLoop(p1)) ? cursors.get(p1) : undefined
    return table !== undefined && LARGE.has(table) ? [table] : []
  })
}

/** The plan of a statement, step by step. */
function stepsOf(sql: string): readonly string[] {
  const nothing = Object.fromEntries(Array.from(sql.matchAll(/@(\w+)/g), ([, name]) => [name, null]))
  return (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(nothing) as { detail: string }[]).map(({ detail }) => detail)
}

/** Columns, by their places, that a statement takes from the rows of a table and not from an index. */
function columnsRead(sql: string, table: string): readonly number[] {
  const root = db.prepare("SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?").pluck().get(table)
  const nothing = Object.fromEntries(Array.from(sql.matchAll(/@(\w+)/g), ([, name]) => [name, null]))
  const program = db.prepare(`EXPLAIN ${sql}`).all(nothing) as { opcode: string; p1: number; p2: number }[]
  const cursors = new Set(program.filter(({ opcode, p2 }) => opcode === 'OpenRead' && p2 === root).map(({ p1 }) => p1))
  return program.filter(({ opcode, p1 }) => opcode === 'Column' && cursors.has(p1)).map(({ p2 }) => p2)
}

/** Is there a span at all: reads the first one only. */
const ANY_SPAN = 'SELECT id FROM spans LIMIT 1'

describe('statements', () => {
  it.each(CALLS)('for %s are planned once, whatever values they are given', (_, action) => {
    expect(statementsOf(action).flatMap((sql) => sql.match(/[^+]@\w+/g) ?? [])).toEqual([])
  })

  it.each(CALLS)('for %s read no large table from end to end', (_, action) => {
    const statements = statementsOf(action)
    expect(statements).not.toEqual([])
    for (const sql of statements) expect({ sql, whole: wholeTables(sql) }).toEqual({ sql, whole: [] })
  })

  it('of the writer read no large table from end to end', () => {
    const statements = statementsOf((spied) => createSqliteWriter(spied, LAYERS))
    expect(statements.length).toBeGreaterThan(10)
    const readers = statements.filter((sql) => sql !== ANY_SPAN)
    expect(readers.flatMap((sql) => wholeTables(sql).map((table) => ({ sql, table })))).toEqual([])
  })

  it.each(['SELECT cost_usd FROM responses', 'SELECT sum(cost_usd) FROM responses', 'SELECT count(*) FROM prompts'])(
    'look for no texts that are not asked for: %s',
    (sql) => {
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]
      expect(plan.filter(({ detail }) => detail.includes('SUBQUERY'))).toEqual([])
    },
  )

  it('find the models of a session without reading its usage', () => {
    const sql = statementsOf((spied) => readFunctions.listSessions(spied, { ...list, sort: 'cost' })).find((statement) =>
      statement.includes('rollups'),
    )
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all({ sessionId: 1 }) as { detail: string }[]
    expect(plan.filter(({ detail }) => /SEARCH u /.test(detail)).map(({ detail }) => detail)).toEqual([
      'SEARCH u USING COVERING INDEX rollups_by_model (trace=? AND model>?)',
      'SEARCH u USING COVERING INDEX rollups_by_model (trace=? AND model>?)',
    ])
  })

  it.each<[string, (db: SqliteDatabase) => unknown, string]>([
    [
      'prompts',
      (spied) => readFunctions.listLibraryPrompts(spied, { ...list, beforeNs: START, afterNs: 1n }),
      'calls_by_start (start_ns>? AND start_ns<?)',
    ],
    [
      'issues',
      (spied) => readFunctions.listIssues(spied, { ...list, beforeNs: START, afterNs: 1n }),
      'issues_by_time (time_ns>? AND time_ns<?)',
    ],
  ])('walk %s of all sessions along their times', (_, action, index) => {
    const sql = statementsOf(action).find((statement) => statement.includes('isWanted'))
    const nothing = Object.fromEntries(Array.from((sql ?? '').matchAll(/@(\w+)/g), ([, name]) => [name, null]))
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(nothing) as { detail: string }[]
    expect(plan[0]?.detail).toBe(`SEARCH r USING INDEX ${index}`)
    expect(plan.map(({ detail }) => detail)).not.toContain('USE TEMP B-TREE FOR ORDER BY')
  })

  it('find the fixes of an issue by session and name, among those gathered once', () => {
    const plan = db.prepare('EXPLAIN QUERY PLAN SELECT fixed, fix_iteration FROM issues').all() as { detail: string }[]
    const steps = plan.map(({ detail }) => detail)
    expect(steps).toContain('MATERIALIZE fixes')
    expect(steps).toContain('SCAN x USING INDEX fixes_by_trace')
    expect(steps.filter((step) => step.includes('fixes USING'))).toEqual([
      expect.stringMatching(/^SEARCH fixes USING AUTOMATIC .*\(session_id=\? AND name=\?\)$/),
      expect.stringMatching(/^SEARCH fixes USING AUTOMATIC .*\(session_id=\? AND name=\?\)$/),
    ])
  })

  it.each<[string, (db: SqliteDatabase) => unknown, string, string]>([
    [
      'the cost of a session',
      (spied) => readFunctions.readSessionCost(spied, page),
      'calls c',
      'SEARCH c USING INDEX calls_by_cost (trace=? AND cost_source=?',
    ],
    [
      'the dearest responses',
      (spied) => readFunctions.listResponses(spied, { ...page, sort: 'cost' }),
      'calls c ON',
      'SEARCH c USING COVERING INDEX calls_by_cost (trace=? AND cost_source=?)',
    ],
    [
      'the overview',
      (spied) => readFunctions.readOverview(spied, page),
      'settled',
      'SEARCH s USING COVERING INDEX spans_worked (trace=? AND start_ns>?)',
    ],
  ])('find %s in an index that has all of it', (...[, action, table, step]) => {
    const found = statementsOf(action).filter((sql) => sql.includes(table))
    expect(found).not.toEqual([])
    for (const sql of found) expect(stepsOf(sql).filter((each) => each.startsWith(step))).toHaveLength(1)
  })

  it('walk the logs of a trace and of a key along their times', () => {
    const steps = statementsOf((spied) => readFunctions.listMoments(spied, { ...page, kinds: ['log'] }))
      .filter((sql) => sql.includes('at_ns AS atNs'))
      .flatMap(stepsOf)
    const searches = steps.filter((step) => step.includes('at_ns>?') || step.includes('(at_ns,'))
    expect(searches).toEqual([
      expect.stringMatching(/USING INDEX log_records_by_trace \(workspace_id=\? AND trace_id=\? AND at_ns>\?\)/),
      expect.stringMatching(/USING INDEX log_records_by_session \(workspace_id=\? AND session_key=\? AND key_scope=\? AND \(?at_ns/),
    ])
  })

  it('read no call for the cost of a session, only the index that has all of it', () => {
    const found = statementsOf((spied) => readFunctions.readSessionCost(spied, page)).filter((sql) => sql.includes('calls c'))
    expect(found).toHaveLength(2)
    for (const sql of found) expect({ sql, columns: columnsRead(sql, 'calls') }).toEqual({ sql, columns: [] })
  })

  it('take what stands in derivations from the index', () => {
    const program = db.prepare(
      `EXPLAIN ${statementsOf((spied) => readFunctions.readSessionCost(spied, page)).find((sql) => sql.includes('@source'))}`,
    )
    const steps = program.all({ sessionId: 1, source: 'computed' }) as { opcode: string; p4: string | null }[]
    expect(steps.filter(({ opcode, p4 }) => opcode === 'Function' && p4?.startsWith('->>'))).toEqual([])
  })

  it('find the partner of a call by its ids', () => {
    const plan = db.prepare('EXPLAIN QUERY PLAN SELECT partner FROM call_partners WHERE id = 1').all() as { detail: string }[]
    expect(plan.map(({ detail }) => detail)).toContain('SEARCH o USING INDEX calls_by_response (trace=? AND response_id=?)')
    expect(plan.filter(({ detail }) => detail.startsWith('SCAN'))).toEqual([])
  })

  it.each(['SELECT count(*) FROM spans', 'SELECT * FROM calls WHERE repeated = 0', 'SELECT max(text) FROM contents'])(
    'are found out: %s',
    (sql) => {
      expect(wholeTables(sql)).not.toEqual([])
    },
  )
})
