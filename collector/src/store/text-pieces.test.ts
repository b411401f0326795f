import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partsOf, piecesOf as piecesOfPart, textOfPiece } from './text-pieces.ts'

const message = (text: string) => JSON.stringify({ role: 'user', parts: [{ type: 'text', content: text }] })
const conversation = (turns: number) =>
  `[${Array.from({ length: turns }, (_, i) => message(`turn ${i} "quoted" \\ {[ ${'x'.repeat(100)}`)).join(',')}]`

const piecesOf = (text: string) => partsOf(text).flatMap(piecesOfPart)
const joined = (text: string) => piecesOf(text).map(textOfPiece).join('')
const texts = (text: string) => piecesOf(text).map((piece) => piece.text)
const prose = Array.from({ length: 60 }, (_, i) => `He said "${i * 7919}",\nand\t\\left. Ünïcode 😀`).join('\n')

describe('piecesOf', () => {
  it('gives pieces that join to the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 4000 }),
      fc.json(),
      fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 50 }).map((texts) => `[${texts.map(message).join(', ')}]`),
    )
    fc.assert(fc.property(text, (value) => joined(value) === value))
  })

  it('cuts a message list at its elements, so that a longer one begins with the same pieces', () => {
    const short = piecesOf(conversation(5))
    const long = piecesOf(conversation(6))
    expect(short).toHaveLength(6)
    expect(long.slice(0, 5)).toEqual(short.slice(0, 5))
  })

  it('cuts other text by its content, so that an insertion at the front leaves the later pieces alone', () => {
    const text = Array.from({ length: 4000 }, (_, i) => `line ${i * 7919} of a file\n`).join('')
    const before = new Set(texts(text))
    const after = texts(`inserted ${text}`)
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
    expect(joined(text)).toBe(text)
    expect(piecesOf(text).length).toBeLessThan(20)
  })

  it('never cuts a surrogate pair', () => {
    for (const piece of texts('😀'.repeat(30_000))) expect(piece.isWellFormed()).toBe(true)
  })

  it.each([
    ['a message', message(prose)],
    ['the messages of a conversation', `[${message('hello')},${message(prose)}]`],
    ['an answer with more around it', JSON.stringify([{ role: 'assistant', parts: [{ content: prose }], finish_reason: 'stop' }])],
    ['the body of a request', JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: prose }], stream: true })],
  ])('finds what was said in %s', (_name, json) => {
    expect(joined(json)).toBe(json)
    expect(texts(json)).toEqual(expect.arrayContaining([...texts(prose)]))
  })

  it('finds what Python sends, but for the parts that are not ASCII', () => {
    const said = `${'ASCII "only"\n'.repeat(500)}Ünïcode 😀\n${prose.replaceAll(/[^ -~\n]/gu, '')}`
    const json = `{"content":${JSON.stringify(said).replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}}`
    expect(json).toContain('\\ud83d\\ude00')
    expect(joined(json)).toBe(json)
    const shared = texts(json).filter((text) => texts(said).includes(text))
    expect(shared.length).toBeGreaterThan(texts(said).length - 3)
  })

  it.each([
    ['as PHP escapes', JSON.stringify(prose.repeat(2)).replaceAll(',', '\\/')],
    ['with half a character', `"${'x'.repeat(2000)}\\ud83d"`],
    ['with a control character', JSON.stringify(`${prose}\u0001`)],
    ['with a wrong escape', `"${'x'.repeat(2000)}\\q"`],
  ])('keeps a string %s as it is', (_name, string) => {
    const json = `{"content":${string}}`
    expect(joined(json)).toBe(json)
    expect(piecesOf(json).some(({ escaped }) => escaped)).toBe(false)
  })
})
