import { describe, expect, it } from 'vitest'
import { factLines } from './facts.ts'
import { coloured, plain } from './paint.ts'
import { type Column, table } from './table.ts'
import { textWidth } from './text-width.ts'

interface Row {
  readonly name: string
  readonly cost: string
  readonly note?: string
}

const columns: readonly Column<Row>[] = [
  { title: 'NAME', cell: ({ name }) => name, minWidth: 6 },
  { title: 'COST', align: 'decimal', cell: ({ cost }) => cost },
  { title: 'NOTE', cell: ({ note = '' }) => note, minWidth: 4, isOptional: true, tone: () => 'bad' },
]
const draw = (rows: readonly Row[], width: number, paint = plain) => table(columns, rows, { columns: width, paint })

describe('table', () => {
  it('puts numbers on their points, and no spaces at the end', () => {
    const rows = [
      { name: 'a', cost: '$1.50', note: 'x' },
      { name: 'b', cost: '—' },
      { name: 'c', cost: '$10.125' },
    ]
    expect(draw(rows, 80)).toEqual([
      'NAME     COST  NOTE', //
      'a      $1.50   x',
      'b       —',
      'c     $10.125',
    ])
  })

  it.each([
    [40, ['NAME         COST  NOTE', 'a long name    $1  a long note']],
    [26, ['NAME       COST  NOTE', 'a long n…    $1  a long n…']],
    [18, ['NAME    COST  NOTE', 'a lon…    $1  a l…']],
    [17, ['NAME         COST', 'a long name    $1']],
    [12, ['NAME    COST', 'a lon…    $1']],
    [8, ['NAME…', 'a lon……']],
    [1, ['…', '…']],
  ])('in %i columns', (width, expected) => {
    const lines = draw([{ name: 'a long name', cost: '$1', note: 'a long note' }], width)
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width)
    expect(lines).toEqual(expected)
  })

  it('counts cells and not characters', () => {
    const rows = [
      { name: '日本語', cost: '$1.00' },
      { name: 'e\u0301', cost: '$2.00' },
    ]
    expect(draw(rows, 80)).toEqual(['NAME     COST  NOTE', '日本語  $1.00', 'e\u0301       $2.00'])
  })

  it('makes cells safe before it counts them', () => {
    expect(draw([{ name: '\u001b[31m', cost: 'a\nb' }], 80)[1]).toBe('\\x1b[31m   a b')
  })

  it('colours only what is there', () => {
    const [heading, row] = draw([{ name: 'a', cost: '$1', note: 'x' }], 80, coloured)
    expect(heading).toBe('\u001b[2mNAME\u001b[22m  \u001b[2mCOST\u001b[22m  \u001b[2mNOTE\u001b[22m')
    expect(row).toBe('a       $1  \u001b[31mx\u001b[39m')
  })

  it('without rows is its heading', () => expect(draw([], 80)).toEqual(['NAME  COST  NOTE']))
})

describe('factLines', () => {
  it('breaks long values below their start', () => {
    const facts = [
      { name: 'key', value: 'one two three' },
      { name: 'absent', value: undefined },
      { name: 'error', value: 'bad\u001b' },
    ]
    expect(factLines(facts, { columns: 14, paint: plain })).toEqual(['key    one two', '       three', 'error  bad\\x1b'])
  })

  it('cuts what would take a page', () => {
    const lines = factLines([{ name: 'x', value: 'word '.repeat(1_000) }], { columns: 20, paint: plain })
    expect(lines).toHaveLength(6)
    expect(lines.at(-1)).toMatch(/…$/)
  })
})
