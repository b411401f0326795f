import { createHash } from 'node:crypto'
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { examplesScript } from '../fake-model/examples.ts'
import { createFakeModel } from '../fake-model/server.ts'
import type { Played } from './play.ts'
import { PLAY_TIMEOUT_MS, play } from './play.ts'
import { expectPrinted } from './printed.ts'

describe('agent-loop', () => {
  let folder: string
  let played: Played
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'tracker-examples-')))
    // The agent works in a copy below the folder for temporary files, which is this one.
    played = await play('agent-loop', { TMPDIR: folder, TEMP: folder })
  }, PLAY_TIMEOUT_MS)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('is a session of its workflow with its sums', () => {
    expect(played.session).toMatchObject({
      workflow: 'mend_project',
      service: 'mender',
      status: 'completed',
      outcome: 'mended',
      inputs: { task: expect.stringContaining('The tests of this project fail') },
      tokensInput: 5038,
      tokensCacheRead: 3712,
      tokensOutput: 392,
      costUsd: '0.0012083',
      costCoverage: 1,
      errorCount: 1,
    })
  })

  it('has three steps, and every call of the model in the second', () => {
    expect(played.session.phases).toMatchObject([
      { name: 'prepare', status: 'completed', responseCount: 0 },
      { name: 'mender', status: 'completed', responseCount: 6, costUsd: '0.0012083' },
      { name: 'verify', status: 'completed', responseCount: 0 },
    ])
    expect(played.responses).toHaveLength(6)
    for (const response of played.responses) expect(response).toMatchObject({ phase: 'mender', costSource: 'computed', error: null })
    expect(played.responses.at(-1)).toMatchObject({ finishReason: 'stop', text: expect.stringContaining('both tests pass') })
  })

  it('has every tool with what came of it', () => {
    const mender = { phase: 'mender', callId: expect.stringMatching(/^call_\d+$/) }
    expect(played.actions).toMatchObject([
      { ...mender, type: 'read', tool: 'list_files', result: 'package.json\nsrc/sum.js\ntest/sum.test.js' },
      { ...mender, type: 'bash', tool: 'run_tests', exitCode: 1, success: false, result: expect.stringContaining('not ok 1 - adds') },
      { ...mender, type: 'read', tool: 'read_file', success: false, error: { type: 'ENOENT', message: expect.stringContaining('sum.js') } },
      { ...mender, type: 'read', tool: 'read_file', arguments: '{"path":"src/sum.js"}', result: expect.stringContaining('let total = 0') },
      { ...mender, type: 'write', tool: 'write_file', result: 'wrote src/sum.js' },
      { ...mender, type: 'bash', tool: 'run_tests', exitCode: 0, success: true },
      { phase: 'verify', type: 'bash', callId: null, text: 'node --test', exitCode: 0, result: expect.stringContaining('# pass 2') },
    ])
  })

  it('has the file that was mended, with its hash', async () => {
    const [artifact, ...others] = played.artifacts
    expect(others).toEqual([])
    const path = artifact?.path ?? ''
    expect(path).toMatch(/agent-loop-\w+.src.sum\.js$/)
    const bytes = await readFile(path)
    expect(artifact).toMatchObject({ type: 'code', phase: 'mender', contentHash: sha256(bytes), sizeBytes: bytes.length })
    expect(bytes.toString()).toContain('reduce')
  })

  it(
    'shows the model what its tools gave, errors too',
    async () => {
      const model = await createFakeModel({ script: examplesScript }).listen(0)
      try {
        await play('agent-loop', { TMPDIR: folder, TEMP: folder, OPENAI_BASE_URL: `${model.url}/v1` })
        expect(model.requests.at(-1)?.toolResults.map(({ text }) => text)).toEqual([
          'package.json\nsrc/sum.js\ntest/sum.test.js',
          expect.stringMatching(/^exit code 1\n/),
          expect.stringMatching(/^error: ENOENT/),
          expect.stringContaining('let total = 0'),
          'wrote src/sum.js',
          expect.stringMatching(/^exit code 0\n/),
        ])
      } finally {
        await model.close()
      }
    },
    PLAY_TIMEOUT_MS,
  )

  it('prints what its README says', () => expectPrinted('agent-loop', played))
})

function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
