import { describe, expect, it } from 'vitest'
import { timelineSearch, withToggled } from './search.ts'

describe('the address of the timeline', () => {
  it.each([
    { name: 'nothing', given: {}, found: {} },
    { name: 'a zoom', given: { from: '10', to: '20.5' }, found: { from: 10, to: 20.5 } },
    { name: 'half a zoom', given: { from: '10' }, found: {} },
    { name: 'a zoom the wrong way round', given: { from: '20', to: '10' }, found: {} },
    { name: 'a zoom that is no number', given: { from: 'NaN', to: '1e999' }, found: {} },
    { name: 'a depth', given: { depth: '2' }, found: { depth: 2 } },
    { name: 'a depth that cannot be', given: { depth: '-1' }, found: {} },
    { name: 'errors only', given: { only: 'errors' }, found: { only: 'errors' } },
    { name: 'only of an unknown word', given: { only: 'cats' }, found: {} },
    { name: 'toggled spans', given: { toggled: 'a,,b' }, found: { toggled: 'a,b' } },
  ])('$name', ({ given, found }) => expect(timelineSearch(given)).toEqual(found))

  it('toggles a span and back', () => {
    expect(withToggled({}, 'a')).toBe('a')
    expect(withToggled({ toggled: 'a' }, 'b')).toBe('a,b')
    expect(withToggled({ toggled: 'a,b' }, 'a')).toBe('b')
    expect(withToggled({ toggled: 'a' }, 'a')).toBeUndefined()
  })
  it('stays short enough for an address', () => {
    const many = Array.from({ length: 500 }, (_, index) => String(index).padStart(16, '0')).join(',')
    expect(withToggled({ toggled: many }, 'f')?.length).toBeLessThan(1_100)
  })
})
