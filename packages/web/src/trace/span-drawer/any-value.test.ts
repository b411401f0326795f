import type { AnyValue } from '@ai-tracker/collector/contract'
import { describe, expect, it } from 'vitest'
import { shownValue } from './any-value.ts'

const cases: readonly { readonly name: string; readonly value: AnyValue; readonly text: string; readonly type: string }[] = [
  { name: 'text', value: { stringValue: 'a "b"' }, text: 'a "b"', type: 'text' },
  { name: 'an empty text', value: { stringValue: '' }, text: '', type: 'text' },
  { name: 'a boolean', value: { boolValue: false }, text: 'false', type: 'boolean' },
  { name: 'an integer with all its digits', value: { intValue: '9223372036854775807' }, text: '9223372036854775807', type: 'integer' },
  { name: 'a number', value: { doubleValue: 0.5 }, text: '0.5', type: 'number' },
  { name: 'no number', value: { doubleValue: 'NaN' }, text: 'NaN', type: 'number' },
  { name: 'bytes', value: { bytesValue: 'AAE=' }, text: 'AAE=', type: 'bytes' },
  { name: 'nothing', value: {}, text: 'no value', type: 'unset' },
  {
    name: 'a list',
    value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '12345678901234567890' }, {}] } },
    text: '["a", 12345678901234567890, null]',
    type: 'list',
  },
  {
    name: 'a map',
    value: { kvlistValue: { values: [{ key: '__proto__', value: { arrayValue: { values: [] } } }] } },
    text: '{"__proto__": []}',
    type: 'map',
  },
]

describe('a value', () => {
  it.each(cases)('that is $name', ({ value, text, type }) => expect(shownValue(value)).toEqual({ text, type }))
})
