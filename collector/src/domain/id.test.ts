import { describe, expect, it } from 'vitest'
import { intToSpanId, isSpanId, isTraceId, spanIdToInt } from './id.ts'

describe('ids', () => {
  it.each(['0000000000000001', '7fffffffffffffff', '8000000000000000', 'ffffffffffffffff', '00f067aa0ba902b7'])(
    'keeps span id %s through an integer',
    (hex) => {
      expect(intToSpanId(spanIdToInt(hex))).toBe(hex)
    },
  )

  it('fits a signed 64-bit column', () => {
    expect(spanIdToInt('ffffffffffffffff')).toBe(-1n)
  })

  it.each([
    ['4bf92f3577b34da6a3ce929d0e0e4736', true],
    ['0'.repeat(32), false],
    ['4BF92F3577B34DA6A3CE929D0E0E4736', false],
    ['4bf92f3577b34da6', false],
    ['', false],
  ])('takes %s for a trace id: %s', (text, expected) => {
    expect(isTraceId(text)).toBe(expected)
  })

  it.each([
    ['00f067aa0ba902b7', true],
    ['0'.repeat(16), false],
    ['00f067aa0ba902bg', false],
  ])('takes %s for a span id: %s', (text, expected) => {
    expect(isSpanId(text)).toBe(expected)
  })
})
