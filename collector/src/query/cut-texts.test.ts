import { describe, expect, it } from 'vitest'
import { cutTexts, valueAt } from './cut-texts.ts'

const LONG = 'x'.repeat(10)

describe('cutTexts', () => {
  it.each<[string, unknown, unknown, readonly { at: string; length: number }[]]>([
    ['a short string', { a: 'abcd' }, { a: 'abcd' }, []],
    ['a long one', { a: LONG }, { a: 'xxxx' }, [{ at: '/a', length: 10 }]],
    ['one in lists and objects', { a: [1, { b: [LONG] }] }, { a: [1, { b: ['xxxx'] }] }, [{ at: '/a/1/b/0', length: 10 }]],
    ['keys that need an escape', { 'a/b~c': LONG }, { 'a/b~c': 'xxxx' }, [{ at: '/a~1b~0c', length: 10 }]],
    ['a surrogate pair at the cut', ['abc\u{1f600}d'], ['abc'], [{ at: '/0', length: 6 }]],
    ['anything else', [null, 1, true], [null, 1, true], []],
    ['the value itself', LONG, 'xxxx', [{ at: '', length: 10 }]],
  ])('cuts %s', (...[, value, expected, cut]) => {
    expect(cutTexts(value, 4)).toEqual({ value: expected, cut })
  })

  it('names places that lead to the whole text', () => {
    const value = { 'a/b': [{ '~1': LONG }] }
    expect(cutTexts(value, 4).cut.map(({ at }) => valueAt(value, at))).toEqual([LONG])
  })
})

describe('valueAt', () => {
  const value = { a: ['b', { '': 1, 'm/n': 2, 'm~n': 3 }] }

  it.each<[string, unknown]>([
    ['', value],
    ['/a/0', 'b'],
    ['/a/1/', 1],
    ['/a/1/m~1n', 2],
    ['/a/1/m~0n', 3],
    ['/a/2', undefined],
    ['/a/00', undefined],
    ['/a/length', undefined],
    ['/a/0/0', undefined],
    ['/constructor', undefined],
    ['/__proto__', undefined],
    ['a', undefined],
    ['/a/1/m~2n', undefined],
  ])('at %j', (pointer, expected) => {
    expect(valueAt(value, pointer)).toEqual(expected)
  })
})
