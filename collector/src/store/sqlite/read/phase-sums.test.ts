import { describe, expect, it } from 'vitest'
import { inclusiveSums, type PhaseNode } from './phase-sums.ts'

const node = (id: number, tokensTotal: number, parentId?: number): PhaseNode => ({
  id,
  tokensTotal,
  responseCount: 1,
  pricedCount: 1,
  costNanos: BigInt(tokensTotal),
  ...(parentId !== undefined && { parentId }),
})

const tokens = (nodes: readonly PhaseNode[]) => Object.fromEntries([...inclusiveSums(nodes)].map(([id, sums]) => [id, sums.tokensTotal]))

describe('inclusiveSums', () => {
  it.each([
    ['no phases', [], {}],
    ['phases beside each other', [node(1, 5), node(2, 7)], { 1: 5, 2: 7 }],
    ['a phase in a phase in a phase', [node(1, 1, 2), node(2, 10, 3), node(3, 100)], { 1: 1, 2: 11, 3: 111 }],
    ['two in one', [node(1, 100), node(2, 10, 1), node(3, 1, 1)], { 1: 111, 2: 10, 3: 1 }],
    ['a parent that is not there', [node(1, 5, 9)], { 1: 5 }],
    ['a cycle, which keeps its own sums', [node(1, 5, 2), node(2, 7, 1), node(3, 1, 2)], { 1: 5, 2: 8, 3: 1 }],
  ])('adds up %s', (_, nodes, expected) => {
    expect(tokens(nodes)).toEqual(expected)
  })

  it('adds every sum', () => {
    expect(inclusiveSums([node(1, 5), node(2, 7, 1)]).get(1)).toEqual({ responseCount: 2, pricedCount: 2, tokensTotal: 12, costNanos: 12n })
  })

  it('takes a chain of 100,000 phases', () => {
    const chain = Array.from({ length: 100_000 }, (_, index) => (index === 0 ? node(0, 1) : node(index, 1, index - 1)))
    expect(inclusiveSums(chain).get(0)?.tokensTotal).toBe(100_000)
  })
})
