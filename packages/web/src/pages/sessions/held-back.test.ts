import { expect, it } from 'vitest'
import { holdBack } from './held-back.ts'

const rows = [{ id: 9 }, { id: 7 }, { id: 5 }]

it.each([
  { name: 'nobody has scrolled', anchorId: undefined, expected: { rows, newCount: 0 } },
  { name: 'nothing is new', anchorId: 9, expected: { rows, newCount: 0 } },
  { name: 'two are new', anchorId: 5, expected: { rows: [{ id: 5 }], newCount: 2 } },
  { name: 'the anchor is gone', anchorId: 4, expected: { rows, newCount: 0 } },
])('shows what it should when $name', ({ anchorId, expected }) => expect(holdBack(rows, anchorId)).toEqual(expected))
