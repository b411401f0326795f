import { describe, expect, it } from 'vitest'
import { bounded, MAX_TEXT_LENGTH, toJson, toText } from './json.ts'

const cyclic: Record<string, unknown> = { a: 1 }
cyclic.self = { inner: cyclic }
const deep = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`)
const bigDeep = { n: 1n, deep }
const once = { v: 1n }

describe('toJson', () => {
  it.each<readonly [string, unknown, string | undefined]>([
    ['a text', 'a"b', '"a\\"b"'],
    ['an object', { a: [1, null, true] }, '{"a":[1,null,true]}'],
    ['nothing', undefined, undefined],
    ['a function', () => 1, undefined],
    ['a BigInt', { n: 12n ** 20n }, '{"n":"3833759992447475122176"}'],
    ['a cycle', cyclic, '{"a":1,"self":{"inner":"[circular]"}}'],
    ['the same object twice, which is no cycle', { a: once, b: once }, '{"a":{"v":"1"},"b":{"v":"1"}}'],
    ['a getter that throws', { get bad() { throw new Error('no') }, good: 1 }, '{"bad":"[not readable]","good":1}'], // biome-ignore format: one line
    [
      'maps, sets, errors and dates beside a BigInt',
      { n: 1n, m: new Map([['k', 1]]), s: new Set([2]), e: new TypeError('x'), d: new Date(0) },
      '{"n":"1","m":{"k":1},"s":[2],"e":{"name":"TypeError","message":"x"},"d":"1970-01-01T00:00:00.000Z"}',
    ],
    ['an own __proto__', JSON.parse('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}'],
  ])('writes %s', (_, value, json) => expect(toJson(value)).toBe(json))

  it('cuts what is too deep, when it has to walk through it', () => expect(toJson(bigDeep)).toContain('[cut]'))
  it('never throws for a revoked proxy', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(toJson({ proxy })).toBe('{"proxy":"[not readable]"}')
  })
})

describe('JSON that is too long', () => {
  const huge = 3 * 1024 * 1024
  it.each<readonly [string, readonly string[]]>([
    ['two long texts', ['a'.repeat(huge), 'short', 'b'.repeat(huge)]],
    ['texts that take more room in JSON', ['\n'.repeat(huge), '\u0001'.repeat(huge / 2)]],
    ['pairs that may be cut in the middle', ['😀'.repeat(huge), `x${'😀'.repeat(huge)}`]],
    ['many texts of the same length', Array.from({ length: 5000 }, () => 'x'.repeat(1000))],
  ])('stays JSON, with its longest texts cut: %s', (_, texts) => {
    const json = `${toJson({ texts, n: 1 })}`
    expect(json.length).toBeLessThanOrEqual(MAX_TEXT_LENGTH)
    const read: { readonly texts: readonly string[]; readonly n: number } = JSON.parse(json)
    expect(read.n).toBe(1)
    expect(read.texts).toHaveLength(texts.length)
    for (const [index, text] of texts.entries())
      expect(read.texts[index]).toSatisfy((part: string) => part === text || part.includes(`(cut, ${text.length} characters in all)`))
  })

  it('becomes one text when it has none that could be cut', () => {
    const json = `${toJson(Array.from({ length: huge }, () => 1))}`
    expect(JSON.parse(json)).toMatch(/^\[1,1,.*… \(cut, \d+ characters in all\)$/)
  })
})

describe('toText', () => {
  it.each<readonly [string, unknown, string | undefined]>([
    ['a text as it is', 'a"b', 'a"b'],
    ['anything else as JSON', { a: 1 }, '{"a":1}'],
    ['nothing as nothing', undefined, undefined],
  ])('gives %s', (_, value, text) => expect(toText(value)).toBe(text))
})

describe('bounded', () => {
  it('keeps a text of the greatest length', () => expect(bounded('x'.repeat(MAX_TEXT_LENGTH))).toHaveLength(MAX_TEXT_LENGTH))
  it('says how long a longer one was', () =>
    expect(bounded('x'.repeat(MAX_TEXT_LENGTH + 1)).slice(MAX_TEXT_LENGTH)).toBe(`… (cut, ${MAX_TEXT_LENGTH + 1} characters in all)`))
})
