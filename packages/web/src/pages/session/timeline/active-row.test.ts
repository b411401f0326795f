import { describe, expect, it } from 'vitest'
import { activeRow, indexOfActive } from './active-row.ts'
import type { SpanRow } from './rows.ts'

/** Rows by name, each at the depth of its indent. */
function tree(...names: string[]): readonly SpanRow[] {
  return names.map((name) => ({ id: name.trim(), span: { depth: name.length - name.trimStart().length } }) as SpanRow)
}

const rows = tree('root', ' one', '  a', '  b', ' two', '  c')

describe('the active row', () => {
  it.each([
    { name: 'is the first one before any key', index: undefined, now: rows, found: 'root' },
    { name: 'stays where it is', index: 3, now: rows, found: 'b' },
    { name: 'goes down with rows that come in above it', index: 3, now: tree('root', ' new', ' one', '  a', '  b'), found: 'b' },
    { name: 'goes up when rows above it are folded away', index: 5, now: tree('root', ' one', ' two', '  c'), found: 'c' },
    { name: 'is the span around it when it is folded away itself', index: 3, now: tree('root', ' one', ' two'), found: 'one' },
    { name: 'is the outer span when the nearer one is gone, too', index: 3, now: tree('root'), found: 'root' },
    { name: 'is the one at its place when nothing around it is there', index: 2, now: tree('x', 'y', 'z', 'w'), found: 'z' },
    { name: 'is the last one when there are fewer', index: 5, now: tree('x', 'y', 'z'), found: 'z' },
    { name: 'is none when there are no rows', index: 3, now: tree(), found: undefined },
  ])('$name', ({ index, now, found }) => {
    const active = index === undefined ? undefined : activeRow(rows, index)
    expect(now[indexOfActive(now, active)]?.id).toBe(found)
  })

  it('is there again when it is unfolded', () => {
    const active = activeRow(rows, 3)
    expect(indexOfActive(tree('root', ' one', ' two'), active)).toBe(1)
    expect(indexOfActive(rows, active)).toBe(3)
  })
})
