import { describe, expect, it } from 'vitest'
import { countMarks, isRedactionOf } from './redaction-marks.ts'

const HASHED = `[hashed:${'0a'.repeat(16)}]`

describe('marks', () => {
  it.each([
    ['none', 'a [redacted] text', 0],
    ['in texts at any depth', { a: ['[redacted:email] and [redacted:jwt]', { b: '[off:12 characters]' }], [HASHED]: HASHED }, 4],
    ['no texts', [1n, 2, true, null, undefined, new Uint8Array(2)], 0],
  ])('%s', (_, value, expected) => expect(countMarks(value)).toBe(expected))
})

describe('what is another one without something', () => {
  const original = { name: 'mail a@b.example', values: [1n, { text: 'key' }], bytes: new Uint8Array([1]) }
  it.each([
    ['the same', original, true],
    ['a mark in a text', { ...original, name: 'mail [redacted:email]' }, true],
    ['a mark in the place of a structure', { ...original, values: HASHED }, true],
    ['a text without a mark', { ...original, name: 'mail' }, false],
    ['another number', { ...original, name: '[off:16 characters]', values: [2n, { text: 'key' }] }, false],
    ['other bytes', { ...original, bytes: new Uint8Array([2]) }, false],
    ['one item less', { ...original, values: [1n] }, false],
    ['a member less', { name: original.name, values: original.values }, false],
  ])('%s', (_, value, expected) => expect(isRedactionOf(value, original)).toBe(expected))
})
