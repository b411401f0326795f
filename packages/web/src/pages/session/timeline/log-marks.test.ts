import type { TimelineItem } from '@ai-tracker/collector/contract'
import { describe, expect, it } from 'vitest'
import { logMarksOf, worstOf } from './log-marks.ts'

const START_NS = 1_760_000_000_000_000_000n
const log = (id: number, rest: object = {}): TimelineItem => ({
  kind: 'log',
  id,
  traceId: 't',
  spanId: 's',
  phaseId: null,
  at: null,
  atNs: String(START_NS + BigInt(id) * 1_000_000n),
  durationMs: null,
  name: 'info',
  detail: null,
  failed: false,
  tokensTotal: null,
  costUsd: null,
  spanName: null,
  severity: 'info',
  event: null,
  ...rest,
})

describe('marks of log records', () => {
  it('stand with their span, those of no span nowhere', () => {
    const items = [log(1), log(2, { spanId: 'other' }), log(3, { spanId: null }), log(4, { severity: null })]
    expect([...logMarksOf({ items, nextCursor: null }, START_NS).bySpan]).toEqual([
      [
        't-s',
        [
          { id: 1, atMs: 1, severity: 'info' },
          { id: 4, atMs: 4, severity: null },
        ],
      ],
      ['t-other', [{ id: 2, atMs: 2, severity: 'info' }]],
    ])
  })

  it.each([
    ['all', { items: [log(1)], nextCursor: null }, false],
    ['not all', { items: [log(1)], nextCursor: 'cursor' }, true],
    ['not all, even when none came', { items: [], nextCursor: 'cursor' }, true],
  ])('are %s', (_, page, isPartial) => expect(logMarksOf(page, START_NS).isPartial).toBe(isPartial))

  it.each([
    [['info', 'error', 'warn'], 'error'],
    [['debug', null], 'debug'],
    [[null], null],
    [[], null],
  ] as const)('of %j the worst is %s', (severities, worst) => {
    expect(worstOf(severities.map((severity, id) => ({ id, atMs: 0, severity })))).toBe(worst)
  })
})
