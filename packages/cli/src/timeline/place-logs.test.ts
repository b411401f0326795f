import type { Log, Span } from '@ai-tracker/collector'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeLogs } from './place-logs.ts'
import { at, log, span } from './testing/make.ts'

/**
 * 1
 * ├ 2 from second 10
 * │ └ 3 from second 20
 * └ 4 from second 30
 * 5 from second 50
 */
const spans = [
  span(1, 0),
  span(2, 1, { startNs: at(10) }),
  span(3, 2, { startNs: at(20) }),
  span(4, 1, { startNs: at(30) }),
  span(5, 0, { startNs: at(50) }),
]
const whole = { isSelected: false, hasMore: false }

describe('a log record stands', () => {
  it.each<[name: string, spanId: string | null, second: number, place: readonly [before: number, depth: number]]>([
    ['before the first child that began later', '1', 5, [1, 1]],
    ['behind the children that began earlier, and what is below them', '1', 25, [3, 1]],
    ['behind all that is below its span', '1', 90, [4, 1]],
    ['below a span without children', '3', 90, [3, 3]],
    ['below the last span', '5', 60, [5, 1]],
    ['before what began later, when it belongs to no span', null, 25, [3, 1]],
    ['the same when its span is not here', '99', 40, [4, 0]],
    ['at the beginning, when it came before all', null, -1, [0, 0]],
    ['behind all, when it came last', null, 99, [5, 1]],
  ])('%s', (...[, spanId, second, [before, depth]]) => {
    const one = log(1, { spanId, atNs: at(second) })
    expect(placeLogs(spans, [one], whole)).toEqual([{ before, depth, log: one }])
  })

  it('in order of time among those of its place, the deeper ones first', () => {
    const logs = [
      log(1, { spanId: null, atNs: at(25) }),
      log(2, { spanId: '3', atNs: at(28) }),
      log(3, { spanId: '3', atNs: at(26) }),
      log(4, { spanId: '3', atNs: at(26) }),
    ]
    expect(placeLogs(spans, logs, whole).map((placed) => placed.log.id)).toEqual([3, 4, 2, 1])
  })

  it('nowhere, when its span or what follows is left out', () => {
    const ofSpan = log(1, { spanId: '99', atNs: at(25) })
    const last = log(2, { spanId: null, atNs: at(99) })
    const between = log(3, { spanId: null, atNs: at(25) })
    expect(placeLogs(spans, [ofSpan, last, between], { isSelected: true, hasMore: true }).map((placed) => placed.log)).toEqual([between])
  })

  it('alone, when there are no spans', () => {
    const one = log(1)
    expect(placeLogs([], [one], whole)).toEqual([{ before: 0, depth: 0, log: one }])
  })
})

/** Where it stands by the words of the rule, looked for among all spans. */
function placeByLooking(tree: readonly Span[], { spanId, atNs }: Log): readonly [before: number, depth: number] {
  const own = tree.findIndex((each) => each.spanId === spanId)
  const isLater = (each: Span) => BigInt(each.startNs) > BigInt(atNs)
  if (own === -1) {
    const before = tree.findIndex(isLater)
    return before === -1 ? [tree.length, Math.min(1, tree.length)] : [before, tree[before]?.depth ?? 0]
  }
  const depth = (tree[own]?.depth ?? 0) + 1
  const after = tree.slice(own + 1)
  const length = after.findIndex((each) => each.depth < depth)
  const below = length === -1 ? after : after.slice(0, length)
  const found = below.findIndex((each) => each.depth === depth && isLater(each))
  return [own + 1 + (found === -1 ? below.length : found), depth]
}

describe('in any tree, also one with levels left out and children that began before their elders,', () => {
  it('a log record stands where one finds its place by looking at all spans', () => {
    const step = fc.tuple(fc.nat(4), fc.nat(9))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.array(fc.tuple(fc.nat(32), fc.nat(9)), { maxLength: 10 }), (steps, records) => {
        const tree = steps.map(([depth, second], id) => span(id, depth, { startNs: at(second) }))
        const logs = records.map(([spanId, second], id) => log(id, { spanId: String(spanId), atNs: at(second) }))
        const found = placeLogs(tree, logs, whole).map((placed) => [placed.log.id, placed.before, placed.depth])
        expect(found.toSorted(([a = 0], [b = 0]) => a - b)).toEqual(logs.map((each) => [each.id, ...placeByLooking(tree, each)]))
      }),
    )
  })
})

describe('of very many', () => {
  const MANY = 3_000

  it.each([
    ['each of its own span', (id: number) => String(id)],
    ['all of one span', () => '0'],
    ['of no span', () => null],
  ])('log records, %s, each span is looked at a few times', (_, spanIdOf) => {
    let reads = 0
    const counting: ProxyHandler<Span> = {
      get: (target, name) => {
        reads++
        return Reflect.get(target, name)
      },
    }
    const wide = Array.from({ length: MANY }, (__, id) => new Proxy(span(id, Math.min(id, 1), { startNs: at(id) }), counting))
    const logs = Array.from({ length: MANY }, (__, id) => log(id, { spanId: spanIdOf(id), atNs: at(id) }))
    expect(placeLogs(wide, logs, whole)).toHaveLength(MANY)
    expect(reads).toBeLessThanOrEqual(10 * MANY)
  })
})
