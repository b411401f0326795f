import { describe, expect, it } from 'vitest'
import { createPartMemory } from './part-memory.ts'
import type { TextPart } from './text-pieces.ts'

const part = (text: string, kind: TextPart['kind'] = 'text'): TextPart => ({ kind, text })

describe('the memory of parts', () => {
  it('gives the pieces of a part that was set', () => {
    const memory = createPartMemory(10_000)
    memory.set(part('a'.repeat(500)), [1, -2])
    expect(memory.get(part('a'.repeat(500)))).toEqual([1, -2])
    expect(memory.get(part('a'.repeat(501)))).toBeUndefined()
  })

  it('tells parts apart that look alike where they are sampled', () => {
    const memory = createPartMemory(10_000)
    const alike = (letter: string) => `${'a'.repeat(100)}${letter}${'a'.repeat(400)}`
    memory.set(part(alike('b')), [1])
    expect(memory.get(part(alike('c')))).toBeUndefined()
    memory.set(part(alike('c')), [2])
    expect(memory.get(part(alike('c')))).toEqual([2])
  })

  it.each(['short "', 'long "'.repeat(100)])('tells kinds of parts apart', (text) => {
    const memory = createPartMemory(10_000)
    memory.set(part(text), [1])
    expect(memory.get(part(text, 'string'))).toBeUndefined()
  })

  it('forgets what has not come for long, and keeps what comes again and again', () => {
    const memory = createPartMemory(10_000)
    memory.set(part('once'), [1])
    memory.set(part('often'), [2])
    for (let i = 0; i < 100; i++) {
      memory.set(part(`other ${i}`), [3])
      expect(memory.get(part('often'))).toEqual([2])
    }
    expect(memory.get(part('once'))).toBeUndefined()
  })

  it('keeps nothing that is too large, that has no UTF-8, or that was cleared', () => {
    const memory = createPartMemory(10_000)
    memory.set(part('x'.repeat(6_000)), [1])
    memory.set(part('\ud800'), [1])
    memory.set(part('short'), [1])
    memory.clear()
    for (const text of ['x'.repeat(6_000), '\ud800', '\ufffd', 'short']) expect(memory.get(part(text))).toBeUndefined()
  })
})
