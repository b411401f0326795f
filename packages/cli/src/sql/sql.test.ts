import type { SqlValue } from '@ai-tracker/collector'
import { describe, expect, it } from 'vitest'
import { plain } from '../output/paint.ts'
import { textWidth } from '../output/text-width.ts'
import { textFrom } from '../testing/pieces.ts'
import { jsonValueOf, keysOf, textOf } from './cells.ts'
import { type Rows, sqlCsv, sqlJson, sqlJsonLines, sqlRawCsv } from './documents.ts'
import { sqlTable } from './sql-table.ts'

describe('a cell', () => {
  it.each<[value: SqlValue, text: string | null, json: unknown]>([
    [null, null, null],
    [1n, '1', 1],
    [9_007_199_254_740_991n, '9007199254740991', 9_007_199_254_740_991],
    [9_007_199_254_740_993n, '9007199254740993', '9007199254740993'],
    [-9_223_372_036_854_775_808n, '-9223372036854775808', '-9223372036854775808'],
    [1, '1.0', 1],
    [0.1, '0.1', 0.1],
    [Number.POSITIVE_INFINITY, 'Infinity', 'Infinity'],
    ['', '', ''],
    ['a', 'a', 'a'],
    [new Uint8Array([0, 255]), '00ff', '00ff'],
    [new Uint8Array(), '', ''],
  ])('%s is %j as text and %j as JSON', (...[value, text, json]) => {
    expect(textOf(value)).toBe(text)
    expect(jsonValueOf(value)).toBe(json)
  })
})

it.each([
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [
    ['a', 'a', 'a:1', 'a'],
    ['a', 'a:1', 'a:1:1', 'a:2'],
  ],
  [[], []],
])('columns %j are keys %j', (columns, keys) => expect(keysOf(columns)).toEqual(keys))

const rowsOf = (columns: readonly string[], ...groups: readonly (readonly (readonly SqlValue[])[])[]): Rows => ({
  columns,
  rows: (async function* () {
    yield* groups
  })(),
})

describe('a document', () => {
  const awkward = () => rowsOf(['a', 'b,"c'], [[null, '']], [['x"y', 'a\nb']], [[' s', '=1']], [[2n ** 63n - 1n, '\u001b']])

  it('of CSV quotes what must be, and tells NULL from nothing; raw, it changes no value', async () => {
    expect(await textFrom(sqlRawCsv(awkward()))).toBe('a,"b,""c"\n,""\n"x""y","a\nb"\n" s",=1\n9223372036854775807,\u001b\n')
  })

  it('of CSV has no text that a spreadsheet runs, and numbers as they are', async () => {
    const rows = rowsOf(['=a', 'n'], [['=1+1', -1n]], [['-5', -0.5]], [['@SUM(A1)', null]])
    expect(await textFrom(sqlCsv(rows))).toBe("'=a,n\n'=1+1,-1\n-5,-0.5\n'@SUM(A1),\n")
  })

  it('of JSON is one value', async () => {
    const text = await textFrom(sqlJson(awkward()))
    expect(JSON.parse(text)).toEqual([
      { a: null, 'b,"c': '' },
      { a: 'x"y', 'b,"c': 'a\nb' },
      { a: ' s', 'b,"c': '=1' },
      { a: '9223372036854775807', 'b,"c': '\u001b' },
    ])
    expect(text).not.toContain('\u001b')
    expect(JSON.parse(await textFrom(sqlJson(rowsOf(['__proto__'], [[1n]]))))).toEqual(JSON.parse('[{"__proto__":1}]'))
  })

  it('of JSON lines is one value per line', async () => {
    const lines = (await textFrom(sqlJsonLines(awkward()))).trimEnd().split('\n')
    expect(lines.map((line) => Object.keys(JSON.parse(line)))).toEqual(Array.from({ length: 4 }, () => ['a', 'b,"c']))
  })

  it('may have no rows', async () => {
    const none = () => rowsOf(['a'])
    expect([await textFrom(sqlCsv(none())), await textFrom(sqlJson(none())), await textFrom(sqlJsonLines(none()))]).toEqual([
      'a\n',
      '[]\n',
      '',
    ])
  })
})

describe('a table', () => {
  const draw = (columns: readonly string[], rows: readonly (readonly SqlValue[])[], width = 80) =>
    sqlTable(columns, rows, { columns: width, paint: plain })

  it('puts numbers on the right, and names NULL', () => {
    const rows: readonly (readonly SqlValue[])[] = [
      [1n, 'a'],
      [1_000n, null],
      [null, '\u001b[2J'],
    ]
    expect(draw(['n', 'text'], rows)).toEqual(['   n  text', '   1  a', '1000  NULL', 'NULL  \\x1b[2J'])
  })

  it('of more columns than fit is records below each other', () => {
    const columns = Array.from({ length: 20 }, (_, index) => `column_${index}`)
    const lines = draw(columns, [columns, columns.map(() => null)])
    expect(lines.slice(0, 2)).toEqual(['column_0   column_0', 'column_1   column_1'])
    expect(lines).toHaveLength(41)
    expect(lines.slice(20, 22)).toEqual(['', 'column_0   NULL'])
  })

  it.each([20, 40, 80])('fits into %i columns', (width) => {
    for (const line of draw(['a', '日本', 'c'], [['x'.repeat(500), '日本'.repeat(90), 5n]], width))
      expect(textWidth(line)).toBeLessThanOrEqual(width)
  })

  it('of many columns without rows is their names', () => {
    const columns = Array.from({ length: 20 }, (_, index) => `column_${index}`)
    expect(draw(columns, [])).toHaveLength(3)
    expect(draw(columns, []).join(' ')).toContain('column_19')
  })

  it('without rows is its heading', () => expect(draw(['a', 'b'], [])).toEqual(['a  b']))
})
