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
