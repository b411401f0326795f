import { describe, expect, it } from 'vitest'
import { cpuMs } from '../domain/testing/cpu-time.ts'
import { count, toNumber } from './typed-value.ts'

describe('toNumber', () => {
  it.each([
    ['5', 5],
    [' +5. ', 5],
    ['.5', 0.5],
    ['-1.25e-3', -0.00125],
    ['1e999', undefined],
    ['', undefined],
    ['.', undefined],
    ['1e', undefined],
    ['1 2', undefined],
    ['0x10', undefined],
    ['1'.repeat(40), 1.1111111111111112e39],
    ['1'.repeat(41), undefined],
    [`1${' '.repeat(40)}`, undefined],
  ])('%j', (text, number) => {
    expect(toNumber(text)).toBe(number)
  })

  it.each(['1'.repeat(200_000), ' '.repeat(200_000), '.'.repeat(200_000)])('refuses a long text at once', (text) => {
    const startMs = cpuMs()
    expect(toNumber(`${text}x`)).toBeUndefined()
    expect(cpuMs() - startMs).toBeLessThan(100)
  })
})

describe('count', () => {
  it.each([
    [10n ** 12n, 10 ** 12],
    [10n ** 12n + 1n, undefined],
    [2n ** 63n - 1n, undefined],
    ['1e12', 10 ** 12],
    ['1e13', undefined],
    [-1n, undefined],
    [0.5, undefined],
  ])('of %s', (value, expected) => {
    expect(count(new Map([['k', value]]), 'k')).toBe(expected)
  })
})
