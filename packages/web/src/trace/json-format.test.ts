import { describe, expect, it } from 'vitest'
import { formattedJson } from './json-format.ts'

describe('formatted JSON', () => {
  it.each([
    '{"a":1,"b":[true,null,{"c":"d"}],"e":{}}',
    '[]',
    '[[],{},[1]]',
    '{"text":"a, b: {c} [d] \\"e\\" \\\\"}',
    ' { "a" : [ 1 , 2 ] } ',
    '{"deep":[[[[1]]]]}',
  ])('%s is what JSON.stringify makes of it', (text) => expect(formattedJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2)))

  it('keeps digits that a number of JavaScript would lose', () =>
    expect(formattedJson('{"id":12345678901234567890,"x":1.0}')).toBe('{\n  "id": 12345678901234567890,\n  "x": 1.0\n}'))
  it.each(['', 'text', '"text"', '12', '{"cut": "of', '[1,'])('%j is left alone', (text) => expect(formattedJson(text)).toBeUndefined())
  it('takes no longer for each token than for the first', () => {
    const numbers = Array.from({ length: 99_000 }, () => 1)
    expect(formattedJson(JSON.stringify(numbers))).toBe(JSON.stringify(numbers, null, 2))
  })
  it.each([50_000, 100_000])('leaves lists in lists alone when they are %i deep', (depth) =>
    expect(formattedJson(`${'['.repeat(depth)}${']'.repeat(depth)}`)).toBeUndefined(),
  )
  it('leaves very long texts alone', () => expect(formattedJson(`["${'x'.repeat(300_000)}"]`)).toBeUndefined())
})
