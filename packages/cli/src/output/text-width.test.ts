import { describe, expect, it } from 'vitest'
import { pad, textWidth, truncate, wrap, wrapWords } from './text-width.ts'

describe('textWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['\u0301', 0],
    ['日本', 4],
    ['ｆｕｌｌ', 8],
    ['한국', 4],
    ['각', 2],
    ['👍', 2],
    ['👍🏽', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['©', 1],
    ['—…', 2],
    ['שלום', 4],
  ])('%s takes %i', (text, width) => expect(textWidth(text)).toBe(width))
})

describe('truncate', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['ab cd', 4, 'ab…'],
    ['日本語', 4, '日…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['👩‍👩‍👧‍👦👍👍', 3, '👩‍👩‍👧‍👦…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%s to %i', (text, width, expected) => expect(truncate(text, width)).toBe(expected))
})

describe('pad', () => {
  it.each([
    ['left' as const, '日本', '日本  '],
    ['right' as const, '日本', '  日本'],
    ['left' as const, 'too long', 'too long'],
  ])('on the %s: %s', (align, text, expected) => expect(pad(text, 6, align)).toBe(expected))
})

describe('wrap', () => {
  it.each([
    ['one two three', { width: 7, maxLines: 9 }, ['one two', 'three']],
    ['one two', { width: 3, maxLines: 9 }, ['one', 'two']],
    ['abcdefgh', { width: 3, maxLines: 9 }, ['abc', 'def', 'gh']],
    ['日本語文', { width: 5, maxLines: 9 }, ['日本', '語文']],
    ['日本', { width: 1, maxLines: 9 }, ['…']],
    ['one two three four', { width: 5, maxLines: 2 }, ['one', 'two…']],
    ['', { width: 5, maxLines: 2 }, ['']],
  ])('%s in %o', (text, wrapping, expected) => expect(wrap(text, wrapping)).toEqual(expected))
})

it.each<[text: string, width: number, lines: readonly string[]]>([
  ['', 10, ['']],
  ['one two three', 7, ['one two', 'three']],
  ['--cursor abcdefghijkl', 8, ['--cursor', 'abcdefghijkl']],
  ['日本 語', 5, ['日本', '語']],
])('%j in %i cells is broken at spaces only', (text, width, lines) => expect(wrapWords(text, width)).toEqual(lines))
