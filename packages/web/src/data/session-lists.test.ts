import type { List, Session } from '@ai-tracker/collector/contract'
import { describe, expect, it } from 'vitest'
import { withFirstPage, withoutRows, withRows } from './session-lists.ts'

const row = (id: number, spanCount = 1) => ({ id, spanCount }) as Session
const pagesOf = (...pages: readonly (readonly number[])[]) => ({
  pages: pages.map((ids, index) => ({
    items: ids.map((id) => row(id)),
    nextCursor: index === pages.length - 1 ? null : `after-${ids.at(-1)}`,
  })),
  pageParams: pages.map((_, index) => (index === 0 ? undefined : `page-${index}`)),
})
const idsOf = ({ pages }: { readonly pages: readonly List<Session>[] }) => pages.map(({ items }) => items.map(({ id }) => id))

describe('withFirstPage', () => {
  it.each([
    {
      name: 'nothing is new',
      first: [9, 8],
      expected: [
        [9, 8],
        [7, 6],
      ],
    },
    {
      name: 'two are new',
      first: [11, 10],
      expected: [
        [11, 10, 9, 8],
        [7, 6],
      ],
    },
    { name: 'one came up from further down', first: [6, 9], expected: [[6, 9, 8], [7]] },
  ])('loses and repeats nothing when $name', ({ first, expected }) => {
    const next = withFirstPage(pagesOf([9, 8], [7, 6]), { items: first.map((id) => row(id)), nextCursor: 'x' })
    expect(idsOf(next)).toEqual(expected)
    expect(next.pages[0]?.nextCursor).toBe('after-8')
    expect(next.pageParams).toHaveLength(2)
  })

  it('is empty when nothing is left', () => {
    const empty = { items: [], nextCursor: null }
    expect(withFirstPage(pagesOf([9, 8], [7, 6]), empty)).toEqual({ pages: [empty], pageParams: [undefined] })
  })

  it('takes the newer state of a row', () => {
    const next = withFirstPage(pagesOf([9], [8]), { items: [row(9, 5)], nextCursor: null })
    expect(next.pages[0]?.items).toEqual([row(9, 5)])
  })
})

describe('withRows', () => {
  it('replaces rows where they are', () => {
    const next = withRows(pagesOf([9, 8], [7]), [row(7, 5), row(1, 5)])
    expect(next.pages.map(({ items }) => items)).toEqual([[row(9), row(8)], [row(7, 5)]])
  })
})

describe('withoutRows', () => {
  it('takes rows out where they are, and keeps the places of the pages', () => {
    const next = withoutRows(pagesOf([9, 8], [7, 6]), [8, 6, 1])
    expect(idsOf(next)).toEqual([[9], [7]])
    expect(next.pages[0]?.nextCursor).toBe('after-8')
  })
})
