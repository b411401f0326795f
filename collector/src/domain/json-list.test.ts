import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listPieces } from './json-list.ts'

describe('pieces of a JSON list', () => {
  const cases: readonly (readonly [name: string, text: string, pieces: readonly string[] | undefined])[] = [
    ['objects', '[{"a":1},{"b":2}]', ['[{"a":1}', ',{"b":2}', ']']],
    ['with spaces', '[ {} , {} ] ', ['[ {}', ' , {}', ' ] ']],
    ['brackets in strings', '[{"a":"]},{\\""}]', ['[{"a":"]},{\\""}', ']']],
    ['nested lists', '[{"a":[[{}]]}]', ['[{"a":[[{}]]}', ']']],
    ['an empty list', '[]', undefined],
    ['texts', '["a"]', undefined],
    ['lists', '[[{}]]', undefined],
    ['an object', '{"a":[{}]}', undefined],
    ['a list that breaks off', '[{"a":1},{"b', undefined],
    ['plain text', 'text', undefined],
  ]
  for (const [name, text, pieces] of cases) it(name, () => expect(listPieces(text)).toEqual(pieces))

  it('are the text when joined, and each element is whole', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }), (list) => {
        const text = JSON.stringify(list)
        const pieces = listPieces(text) ?? []
        expect(pieces.join('')).toBe(text)
        expect(pieces.slice(0, -1).map((piece) => JSON.parse(piece.slice(1)))).toEqual(JSON.parse(text))
      }),
    )
  })
})
