import { describe, expect, it } from 'vitest'
import { safeJson, safeLine, safeLines } from './safe-text.ts'

describe('safeLine', () => {
  it.each([
    ['plain text', 'chat gpt-5', 'chat gpt-5'],
    ['an escape sequence', '\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['an escape in one character', 'a\u009b31m', 'a\\x9b31m'],
    ['a title of the window', '\u001b]0;x\u0007', '\\x1b]0;x\\x07'],
    ['what overwrites the line', 'good\rbad\b', 'good bad\\x08'],
    ['lines and tabs', 'a\n\n\tb\u2028c', 'a b c'],
    ['null and delete', '\u0000\u007f', '\\x00\\x7f'],
    ['bidi overrides', '\u202eevil\u202c \u2066x\u2069', '\\u202eevil\\u202c \\u2066x\\u2069'],
    ['what cannot be seen', 'a\u200bb\ufeffc\u00ad', 'a\\u200bb\\ufeffc\\xad'],
    ['tags', '\u{e0041}', '\\u{e0041}'],
    ['half a character', 'a\ud800b', 'a\ufffdb'],
    ['a family', '👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
    ['right-to-left letters', 'שלום', 'שלום'],
    ['marks', 'e\u0301', 'e\u0301'],
    ['a pile of marks', `e${'\u0301'.repeat(100)}x`, `e${'\u0301'.repeat(8)}x`],
    ['leading spaces', '  x', '  x'],
  ])('%s', (_, text, expected) => expect(safeLine(text)).toBe(expected))

  it('does not take longer for what nobody will see', () => expect(safeLine('x'.repeat(10_000_000))).toHaveLength(2_000))
})

it('safeLines keeps line feeds and nothing else', () => expect(safeLines('a\nb\tc\r\u001b')).toBe('a\nb\\x09c\\x0d\\x1b'))

describe('safeJson', () => {
  it('has the same value, and nothing that a terminal obeys', () => {
    const value = { '\u001b[2J': ['\u009b', '\u202e', '\u{e0041}', '\n', '\ud800', '👩‍👧', 'plain'], ['__proto__']: null }
    const text = safeJson(value)
    expect(JSON.parse(text)).toEqual(value)
    expect(text).not.toMatch(/[[\p{Cc}\p{Cf}]--[\n\u200d]]/v)
    expect(text).toContain('"\\u202e"')
    expect(text).toContain('"\\udb40\\udc41"')
  })
})
