import { describe, expect, it } from 'vitest'
import { chat, issue, openTestStore, phase, session, type TestStore, tool } from '../../api/testing/test-store.ts'

/** Rows of a query as plain objects. */
const rows = (store: TestStore, sql: string): unknown[] => store.db.prepare(sql).all()

/** Two sessions: `a` with phases, an unpriced one and a call outside of any phase; `b` with one call and no phase at all. */
async function blogPosts(): Promise<TestStore> {
  const store = await openTestStore()
  await store.write(
    session({ trace: 'a', id: '1', lasts: 9000 }, 'blog-post', {
      'tracker.session.outcome': 'published',
      'tracker.session.outputs': '{"word_count":1200}',
      'tracker.metadata': '{"tags":["x"]}',
    }),
    phase(
      { trace: 'a', id: '2', parent: '1', at: 10, lasts: 5000, events: [issue('major', 'm'), issue('critical', 'c'), issue('minor', 'n')] },
      'draft',
    ),
    chat({ trace: 'a', id: '3', parent: '2', at: 20 }, { input: 1_000_000, output: 0 }),
    chat({ trace: 'a', id: '4', parent: '1', at: 6000 }, { input: 2_000_000, output: 0 }),
    tool({ trace: 'a', id: '5', parent: '2', at: 3000 }, 'bash', { 'gen_ai.tool.call.result': 'r'.repeat(3000) }),
    session({ trace: 'b', id: '1', at: 100, lasts: 1000 }, 'blog-post', {
      'tracker.session.outcome': 'published',
      'tracker.session.outputs': '{"word_count":800}',
    }),
    chat({ trace: 'b', id: '2', parent: '1', at: 110 }, { model: 'm-2', input: 1_000_000, output: 0 }),
    session({ trace: 'c', id: '1', at: 200, lasts: 1000 }, 'other'),
    chat({ trace: 'c', id: '2', parent: '1', at: 210 }, { model: 'nobody-knows-its-price' }),
  )
  return store
}

