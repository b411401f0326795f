import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { piecesOf } from './text-pieces.ts'

const message = (text: string) => JSON.stringify({ role: 'user', parts: [{ type: 'text', content: text }] })
const conversation = (turns: number) =>
  `[${Array.from({ length: turns }, (_, i) => message(`turn ${i} "quoted" \\ {[ ${'x'.repeat(100)}`)).join(',')}]`

describe('piecesOf', () => {
  it('gives pieces that join to the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 4000 }),
      fc.json(),
      fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 50 }).map((texts) => `[${texts.map(message).join(', ')}]`),
    )
    fc.assert(fc.property(text, (value) => piecesOf(value).join('') === value))
  })

  it('cuts a message list at its elements, so that a longer one begins with the same pieces', () => {
    const short = piecesOf(conversation(5))
    const long = piecesOf(conversation(6))
    expect(short).toHaveLength(6)
    expect(long.slice(0, 5)).toEqual(short.slice(0, 5))
  })

  it('cuts other text by its content, so that an insertion at the front leaves the later pieces alone', () => {
    const text = Array.from({ length: 4000 }, (_, i) => `line ${i * 7919} of a file\n`).join('')
    const before = new Set(piecesOf(text))
    const after = piecesOf(`inserted ${text}`)
    expect(after.filter((piece) => !before.has(piece)).length).toBeLessThan(4)
    expect(after.length).toBeGreaterThan(20)
  })

  it.each([
    ['numbers', `[${Array.from({ length: 2000 }, (_, i) => i).join(',')}]`],
    ['strings', `[${Array.from({ length: 2000 }, (_, i) => `"w${i}"`).join(',')}]`],
    ['small objects', `[${Array.from({ length: 2000 }, () => '{}').join(',')}]`],
    ['a truncated list', conversation(30).slice(0, 3000)],
    ['an unclosed string', `[{"a":"${'b'.repeat(3000)}`],
  ])('does not take %s for messages', (_name, text) => {
    const pieces = piecesOf(text)
    expect(pieces.join('')).toBe(text)
    expect(pieces.length).toBeLessThan(20)
  })

  it('never cuts a surrogate pair', () => {
    for (const piece of piecesOf('😀'.repeat(30_000))) expect(piece.isWellFormed()).toBe(true)
  })
})
