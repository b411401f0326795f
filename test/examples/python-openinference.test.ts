import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { pythonOfVenv } from '../clients/python-venv.ts'
import { NO_PYTHON, VENV_TIMEOUT_MS } from '../end-to-end/python.ts'
import { ROOT } from '../end-to-end/readme.ts'
import type { Played } from './play.ts'
import { folderOf, play } from './play.ts'
import { expectPrinted } from './printed.ts'

it('python-openinference installs what the test environment has', async () => {
  const pins = async (path: string) => (await readFile(path, 'utf8')).split('\n').filter((line) => line.includes('=='))
  const tested = await pins(join(ROOT, 'test', 'clients', 'python', 'requirements.txt'))
  expect(tested).toEqual(expect.arrayContaining(await pins(join(folderOf('python-openinference'), 'requirements.txt'))))
})

describe.skipIf(NO_PYTHON)('python-openinference', () => {
  let played: Played
  beforeAll(async () => {
    played = await play('python-openinference', { PYTHON: await pythonOfVenv(), PYTHONDONTWRITEBYTECODE: '1' })
  }, VENV_TIMEOUT_MS)

  it('is a session of its workflow with its sums', () => {
    expect(played.session).toMatchObject({
      workflow: 'support_ticket',
      service: 'support',
      status: 'completed',
      tokensInput: 359,
      tokensCacheRead: 128,
      tokensOutput: 48,
      costUsd: '0.00015695',
      costCoverage: 1,
      errorCount: 0,
    })
  })

  it('has a phase for each chain below the root', () => {
    expect(played.session.phases).toMatchObject([
      { name: 'triage', status: 'completed', responseCount: 1, costUsd: '0.00001575' },
      { name: 'answer', status: 'completed', responseCount: 2, costUsd: '0.0001412' },
    ])
  })

  it('has every call in its phase', () => {
    expect(played.responses).toMatchObject([
      { phase: 'triage', text: 'delivery', tokensInput: 47, tokensOutput: 2, costSource: 'computed' },
      { phase: 'answer', finishReason: 'tool_call', tokensInput: 131, tokensOutput: 17, costSource: 'computed' },
      { phase: 'answer', finishReason: 'stop', tokensInput: 181, tokensCacheRead: 128, tokensOutput: 29, costSource: 'computed' },
    ])
    expect(played.actions).toMatchObject([{ phase: 'answer', tool: 'find_order', result: expect.stringContaining('in transit') }])
  })

  it('prints what its README says', () => expectPrinted('python-openinference', played))
})
