import { describe, expect, it } from 'vitest'
import { createTextMemory } from './text-memory.ts'

function counting(maxBytes: number) {
  const memory = createTextMemory<string>(maxBytes, (answer) => answer.length * 2)
  const asked: string[] = []
  const recall = (text: string): string =>
    memory.recall(text, (each) => {
      asked.push(each)
      return `answer to ${each}`
    })
  return { recall, asked }
}

describe('the memory of texts', () => {
  it('answers once', () => {
    const { recall, asked } = counting(10_000)
    expect([recall('a'), recall('a'), recall('b')]).toEqual(['answer to a', 'answer to a', 'answer to b'])
    expect(asked).toEqual(['a', 'b'])
  })
  it('forgets what has not come for long, and keeps what comes again and again', () => {
    const { recall, asked } = counting(10_000)
    recall('once')
    for (let i = 0; i < 100; i++) {
      recall('often')
      recall(`other ${i}`)
    }
    recall('once')
    expect(asked.filter((text) => text === 'often')).toHaveLength(1)
    expect(asked.filter((text) => text === 'once')).toHaveLength(2)
  })
  it('keeps no answer that is too large', () => {
    const { recall, asked } = counting(1_000)
    recall('x'.repeat(600))
    recall('x'.repeat(600))
    expect(asked).toHaveLength(2)
  })
  it('does not mix up texts that UTF-8 cannot tell apart', () => {
    const { recall } = counting(10_000)
    expect(recall('\ud800')).toBe('answer to \ud800')
    expect(recall('\udfff')).toBe('answer to \udfff')
  })
})
