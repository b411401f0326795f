import { describe, expect, it } from 'vitest'
import { mapStrings, protobufToJson } from './otlp-json.ts'

/** A field of wire type 2: key, length, content; all short enough for one byte each. */
const field = (number: number, content: readonly number[]) => [(number << 3) | 2, content.length, ...content]
const text = (value: string) => [...Buffer.from(value)]
const ones = (count: number) => Array<number>(count).fill(0x11)

describe('protobufToJson', () => {
  it('writes ids as hex, 64-bit integers as strings and enums as numbers', () => {
    const maxInt = [0x18, ...Array<number>(8).fill(0xff), 0x7f] // int_value = 2^63 - 1
    const attribute = [...field(1, text('n')), ...field(2, maxInt)]
    const start = [0x39, 1, 0, 0, 0, 0, 0, 0, 0x20] // fixed64 start_time_unix_nano = 2^61 + 1
    const span = [...field(1, ones(16)), ...field(2, ones(8)), ...field(5, text('s')), 0x30, 3, ...start, ...field(9, attribute)]
    expect(protobufToJson(Uint8Array.from(field(1, field(2, field(2, span)))))).toEqual({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  traceId: '11'.repeat(16),
                  spanId: '11'.repeat(8),
                  name: 's',
                  kind: 3,
                  startTimeUnixNano: '2305843009213693953',
                  attributes: [{ key: 'n', value: { intValue: '9223372036854775807' } }],
                },
              ],
            },
          ],
        },
      ],
    })
  })

  it('refuses bytes that are no message', () => {
    expect(() => protobufToJson(Uint8Array.from([0x0a, 0x7f, 0x00]))).toThrow()
  })
})

describe('mapStrings', () => {
  it('gives the name of the field with each string, for a list that of the list', () => {
    expect(mapStrings({ a: 'x', b: ['y', { c: 'z' }], n: 1, no: null }, (value, key) => `${key}:${value}`)).toEqual({
      a: 'a:x',
      b: ['b:y', { c: 'c:z' }],
      n: 1,
      no: null,
    })
  })
})
