import { describe, expect, it } from 'vitest'
import { defined, listParam, numberParam, oneOf, parseSearch, textParam, writeSearch } from './search-params.ts'

describe('parseSearch and writeSearch', () => {
  it.each([
    { name: 'nothing', search: '' },
    { name: 'a number stays text', search: '?q=123' },
    { name: 'JSON stays text', search: '?q=%7B%22a%22:1%7D' },
    { name: 'several', search: '?q=a+b&sort=cost:asc' },
  ])('keeps $name', ({ search }) => expect(writeSearch(parseSearch(search))).toBe(search))

  it('leaves out what is not set', () => expect(writeSearch({ a: undefined, b: '', c: null, d: 0 })).toBe('?d=0'))
  it('takes the last of several', () => expect(parseSearch('?a=1&a=2')).toEqual({ a: '2' }))
})

describe('parameters', () => {
  it('reads text', () =>
    expect(['a', '', undefined, 5, 'x'.repeat(300)].map(textParam)).toEqual(['a', undefined, undefined, undefined, 'x'.repeat(200)]))
  it('reads a word of a list', () => expect([oneOf('b', ['a', 'b']), oneOf('c', ['a', 'b'])]).toEqual(['b', undefined]))
  it('reads numbers', () =>
    expect(['1.5', '-2', 3, '', 'x', 'Infinity', undefined].map(numberParam)).toEqual([
      1.5,
      -2,
      3,
      undefined,
      undefined,
      undefined,
      undefined,
    ]))
  it('reads lists', () => expect(['a,b', ',', '', undefined].map(listParam)).toEqual([['a', 'b'], undefined, undefined, undefined]))
  it('drops undefined fields', () => expect(Object.keys(defined({ a: 1, b: undefined }))).toEqual(['a']))
})
