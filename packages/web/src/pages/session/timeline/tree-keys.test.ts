import { describe, expect, it } from 'vitest'
import type { SpanRow } from './rows.ts'
import { nextPlace } from './tree-keys.ts'

/** Rows by depth; one that is followed by a deeper one has children. */
function tree(...depths: number[]): readonly SpanRow[] {
  return depths.map((depth, index) => ({ span: { depth, hasChildren: (depths[index + 1] ?? 0) > depth } }) as SpanRow)
}

const rows = tree(0, 1, 2, 1)

describe('keys of the tree', () => {
  it.each([
    { name: 'down', key: 'ArrowDown', active: 0, found: { index: 1 } },
    { name: 'down at the end', key: 'ArrowDown', active: 3, found: { index: 3 } },
    { name: 'up at the start', key: 'ArrowUp', active: 0, found: { index: 0 } },
    { name: 'home', key: 'Home', active: 2, found: { index: 0 } },
    { name: 'end', key: 'End', active: 0, found: { index: 3 } },
    { name: 'right on a folded one', key: 'ArrowRight', active: 1, isFolded: true, found: 'toggle' },
    { name: 'right on an open one goes in', key: 'ArrowRight', active: 1, found: { index: 2 } },
    { name: 'right on a leaf', key: 'ArrowRight', active: 2, found: undefined },
    { name: 'left on an open one folds it', key: 'ArrowLeft', active: 1, found: 'toggle' },
    { name: 'left on a folded one goes out', key: 'ArrowLeft', active: 1, isFolded: true, found: { index: 0 } },
    { name: 'left on a leaf goes out', key: 'ArrowLeft', active: 2, found: { index: 1 } },
    { name: 'left on a root that is folded', key: 'ArrowLeft', active: 0, isFolded: true, found: undefined },
    { name: 'enter', key: 'Enter', active: 2, found: 'open' },
    { name: 'another key', key: 'x', active: 2, found: undefined },
  ])('$name', ({ key, active, isFolded = false, found }) => expect(nextPlace(key, { rows, active, isFolded })).toEqual(found))
})
