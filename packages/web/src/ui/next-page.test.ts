import { describe, expect, it } from 'vitest'
import { nextPageOf } from './next-page.tsx'

const idle = { error: null, hasNextPage: true, isFetching: false, isFetchingNextPage: false, isFetchNextPageError: false }

/** How often the next page is asked for. */
function asked(change: Partial<Omit<typeof idle, 'error'>> & { readonly error?: Error }): number {
  let count = 0
  nextPageOf({ ...idle, ...change, fetchNextPage: () => count++ }).load()
  return count
}

describe('the next page', () => {
  it('is asked for when nothing stands against it', () => expect(asked({})).toBe(1))
  it.each([
    { name: 'there is none', change: { hasNextPage: false } },
    { name: 'it is on its way', change: { isFetching: true, isFetchingNextPage: true } },
    { name: 'the list is asked for anew', change: { isFetching: true } },
    { name: 'it has failed', change: { isFetchNextPageError: true, error: new Error('no') } },
  ])('is not asked for when $name', ({ change }) => expect(asked(change)).toBe(0))

  it('can be tried again when it has failed', () => {
    let count = 0
    const failed = { ...idle, isFetchNextPageError: true, error: new Error('no'), fetchNextPage: () => count++ }
    const { failure, retry } = nextPageOf(failed)
    retry()
    expect([failure?.message, count]).toEqual(['no', 1])
    expect(nextPageOf({ ...failed, isFetching: true, isFetchingNextPage: true }).failure).toBeUndefined()
  })
})
