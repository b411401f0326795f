import { openTestStore, session, phase, chat, tool } from './api/testing/test-store.ts'
const N = 100_000
const store = await openTestStore({ file: '/tmp/q/perf.db' })
console.time('write')
for (let b = 0; b < N / 2000; b++) {
  const spans = []
  for (let j = 0; j < 2000; j++) {
    const i = b * 2000 + j + 1
    const parent = i === 1 ? undefined : (i % 10 === 1 ? 1 : i - (i % 10 === 0 ? 9 : i % 10 - 1)).toString(16)
    const base = { trace: 'aa', id: i.toString(16), at: i, ...(parent && { parent }) }
    spans.push(i === 1 ? session(base, 'w') : i % 10 === 1 ? phase(base, `p${i % 7}`) : i % 3 ? chat(base, { text: `t${i}` }) : tool(base, 'bash'))
  }
  await store.write(...spans)
}
console.timeEnd('write')
const t = async (p: string) => { const s = performance.now(); const r = await store.api.request('/api/v1' + p); const x = await r.text(); console.log(p.slice(0, 60), (performance.now() - s).toFixed(1), 'ms', x.length); return x }
for (const p of ['/sessions', '/sessions/1', '/sessions/1/spans', '/sessions/1/responses', '/sessions/1/timeline', '/sessions/1/phases', '/cost', '/cost?by=day', '/info', '/traces/000000000000000000000000000000aa?format=otlp']) { await t(p); await t(p) }
let c = JSON.parse(await t('/sessions/1/timeline?limit=500')).nextCursor
for (let i = 0; i < 40; i++) c = JSON.parse(await (await store.api.request(`/api/v1/sessions/1/timeline?limit=500&cursor=${c}`)).text()).nextCursor
await t(`/sessions/1/timeline?limit=500&cursor=${c}`)
for (const q of ['SELECT s.session_id, s.workflow_id, SUM(r.cost_usd) as total_cost FROM sessions s JOIN phases p ON s.session_id = p.session_id JOIN prompts pr ON p.phase_id = pr.phase_id JOIN responses r ON pr.prompt_id = r.prompt_id GROUP BY s.session_id ORDER BY total_cost DESC LIMIT 10', 'SELECT * FROM sessions', 'SELECT count(*), sum(cost_usd) FROM phases', 'select count(*) from task_logs', 'select sum(length(tool_calls)) from task_logs', 'select count(*) from workflow_events where session_id = 1']) { const s = performance.now(); const r = store.db.prepare(q).all(); console.log(q.slice(0, 50), (performance.now() - s).toFixed(0), 'ms', JSON.stringify(r).slice(0, 120)) }