describe('views', () => {
  it('answer, each of them', async () => {
    const store = await blogPosts()
    const names = store.db.prepare("SELECT name FROM sqlite_schema WHERE type = 'view'").pluck().all() as string[]
    const counts = Object.fromEntries(names.map((name) => [name, rows(store, `SELECT * FROM ${name}`).length]))
    expect(counts).toMatchObject({
      sessions: 3,
      workflows: 2,
      phases: 4,
      prompts: 4,
      responses: 4,
      actions: 1,
      issues: 3,
      raw_spans: 9,
      raw_span_events: 3,
      workflow_history: 3,
      task_logs: 1,
      tool_calls: 1,
      workflow_executions: 3,
      workflow_step_executions: 1,
      ai_usage_log: 4,
      workflow_events: 12,
    })
  })

  it('gives a session by the names of the first document', async () => {
    const store = await blogPosts()
    expect(rows(store, 'SELECT * FROM sessions WHERE session_id = 1')).toEqual([
      expect.objectContaining({
        session_id: 1,
        trace_id: '0000000000000000000000000000000a',
        root_span_id: '0000000000000001',
        workflow_id: 'blog-post',
        status: 'completed',
        outcome: 'published',
        outputs: '{"word_count":1200}',
        metadata: '{"tags":["x"]}',
        started_at: '2026-01-04T10:00:00.000Z',
        completed_at: '2026-01-04T10:00:09.000Z',
        duration_ms: 9000,
        phase_count: 1,
        current_phase: null,
        models: '["m-1"]',
        tokens_total: 3_000_000,
        cost_usd: 3,
        issue_count: 3,
      }),
    ])
  })

  it('shows nothing as completed that still runs, and as abandoned what was silent for half an hour', async () => {
    const store = await openTestStore()
    await store.write(session({ id: '1', lasts: null }, 'w'))
    expect(rows(store, 'SELECT status, completed_at, cost_usd FROM sessions')).toEqual([
      { status: 'abandoned', completed_at: null, cost_usd: null },
    ])
    store.db.prepare('UPDATE session_rows SET received_ns = ?').run(BigInt(Date.now()) * 1_000_000n)
    expect(rows(store, 'SELECT status FROM sessions')).toEqual([{ status: 'running' }])
  })

  it('has the sum of all phases of a session equal to the session', async () => {
    const store = await blogPosts()
    const sql = `SELECT s.session_id, s.tokens_total = (SELECT sum(p.tokens_used) FROM phases p WHERE p.session_id = s.session_id) AS tokens,
      s.cost_usd IS (SELECT sum(p.cost_usd) FROM phases p WHERE p.session_id = s.session_id) AS cost FROM sessions s`
    expect(rows(store, sql)).toEqual([1, 2, 3].map((session_id) => ({ session_id, tokens: 1, cost: 1 })))
  })

  it.each([
    ['in place', 'short'],
    ['as one piece', 'long '.repeat(400)],
    ['as many pieces', Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join('')],
    ['with characters beyond ASCII', '\u{1F600} ü '.repeat(2000)],
  ])('gives a text that is stored %s', async (_, text) => {
    const store = await openTestStore()
    await store.write(chat({ id: '1' }, { text }))
    expect(rows(store, 'SELECT prompt_text, response_text FROM prompts JOIN responses USING (prompt_id)')).toEqual([
      { prompt_text: text, response_text: `answer to ${text}` },
    ])
  })

  it('leaves out usage that is counted elsewhere', async () => {
    const store = await openTestStore()
    const usage = { 'gen_ai.usage.input_tokens': 1000, 'gen_ai.usage.output_tokens': 100 }
    await store.write(
      { id: '1', name: 'invoke_agent', attributes: { 'gen_ai.operation.name': 'invoke_agent', ...usage }, lasts: 5000 },
      chat({ id: '2', parent: '1', at: 10 }),
    )
    expect(rows(store, 'SELECT count(*) AS n, sum(tokens_total) AS tokens FROM responses')).toEqual([{ n: 1, tokens: 1100 }])
  })

  it('gives seconds, percents and Monday = 0 to whoever asks for workflow_history', async () => {
    const store = await blogPosts()
    const sql = `SELECT status, duration_seconds, actual_cost_total, cost_breakdown, total_tokens, cache_efficiency_percent, phase_durations,
      bottleneck_phase, hour_of_day, day_of_week FROM workflow_history WHERE id = 1`
    expect(rows(store, sql)).toEqual([
      {
        status: 'completed',
        duration_seconds: 9,
        actual_cost_total: 3,
        cost_breakdown: '{"draft":1.0}',
        total_tokens: 3_000_000,
        cache_efficiency_percent: 0,
        phase_durations: '{"draft":5.0}',
        bottleneck_phase: 'draft',
        hour_of_day: 10,
        day_of_week: 6, // a Sunday
      },
    ])
  })

  it('lists the tool calls of a phase as JSON', async () => {
    const store = await blogPosts()
    const [log] = rows(store, 'SELECT phase_status, tool_calls FROM task_logs') as { phase_status: string; tool_calls: string }[]
    expect(log?.phase_status).toBe('completed')
    expect(JSON.parse(log?.tool_calls ?? '')).toEqual([
      {
        tool_name: 'bash',
        command: null,
        parameters: null,
        result: 'r'.repeat(200),
        duration_ms: 1000,
        success: true,
        timestamp: '2026-01-04T10:00:03.000Z',
      },
    ])
  })
})

