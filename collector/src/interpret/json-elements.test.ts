import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elementsBackward, firstElement } from './json-elements.ts'

const lists = fc.array(fc.jsonValue())

describe('elements of a JSON list', () => {
  it('come out backwards, for any list', () => {
    fc.assert(
      fc.property(lists, fc.constantFrom(undefined, 2), (list, indent) => {
        const parsed = [...elementsBackward(JSON.stringify(list, undefined, indent))]
          .filter((element) => element.trim() !== '')
          .map((element) => JSON.parse(element))
        expect(parsed).toEqual(JSON.parse(JSON.stringify(list)).reverse())
      }),
    )
  })

  it('the first one of any list', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const first = firstElement(JSON.stringify(list))
        expect(first ? JSON.parse(first) : undefined).toEqual(JSON.parse(JSON.stringify(list))[0])
      }),
    )
  })

  it.each(['', '[', ']', '"', '{}', '["a', '[1,2', 'a]', '\\"]', '["\\"]', '[[[[', '[[[[[[[[1]'])('%s ends', (text) => {
    expect([...elementsBackward(text)].length).toBeLessThan(5)
    expect(() => firstElement(text)).not.toThrow()
  })
})
