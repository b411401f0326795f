import { describe, expect, it } from 'vitest'
import { finishReason } from './finish-reason.ts'

describe('finishReason', () => {
  it.each([
    [['stop'], 'stop'],
    [['end_turn'], 'stop'],
    ['["max_tokens"]', 'length'],
    ['unknown, tool-calls', 'tool_call'],
    ['FinishReason.STOP', 'stop'],
    ['STOP', 'stop'],
    ['SAFETY', 'content_filter'],
    ['OTHER', 'error'],
    ['other', undefined],
    ['', undefined],
    [['', 'tool_use'], 'tool_call'],
    ['pause_turn', 'pause'],
    ['a new one', 'a new one'],
    ['[broken', '[broken'],
    [3n, undefined],
    [[1n, null], undefined],
    [undefined, undefined],
  ])('case %# → %s', (value, expected) => {
    expect(finishReason(value)).toBe(expected)
  })
})
