import { describe, expect, it } from 'vitest'
import { clearedSearch, isFiltered, nextSort, sessionsSearch, sortOf } from './search.ts'

describe('sessionsSearch', () => {
  it('keeps what fits', () => {
    const search = { q: 'a', status: 'failed', workflow: 'w', after: '7d', before: '2026-01-04', sort: 'cost:asc' }
    expect(sessionsSearch(search)).toEqual(search)
  })
  it('leaves out what does not', () => {
    expect(sessionsSearch({ q: '', status: 'x', after: 'soon', before: 5, sort: 'name', other: 'x' })).toEqual({})
  })
  it('has no parameter for the usual order', () => expect(sessionsSearch({ sort: 'started' })).toEqual({}))
})

describe('sorting', () => {
  it.each([
    [{}, { by: 'started', direction: 'desc' }],
    [{ sort: 'started:asc' }, { by: 'started', direction: 'asc' }],
    [{ sort: 'cost' }, { by: 'cost', direction: 'desc' }],
  ])('reads %j', (filter, expected) => expect(sortOf(filter)).toEqual(expected))

  it.each([
    [{}, 'cost', 'cost'],
    [{ sort: 'cost' }, 'cost', 'cost:asc'],
    [{ sort: 'cost:asc' }, 'cost', 'cost'],
    [{}, 'started', 'started:asc'],
    [{ sort: 'started:asc' }, 'started', undefined],
    [{ sort: 'cost' }, 'started', undefined],
  ] as const)('after %j a click on %s gives %s', (filter, column, expected) => expect(nextSort(filter, column)).toBe(expected))
})

it('tells a narrowed list', () => {
  expect([{}, { sort: 'cost' }, { q: 'a' }, { status: undefined }].map(isFiltered)).toEqual([false, false, true, false])
})

it.each([
  { search: { q: 'a', status: 'failed', sort: 'cost:asc' }, left: { sort: 'cost:asc' } },
  { search: { status: 'bogus', sort: 'foo', other: 'x' }, left: {} },
])('leaves a good order of $search when it is cleared', ({ search, left }) => expect(clearedSearch(search)).toEqual(left))
