import { beforeAll, describe, expect, it } from 'vitest'
import { openTestStore, type TestStore } from '../../../api/testing/test-store.ts'
import { createDepths } from './span-depth.ts'

const LENGTH = 4500
const idOf = (depth: number) => (depth + 1).toString(16).padStart(16, '0')

describe('the depth of a span', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore()
    const chain = Array.from({ length: LENGTH }, (_, depth) => ({ id: idOf(depth), ...(depth > 0 && { parent: idOf(depth - 1) }) }))
    await store.write(...chain, { id: 'f1', trace: '2', parent: 'f2' })
  })

  it.each<[string, readonly number[]]>([
    ['from the top', [0, 1, 999, 1000, 1001, 2500, LENGTH - 1]],
    ['from the bottom', [LENGTH - 1, 2500, 2499, 1599, 1001, 1000, 999, 99, 0]],
    ['from below the bound', [1999, 1000, 999, 998, 2000, 2999, 1599]],
  ])('is its own up to a bound, whichever was asked for before: %s', (_, asked) => {
    const depthOf = createDepths(store.db)
    expect(asked.map((depth) => depthOf(1, idOf(depth)))).toEqual(asked.map((depth) => Math.min(depth, 1000)))
  })

  it('is nothing where the parent is missing', () => expect(createDepths(store.db)(2, '00000000000000f1')).toBe(0))
})