describe('queries of the first document', () => {
  it('finds the sessions of highest cost, the unpriced one as unknown, with calls outside of phases counted', async () => {
    const store = await blogPosts()
    const expected = [
      { session_id: 2, workflow_id: 'blog-post', total_cost: 10 },
      { session_id: 1, workflow_id: 'blog-post', total_cost: 3 },
      { session_id: 3, workflow_id: 'other', total_cost: null },
    ]
    const throughPhases = `SELECT s.session_id, s.workflow_id, SUM(r.cost_usd) as total_cost
      FROM sessions s
               JOIN phases p ON s.session_id = p.session_id
               JOIN prompts pr ON p.phase_id = pr.phase_id
               JOIN responses r ON pr.prompt_id = r.prompt_id
      GROUP BY s.session_id
      ORDER BY total_cost DESC LIMIT 10`
    const direct = `SELECT s.session_id, s.workflow_id, SUM(r.cost_usd) AS total_cost
      FROM sessions s JOIN prompts pr ON pr.session_id = s.session_id JOIN responses r ON r.prompt_id = pr.prompt_id
      GROUP BY s.session_id ORDER BY total_cost DESC LIMIT 10`
    expect(rows(store, throughPhases)).toEqual(expected)
    expect(rows(store, direct)).toEqual(expected)
  })

  it('finds the best performing prompts: perfect sessions count as 0 issues, a prompt sent twice weighs once', async () => {
    const store = await openTestStore()
    const draft = (trace: string, text: string, options: { issues: number; times: number }) => [
      session({ trace, id: '1' }, 'blog-post'),
      phase({ trace, id: '2', parent: '1', events: Array.from({ length: options.issues }, () => issue('major', 'm')) }, 'draft'),
      ...Array.from({ length: options.times }, (_, i) => chat({ trace, id: String(10 + i), parent: '2', at: i + 1 }, { text })),
    ]
    await store.write(
      ...draft('1', 'good', { issues: 0, times: 1 }),
      ...draft('2', 'good', { issues: 0, times: 1 }),
      ...draft('3', 'good', { issues: 3, times: 5 }),
      ...draft('4', 'bad', { issues: 2, times: 1 }),
      ...draft('5', 'bad', { issues: 2, times: 1 }),
      ...draft('6', 'bad', { issues: 2, times: 1 }),
      ...draft('7', 'rare', { issues: 0, times: 1 }),
    )
    const sql = `WITH used AS (
        SELECT DISTINCT pr.prompt_text, ph.session_id
        FROM prompts pr JOIN phases ph ON ph.phase_id = pr.phase_id
        WHERE ph.phase_name = 'draft'),
      counts AS (SELECT session_id, COUNT(*) AS n FROM issues GROUP BY session_id)
      SELECT u.prompt_text, COUNT(*) AS usage_count, AVG(COALESCE(c.n, 0)) AS avg_issues
      FROM used u LEFT JOIN counts c ON c.session_id = u.session_id
      GROUP BY u.prompt_text HAVING COUNT(*) >= 3
      ORDER BY avg_issues ASC, usage_count DESC`
    expect(rows(store, sql)).toEqual([
      { prompt_text: 'good', usage_count: 3, avg_issues: 1 },
      { prompt_text: 'bad', usage_count: 3, avg_issues: 2 },
    ])
  })

  it('tracks quality over time: only published blog posts, minor issues aside, a clean session as 0', async () => {
    const store = await blogPosts()
    const sql = `SELECT DATE(s.started_at) AS date, COUNT(*) AS sessions,
             AVG(json_extract(s.outputs, '$.word_count')) AS avg_words,
             AVG(COALESCE(c.n, 0)) AS avg_issues
      FROM sessions s
      JOIN workflows w ON w.workflow_id = s.workflow_id
      LEFT JOIN (SELECT session_id, COUNT(*) AS n FROM issues
                 WHERE severity IN ('critical', 'major') GROUP BY session_id) c ON c.session_id = s.session_id
      WHERE w.name = 'blog-post' AND s.outcome = 'published'
      GROUP BY DATE(s.started_at) ORDER BY date DESC`
    expect(rows(store, sql)).toEqual([{ date: '2026-01-04', sessions: 2, avg_words: 1000, avg_issues: 1 }])
  })
})
