import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from './app-error.ts'
import { createJsonReader, type JsonReader, MAX_JSON_DEPTH } from './json-reader.ts'

/** What `JSON.parse` would give, as a Map for objects so that no key is special. */
function toValue(reader: JsonReader): unknown {
  switch (reader.peek()) {
    case 'object': {
      const map = new Map<string, unknown>()
      reader.object((key) => map.set(key, toValue(reader)))
      return map
    }
    case 'array': {
      const items: unknown[] = []
      reader.array(() => items.push(toValue(reader)))
      return items
    }
    case 'string':
      return reader.string()
    case 'number':
      return Number(reader.numberText())
    case 'boolean':
      return reader.boolean()
    case 'null':
      return reader.nullValue() ? null : undefined
  }
}

function read(text: string): unknown {
  const reader = createJsonReader(text)
  const value = toValue(reader)
  reader.end()
  return value
}

function asMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMaps)
  if (typeof value !== 'object' || value === null) return value
  return new Map(Object.entries(value).map(([key, member]) => [key, asMaps(member)]))
}

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
  return 'no error'
}

describe('createJsonReader', () => {
  it.each([
    ['white space everywhere', ' \t\r\n{ "a" :\n[ 1 , 2 ] }\n ', new Map([['a', [1, 2]]])],
    ['empty containers', '[{},[],""]', [new Map(), [], '']],
    ['escapes', String.raw`"\"\\\/\b\f\n\r\té😀"`, '"\\/\b\f\n\r\té😀'],
    [
      'escaped quotes beyond the near search',
      JSON.stringify({ k: `${'x'.repeat(31)}"\\"${'y'.repeat(60)}\\` }),
      new Map([['k', `${'x'.repeat(31)}"\\"${'y'.repeat(60)}\\`]]),
    ],
    ['text beyond the near search', `"${'x'.repeat(100)}\\n${'y'.repeat(100)}"`, `${'x'.repeat(100)}\n${'y'.repeat(100)}`],
    ['literals', '[true,false,null]', [true, false, null]],
    ['numbers', '[0,-0,1.5,-2e3,1E-2,123456789]', [0, -0, 1.5, -2000, 0.01, 123456789]],
    [
      'keys of Object.prototype',
      '{"__proto__":1,"constructor":2}',
      new Map([
        ['__proto__', 1],
        ['constructor', 2],
      ]),
    ],
    ['R53 a byte order mark', '\ufeff[1]', [1]],
    ['R53 a lone surrogate, escaped', String.raw`"a\ud800b"`, 'a\ufffdb'],
    ['R53 a lone surrogate, plain', '"a\ud800b"', 'a\ufffdb'],
  ])('reads %s', (_name, text, value) => {
    expect(read(text)).toEqual(value)
  })

  it.each([
    ['nothing', '', 'ends too early'],
    ['only white space', '  ', 'ends too early'],
    ['R53 text after the value', '{} x', 'text after the end'],
    ['a second value', '1 2', 'text after the end'],
    ['an open object', '{"a":1', 'ends too early'],
    ['an open array', '[1,', 'ends too early'],
    ['an open string', '"abc', 'within a string'],
    ['a string that ends in a backslash', '"abc\\', 'within a string'],
    ['a trailing comma in an array', '[1,]', 'unexpected character'],
    ['a trailing comma in an object', '{"a":1,}', 'expected a key'],
    ['a missing comma', '[1 2]', 'expected a comma'],
    ['a missing colon', '{"a" 1}', 'expected a colon'],
    ['a bare key', '{a:1}', 'expected a key'],
    ['a control character in a string', '"a\nb"', 'control character'],
    ['a control character far into a string', `"${'x'.repeat(100)}\u0001"`, 'control character'],
    ['an unknown escape', String.raw`"\q"`, 'invalid escape'],
    ['a short unicode escape', String.raw`"\u12"`, 'invalid escape'],
    ['a leading zero', '[01]', 'expected a comma'],
    ['a plus sign', '+1', 'unexpected character'],
    ['a bare minus', '-', 'invalid number'],
    ['a number without fraction digits', '[1.]', 'expected a comma'],
    ['a misspelt literal', 'nul', 'unexpected character'],
    ['NaN', 'NaN', 'unexpected character'],
    ['mismatched brackets', '[1}', 'expected a comma'],
  ])('refuses %s', (_name, text, message) => {
    expect(messageOf(() => read(text))).toContain(message)
  })

  it('keeps the digits of a number', () => {
    expect(createJsonReader('9007199254740993').numberText()).toBe('9007199254740993')
  })

  it('gives repeated keys one by one', () => {
    const keys: string[] = []
    createJsonReader('{"a":1,"b":{"x":[1]},"a":2}').object((key) => keys.push(key))
    expect(keys).toEqual(['a', 'b', 'a'])
  })

  it('gives the exact source of the elements of an array', () => {
    const reader = createJsonReader('[ {"a": 1.0,  "b":"\\u0041"} ,[ 2 ],"x" , 3e0 ]')
    const slices: string[] = []
    reader.array(() => slices.push(reader.source()))
    expect(slices).toEqual(['{"a": 1.0,  "b":"\\u0041"}', '[ 2 ]', '"x"', '3e0'])
  })

  it('names the path of what is wrong', () => {
    const reader = createJsonReader('{"spans":[{"id":"}]"},{"id":7}]}')
    expect(messageOf(() => reader.object(() => reader.array(() => reader.object(() => reader.string()))))).toBe(
      'spans[1].id: expected a string, found a number (at offset 28 of the JSON text)',
    )
  })

  it('shows no key that could be content', () => {
    expect(messageOf(() => read('{"my secret!":[x]}'))).toBe('?[0]: unexpected character (at offset 15 of the JSON text)')
  })

  it('refuses what is nested too deep, in values that are read and in values that are skipped', () => {
    const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
    expect(messageOf(() => createJsonReader(deep(MAX_JSON_DEPTH)).skip())).toBe('no error')
    expect(messageOf(() => createJsonReader(deep(MAX_JSON_DEPTH + 1)).skip())).toContain('nested deeper')
    expect(messageOf(() => read(`{"a":${'['.repeat(1_000_000)}`))).toContain('nested deeper')
  })

  it('counts the strings that it repaired', () => {
    const reader = createJsonReader(String.raw`["\ud800","ok","\udc00\udc00"]`)
    reader.skip()
    expect(reader.repairedStrings()).toBe(2)
  })

  it('agrees with JSON.parse on every value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.nat(3), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(read(text)).toEqual(asMaps(JSON.parse(text)))
      }),
    )
  })

  it('accepts and refuses the same damaged texts as JSON.parse', () => {
    const damage = fc.tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ',', ':', '1', '-', '.', 'e', 'n', ' ', '\n'),
    )
    fc.assert(
      fc.property(damage, ([json, at, patch]) => {
        const text = json.slice(0, at % json.length) + patch + json.slice((at % json.length) + 1)
        expect(messageOf(() => read(text)) === 'no error').toBe(parses(text))
      }),
      { numRuns: 2000 },
    )
  })
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
