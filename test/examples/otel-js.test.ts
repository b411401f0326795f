import { beforeAll, describe, expect, it } from 'vitest'
import type { Played } from './play.ts'
import { PLAY_TIMEOUT_MS, play } from './play.ts'
import { expectPrinted } from './printed.ts'

describe('otel-js', () => {
  let played: Played
  beforeAll(async () => {
    played = await play('otel-js')
  }, PLAY_TIMEOUT_MS)

  it('is a session of its workflow with its sums', () => {
    expect(played.session).toMatchObject({
      workflow: 'describe_folder',
      service: 'describe-folder',
      status: 'completed',
      tokensInput: 83,
      tokensOutput: 75,
      costUsd: '0.00017075',
      costCoverage: 1,
      errorCount: 0,
      spanCount: 5,
    })
  })

  it('has its two phases', () => {
    expect(played.session.phases).toMatchObject([
      { name: 'look', number: 1, status: 'completed', responseCount: 0 },
      { name: 'describe', number: 2, status: 'completed', responseCount: 1, costUsd: '0.00017075' },
    ])
  })

  it('has the tool in the first phase and the call in the second', () => {
    expect(played.actions).toMatchObject([
      { phase: 'look', tool: 'list_files', arguments: '{"folder":"."}', result: expect.stringContaining('"run.ts"') },
    ])
    expect(played.responses).toMatchObject([
      { phase: 'describe', provider: 'openai', model: 'gpt-5-mini-2025-08-07', finishReason: 'stop', costSource: 'computed' },
    ])
    expect(played.prompts).toMatchObject([{ phase: 'describe', model: 'gpt-5-mini', text: expect.stringContaining('otel-js') }])
  })

  it('prints what its README says', () => expectPrinted('otel-js', played))
})
