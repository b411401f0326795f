import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { takeOwnership } from '../../../../collector/src/store/sqlite/owner.ts'
import { temporaryFolder, tracker } from '../testing/process.ts'

interface Shown {
  readonly counts: {
    readonly responseCount: number
    readonly actionCount: number
    readonly issueCount?: number
    readonly openIssueCount?: number
  }
  readonly timeline: unknown
  readonly logs?: unknown
}

/** A collector with one session. @returns its database, and the paths that are asked for */
async function collectorOf({
  counts,
  timeline,
  logs = { items: [], nextCursor: null },
}: Shown): Promise<{ readonly file: string; readonly asked: readonly string[] }> {
  const session = { id: 1, key: 'k', traceId: 'k', traceCount: 1, status: 'completed', models: [], phases: [], phaseCount: 0 }
  const sums = {
    durationMs: 1,
    tokensInput: 0,
    tokensOutput: 0,
    costUsd: null,
    costCoverage: null,
    errorCount: 0,
    issueCount: 0,
    openIssueCount: 0,
    spanCount: 1,
  }
  const empty = { workflow: null, workflowVersion: null, title: null, outcome: null, startedAt: null, completedAt: null, error: null }
  const detail = { ...session, ...sums, ...empty, ...counts }
  const asked: string[] = []
  const server = createServer(({ url = '' }, response) => {
    asked.push(url)
    const list = url.includes('/logs') ? logs : url.includes('/points') ? { items: [{}], nextCursor: null } : undefined
    response.end(JSON.stringify(list ?? (url.includes('/timeline') ? timeline : detail)))
  })
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const folder = temporaryFolder()
  onTestFinished(folder.remove)
  const ownership = takeOwnership(join(folder.path, 'tracker.db'))
  onTestFinished(() => ownership.release())
  ownership.announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return { file: ownership.file, asked }
}

it.each([
  ['nothing of a session without calls', { responseCount: 0, actionCount: 0 }, ''],
  [
    'that no step was found yet',
    { responseCount: 2, actionCount: 1 },
    'the first 0 steps of 2 responses and 1 action; --limit N shows more\n',
  ],
])('says %s', async (_, counts, stderr) => {
  const { file } = await collectorOf({ counts, timeline: { items: [{ kind: 'event' }], nextCursor: 'next' } })
  expect(await tracker(['session', 'show', '1', '--db', file])).toMatchObject({ code: 0, stderr })
})

it('reads no spans and no issues to name its steps and to count what is open', async () => {
  const place = { id: 1, spanId: 's', traceId: 't', phaseId: null, at: null, atNs: '0', durationMs: 1, failed: false }
  const rest = { ...place, detail: null, tokensTotal: null, costUsd: null }
  const items = [
    { kind: 'action', name: 'Bash', spanName: 'execute_tool npm test', ...rest },
    { kind: 'action', name: 'Fetch', spanName: 'execute_tool', ...rest },
    { kind: 'issue', name: 'style', spanName: null, ...rest },
  ]
  const counts = { responseCount: 0, actionCount: 2, issueCount: 3, openIssueCount: 1 }
  const { file, asked } = await collectorOf({ counts, timeline: { items, nextCursor: null } })
  const { stdout } = await tracker(['session', 'show', '1', '--db', file])
  expect(stdout).toMatch(/^issues +3, 1 of them open$/m)
  expect(stdout).toMatch(/ npm test .* Fetch .* issue style /s)
  expect(asked.filter((path) => path.startsWith('/api/v1/sessions'))).toEqual([
    '/api/v1/sessions/1',
    '/api/v1/sessions/1/timeline?limit=500&kind=response%2Caction%2Cartifact%2Cissue',
    '/api/v1/sessions/1/logs?limit=100',
  ])
})

it.each([
  ['all of them', { items: [{}, {}, {}], nextCursor: null }, '3 logs, 1 point of metrics'],
  ['how many at least', { items: Array(100).fill({}), nextCursor: 'next' }, '100+ logs, 1 point of metrics'],
  ['only what there is', { items: [], nextCursor: null }, '1 point of metrics'],
])('says what a session has beside its spans: %s', async (_, logs, said) => {
  const timeline = { items: [], nextCursor: null }
  const { file } = await collectorOf({ counts: { responseCount: 0, actionCount: 0 }, timeline, logs })
  const { stdout } = await tracker(['session', 'show', '1', '--db', file])
  expect(stdout).toMatch(new RegExp(`^signals +${said.replace('+', '\\+')}$`, 'm'))
})
