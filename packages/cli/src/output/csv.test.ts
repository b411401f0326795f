import { describe, expect, it } from 'vitest'
import { csvLine, inertText } from './csv.ts'

describe('a line of CSV', () => {
  it.each<[cells: readonly (string | null)[], line: string]>([
    [['a', 'b'], 'a,b\n'],
    [[null, ''], ',""\n'],
    [['a,b', 'a"b', 'a\nb', 'a\rb'], '"a,b","a""b","a\nb","a\rb"\n'],
    [[' a', 'a\t'], '" a","a\t"\n'],
    [['a;=b', 'a\tb'], '"a;=b","a\tb"\n'],
    [[], '\n'],
  ])('%j', (cells, line) => expect(csvLine(cells)).toBe(line))
})

describe('a text for a spreadsheet', () => {
  it.each([
    ['=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
    ['+1+cmd', "'+1+cmd"],
    ['-1-cmd', "'-1-cmd"],
    ['-1', '-1'],
    ['+1.5e-7', '+1.5e-7'],
    ['\r=1', "'\r=1"],
    ['＝1+1', "'＝1+1"],
    ['@x', "'@x"],
    ['\t=1', "'\t=1"],
    ['a=1', 'a=1'],
    ['', ''],
  ])('%s', (text, inert) => expect(inertText(text)).toBe(inert))
})
