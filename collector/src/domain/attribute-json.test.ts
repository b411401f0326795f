import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from './app-error.ts'
import type { Attributes, AttributeValue } from './attribute.ts'
import { attributesFromJson, attributesToJson, MAX_INLINE_UNITS, valueFromJson, valueToJson } from './attribute-json.ts'

const noTexts = (ref: bigint): string => {
  throw new AppError('not_found', `no text ${ref}`)
}

const list = (...entries: readonly (readonly [string, AttributeValue])[]): Attributes => entries.map(([key, value]) => ({ key, value }))

describe('valueToJson', () => {
  it.each<[string, AttributeValue, string]>([
    ['a string', 'a"b', '"a\\"b"'],
    ['an empty string', '', '""'],
    ['a control character', 'a\u0000b', '"a\\u0000b"'],
    ['an int', 1n, '1'],
    ['the least int64', -(2n ** 63n), '-9223372036854775808'],
    ['the greatest int64', 2n ** 63n - 1n, '9223372036854775807'],
    ['a whole double', 1, '1.0'],
    ['a whole double with many digits', 123456789012345680000, '123456789012345680000.0'],
    ['a double', -0.5, '-0.5'],
    ['a large double', 1e21, '1e+21'],
    ['a small double', 1e-7, '1e-7'],
    ['minus zero', -0, '-0.0'],
    ['NaN', Number.NaN, '{"$double":"NaN"}'],
    ['infinity', Number.POSITIVE_INFINITY, '{"$double":"Infinity"}'],
    ['minus infinity', Number.NEGATIVE_INFINITY, '{"$double":"-Infinity"}'],
    ['true', true, 'true'],
    ['bytes', new Uint8Array([1, 2, 255]), '{"$bytes":"AQL/"}'],
    ['a value without content', null, '{"$unset":true}'],
    ['a mixed list', ['a', 1n, 1, null, [false]], '["a",1,1.0,{"$unset":true},[false]]'],
    ['an empty map', { entries: [] }, '{}'],
    ['a map with special keys', { entries: list(['$ref', 1n], ['__proto__', 'x'], ['', true]) }, '{"$$ref":1,"__proto__":"x","":true}'],
  ])('writes %s and reads it back', (_name, value, json) => {
    expect(valueToJson(value)).toBe(json)
    expect(valueFromJson(json, noTexts)).toStrictEqual(value)
  })

  it('asks for large strings at any depth and puts the node id in their place', () => {
    const large = 'x'.repeat(MAX_INLINE_UNITS + 1)
    const texts: string[] = []
    const json = valueToJson([{ entries: list(['a', large]) }, 'x'.repeat(MAX_INLINE_UNITS)], (text) => texts.push(text))
    expect(json).toBe(`[{"a":{"$ref":1}},"${'x'.repeat(MAX_INLINE_UNITS)}"]`)
    expect(texts).toEqual([large])
    expect(valueFromJson('{"$ref":9007199254740993}', (ref) => `text ${ref}`)).toBe('text 9007199254740993')
  })

  it('keeps a large string in place when nobody takes it', () => {
    const large = '"'.repeat(MAX_INLINE_UNITS + 1)
    expect(
      valueFromJson(
        valueToJson(large, () => undefined),
        noTexts,
      ),
    ).toBe(large)
  })
})

describe('attributesToJson', () => {
  it('keeps the order of the keys', () => {
    expect(attributesToJson(list(['b', 1n], ['1', 2n], ['a', 3n]))).toBe('{"b":1,"1":2,"a":3}')
  })

  it('keeps the last of a repeated key under the key and the earlier ones beside it', () => {
    const attributes = list(['a', 1n], ['$dup', 2n], ['a', 'x'], ['b', null], ['a', 1.5])
    const json = attributesToJson(attributes)
    expect(json).toBe('{"$$dup":2,"b":{"$unset":true},"a":1.5,"$dup":[[0,"a",1],[2,"a","x"]]}')
    expect(attributesFromJson(json, noTexts)).toEqual(attributes)
  })

  it('finds a repeated key among many', () => {
    const attributes = list(...Array.from({ length: 30 }, (_, i) => [`k${i % 29}`, BigInt(i)] as const))
    expect(attributesFromJson(attributesToJson(attributes), noTexts)).toEqual(attributes)
  })

  it('reads back every value', () => {
    fc.assert(
      fc.property(attributesOf(fc.letrec(valueTree).value), (attributes) => {
        const json = attributesToJson(attributes)
        expect(() => JSON.parse(json)).not.toThrow()
        expect(attributesFromJson(json, noTexts)).toStrictEqual(attributes)
      }),
      { numRuns: 300 },
    )
  })

  it('reads back every value when large strings are kept elsewhere', () => {
    const text = fc.string({ minLength: 0, maxLength: 3 }).map((unit) => unit.repeat(700))
    fc.assert(
      fc.property(attributesOf(text), (attributes) => {
        const texts: string[] = []
        const json = attributesToJson(attributes, (large) => BigInt(texts.push(large) - 1))
        expect(attributesFromJson(json, (ref) => texts[Number(ref)] ?? '')).toStrictEqual(attributes)
      }),
    )
  })

  it('reads back values nested 64 levels deep, repeated keys at each level', () => {
    let value: AttributeValue = 'bottom'
    for (let level = 0; level < 64; level++) value = level % 2 ? [value] : { entries: list(['k', value], ['k', value === 'bottom']) }
    expect(valueFromJson(valueToJson(value), noTexts)).toStrictEqual(value)
  })
})

describe('attributesFromJson', () => {
  it.each([
    ['nothing', ''],
    ['a list', '[]'],
    ['a single value', '{"$unset":true}'],
    ['null', '{"a":null}'],
    ['an unknown form', '{"a":{"$what":1}}'],
    ['a form with a second key', '{"a":{"$unset":true,"b":1}}'],
    ['a position that cannot be', '{"a":1,"$dup":[[5,"a",2]]}'],
    ['positions that go back', '{"a":1,"$dup":[[1,"a",2],[0,"a",3]]}'],
    ['a duplicate with four parts', '{"a":1,"$dup":[[0,"a",2,3]]}'],
    ['a duplicate with two parts', '{"a":1,"$dup":[[0,"a"]]}'],
    ['text after the end', '{} {}'],
  ])('refuses %s', (_name, json) => {
    expect(() => attributesFromJson(json, noTexts)).toThrow(AppError)
  })
})

function attributesOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<Attributes> {
  const key = fc.oneof(fc.constantFrom('', '$', '$dup', '$$', '$ref', '__proto__', 'a', 'b'), fc.string({ unit: 'binary' }))
  return fc.array(fc.record({ key, value: value as fc.Arbitrary<AttributeValue> }, { noNullPrototype: true }), { maxLength: 8 })
}

function valueTree(tie: fc.LetrecLooselyTypedTie): { value: fc.Arbitrary<unknown> } {
  return {
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.string({ unit: 'binary' }),
      fc.boolean(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double(),
      fc.uint8Array({ maxLength: 20 }),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      attributesOf(tie('value')).map((entries) => ({ entries })),
    ),
  }
}
