import { describe, expect, it } from 'vitest'
import { sessionSearch, spanOf, spanParam } from './search.ts'

const span = { traceId: '0123456789abcdef0123456789abcdef', spanId: '0123456789abcdef' }

describe('the span of an address', () => {
  it('is the one that was put there', () => expect(spanOf(sessionSearch({ span: spanParam(span) }))).toEqual(span))

  it.each([[undefined], [''], ['x-y'], [5], [`${spanParam(span)}0`], [spanParam(span).toUpperCase()]])('is none for %s', (value) => {
    expect(spanOf(sessionSearch({ span: value }))).toBeUndefined()
  })
})
