import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { takeOwnership } from '../../../../collector/src/store/sqlite/owner.ts'
import { temporaryFolder, tracker } from '../testing/process.ts'

/** A collector whose only session has a timeline of events without end. */
async function endless(counts: { readonly responseCount: number; readonly actionCount: number }): Promise<string> {
  const session = { id: 1, key: 'k', traceId: 'k', traceCount: 1, status: 'completed', models: [], phases: [], phaseCount: 0 }
  const sums = {
    durationMs: 1,
    tokensInput: 0,
    tokensOutput: 0,
    costUsd: null,
    costCoverage: null,
    errorCount: 0,
    issueCount: 0,
    spanCount: 1,
  }
  const empty = { workflow: null, workflowVersion: null, title: null, outcome: null, startedAt: null, completedAt: null, error: null }
  const detail = { ...session, ...sums, ...empty, ...counts }
  const server = createServer(({ url = '' }, response) => {
    response.end(JSON.stringify(url.includes('/timeline') ? { items: [{ kind: 'event' }], nextCursor: 'next' } : detail))
  })
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const folder = temporaryFolder()
  onTestFinished(folder.remove)
  const ownership = takeOwnership(join(folder.path, 'tracker.db'))
  onTestFinished(() => ownership.release())
  ownership.announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return ownership.file
}

it.each([
  ['nothing of a session without calls', { responseCount: 0, actionCount: 0 }, ''],
  [
    'that no step was found yet',
    { responseCount: 2, actionCount: 1 },
    'the first 0 steps of 2 responses and 1 action; --limit N shows more\n',
  ],
])('says %s', async (_, counts, stderr) => {
  expect(await tracker(['session', 'show', '1', '--db', await endless(counts)])).toMatchObject({ code: 0, stderr })
})
