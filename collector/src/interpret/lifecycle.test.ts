import { describe, expect, it } from 'vitest'
import { lifecycleStatus, sessionStatus } from './lifecycle.ts'

describe('sessionStatus', () => {
  it.each([
    [undefined, undefined, {}],
    [undefined, 'published', { outcome: 'published' }],
    ['started', undefined, { status: 'running' }],
    ['IN_PROGRESS', undefined, { status: 'running' }],
    ['in progress', undefined, { status: 'running' }],
    ['Completed', 'published', { status: 'completed', outcome: 'published' }],
    ['failed', undefined, { status: 'failed' }],
    ['canceled', undefined, { status: 'cancelled' }],
    ['published', undefined, { status: 'completed', outcome: 'published' }],
    ['published', 'draft', { status: 'completed', outcome: 'draft' }],
  ])('%s, %s', (word, outcome, expected) => {
    expect(sessionStatus(word, outcome)).toEqual(expected)
  })
})

it('lifecycleStatus knows no other word', () => {
  expect(lifecycleStatus('published')).toBeUndefined()
})
