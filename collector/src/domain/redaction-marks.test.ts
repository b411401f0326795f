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

describe('a text without something', () => {
  const hash = (digit: string) => `[hashed:${digit.repeat(32)}]`
  it.each([
    ['another text', 'login of [redacted:email] failed', 'disk is full, nothing was saved', false],
    ['its own', 'login of [redacted:email] failed', 'login of a@b.example failed', true],
    ['another beginning', 'login of [redacted:email] failed', 'logout of a@b.example failed', false],
    ['another ending', 'login of [redacted:email] failed', 'login of a@b.example worked', false],
    ['something else between two marks', '[redacted:email] to [redacted:email]', 'a@b.example and c@d.example', false],
    ['parts in another order', 'a [redacted:x] b [redacted:x] c [redacted:x]', 'a 1 c 2 b 3', false],
    ['parts that would overlap', 'aba[redacted:x]aba', 'ababa', false],
    ['a mark at either end', '[redacted:email] to [redacted:email]', 'a@b.example to c@d.example', true],
    ['less taken out', '[redacted:email]: [redacted:jwt]', '[redacted:email]: eyJ', true],
    ['a text of JSON with a number', '{"card":"[redacted:payment-card]","b":1}', '{"card":4111111111111111,"b":1}', true],
    ['a text of JSON with another number', '{"card":"[redacted:payment-card]","b":1}', '{"card":4111111111111111,"b":2}', false],
    ['a text of JSON in JSON', '"{\\"card\\":\\"[redacted:payment-card]\\"}"', '"{\\"card\\":4111111111111111}"', true],
    ['messages of JSON with spaces', '[{"role":"user","text":"[off:2 characters]"}]', '[ {"role": "user", "text": "hi"} ]', true],
    ['messages of JSON that say more', '[{"role":"user","text":"[off:2 characters]"}]', '[ {"role": "user", "text": "hello"} ]', false],
    ['messages of JSON of another role', '[{"role":"user","text":"[off:2 characters]"}]', '[ {"role": "tool", "text": "hi"} ]', false],
    ['a number where text stood around the mark', 'card [redacted:payment-card]', 4111n, false],
    ['a number in the place of a mark', '[redacted:payment-card]', 4111n, true],
    ['the length of the text', '[off:5 characters]', 'hello', true],
    ['another length', '[off:5 characters]', 'hello!', false],
    ['the length of what is left of the text', '[off:5 characters]', 'mail [redacted:email]', true],
    ['two lengths', '[off:5 characters]', '[off:6 characters]', false],
    ['two hashes', hash('a'), hash('b'), false],
    ['a hash where a length stands', hash('a'), '[off:6 characters]', true],
    ['messages of JSON with a member more', '{"text":"[off:2 characters]"}', '{"text":"hi","more":"hi"}', false],
    ['a name in JSON', '{"[redacted:email]":"x"}', '{"a@b.example":"x"}', true],
    ['another name in JSON', '{"mail [redacted:email]":"x"}', '{"a@b.example":"x"}', false],
    [
      'brackets alone',
      `${'['.repeat(100_000)}"[off:1 characters]"${']'.repeat(100_000)}`,
      `${'['.repeat(100_000)} "ab"${']'.repeat(100_000)}`,
      false,
    ],
  ])('%s', (...[, value, original, expected]) => expect(isRedactionOf({ text: value }, { text: original })).toBe(expected))
})
