import { describe, expect, it } from 'vitest'
import { textPieces, visibleLine, visibleText } from './visible-text.ts'

const cases = [
  { name: 'plain text', text: 'Grüße, 世界 👩‍💻', shown: 'Grüße, 世界 👩‍💻' },
  { name: 'a right-to-left override', text: 'a\u202Etxt.exe', shown: 'a\\u202etxt.exe' },
  { name: 'isolates and marks', text: '\u2066\u2069\u200E\u200F', shown: '\\u2066\\u2069\\u200e\\u200f' },
  { name: 'an escape sequence', text: '\u001b[31mred', shown: '\\x1b[31mred' },
  { name: 'zero bytes', text: 'a\0b', shown: 'a\\x00b' },
  { name: 'a lonely carriage return', text: 'a\rb', shown: 'a\\x0db' },
  { name: 'line feeds and tabs', text: 'a\n\tb', shown: 'a\n\tb' },
  { name: 'Windows line ends', text: 'a\r\nb', shown: 'a\nb' },
  { name: 'half a pair', text: 'a\ud800', shown: 'a\ufffd' },
  { name: 'piled marks', text: `e${'\u0301'.repeat(50)}`, shown: `e${'\u0301'.repeat(8)}` },
  { name: 'a zero-width space and a soft hyphen', text: 'a\u200bb\u00adc', shown: 'a\\u200bb\\xadc' },
]

describe('visibleText', () => {
  it.each(cases)('shows $name', ({ text, shown }) => expect(visibleText(text)).toBe(shown))
  it.each(cases)('has the same text in pieces for $name', ({ text, shown }) => {
    expect(
      textPieces(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(shown)
  })
})

describe('textPieces', () => {
  it('marks what cannot be seen', () => {
    expect(textPieces('a\u202Eb')).toEqual([
      { at: 0, text: 'a', isMark: false },
      { at: 1, text: '\\u202e', isMark: true },
      { at: 2, text: 'b', isMark: false },
    ])
  })
  it('has one piece per run', () => expect(textPieces('\0'.repeat(1_000))).toHaveLength(1))
  it('has none for nothing', () => expect(textPieces('')).toEqual([]))
})

describe('visibleLine', () => {
  it('is one line', () => expect(visibleLine('a\r\n b\u2028c')).toBe('a  b c'))
})
