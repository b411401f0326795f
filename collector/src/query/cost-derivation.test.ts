import { describe, expect, it } from 'vitest'
import { costDerivationView } from './cost-derivation.ts'

const LINE = { part: 'output', quantity: 119, unitPicos: 2_000_000, nanos: 238_000 }
const NOTHING = { lines: [], priceId: null, pricedAs: null, tierAbove: null, notes: [], reason: null }

describe('costDerivationView', () => {
  it.each<[string, unknown, unknown]>([
    [
      'a computed amount',
      { parts: { output: 238_000 }, lines: [LINE], priceId: 'own:a/b', pricedAs: 'b', tierAbove: 200_000, notes: ['request_model'] },
      {
        lines: [{ part: 'output', quantity: 119, unitUsd: '0.000002', costUsd: '0.000238', rule: null }],
        priceId: 'own:a/b',
        pricedAs: 'b',
        tierAbove: 200_000,
        notes: ['request_model'],
        reason: null,
      },
    ],
    [
      'a unit price far below a nano-dollar',
      { lines: [{ ...LINE, unitPicos: 1, nanos: 0, rule: 'as_output' }] },
      { ...NOTHING, lines: [{ part: 'output', quantity: 119, unitUsd: '0.000000000001', costUsd: '0', rule: 'as_output' }] },
    ],
    [
      'an amount that a number does not hold',
      { lines: [{ ...LINE, unitPicos: '123456789012345678901' }] },
      { ...NOTHING, lines: [{ part: 'output', quantity: 119, unitUsd: '123456789.012345678901', costUsd: '0.000238', rule: null }] },
    ],
    ['a reason', { reason: 'no_price' }, { ...NOTHING, reason: 'no_price' }],
    ['an empty object', {}, NOTHING],
    ['notes of a wrong type', { notes: [1, 'free'], priceId: 7, tierAbove: '1' }, { ...NOTHING, notes: ['free'] }],
    ['a part of a later program', { lines: [LINE, { ...LINE, part: 'video' }] }, null],
    ['an amount of a wrong type', { lines: [{ ...LINE, nanos: 1.5 }] }, null],
    ['a line without a quantity', { lines: [{ ...LINE, quantity: null }] }, null],
    ['a line that is none', { lines: ['x'] }, null],
    ['a list', [], null],
  ])('shows %s', (_, stored, expected) => {
    expect(costDerivationView(JSON.stringify(stored))).toEqual(expected)
  })

  it.each([undefined, 'not json'])('shows nothing of %s', (stored) => {
    expect(costDerivationView(stored)).toBeNull()
  })
})
