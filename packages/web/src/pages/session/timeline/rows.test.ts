import type { Span } from '@ai-tracker/collector/contract'
import { describe, expect, it } from 'vitest'
import { parentIndex, rowsOf, visibleRows } from './rows.ts'

const START = 1_760_000_000_000_000_000n

function span(name: string, depth: number, more: Partial<Span> = {}): Span {
  return {
    id: 1,
    traceId: 't',
    spanId: name,
    parentSpanId: null,
    depth,
    hasChildren: false,
    name,
    kind: 'generic',
    spanKind: 1,
    status: 'ok',
    startedAt: null,
    startNs: String(START),
    endNs: String(START + 5_000_000n),
    durationMs: 5,
    service: null,
    scope: '',
    dialects: [],
    phaseId: null,
    model: null,
    tokensTotal: null,
    costUsd: null,
    repeated: false,
    errorType: null,
    warnings: [],
    ...more,
  }
}

const row = (more: Partial<Span>) => rowsOf([span('a', 0, more)], START)[0]

describe('a row', () => {
  it('lies at its offset from the start', () => {
    expect(row({ startNs: String(START + 1_500_000n), endNs: String(START + 2_750_000n) })).toMatchObject({ fromMs: 1.5, toMs: 2.75 })
  })
  it('may begin before the session, when clocks differ', () =>
    expect(row({ startNs: String(START - 1_000_000n) })).toMatchObject({ fromMs: -1 }))
  it('has no end while it runs', () =>
    expect(row({ status: 'running', endNs: '0' })).toMatchObject({ fromMs: 0, toMs: Number.POSITIVE_INFINITY, isRunning: true }))
  it('has no place in time without a start', () => expect(row({ startNs: '0' })).toMatchObject({ isTimeless: true }))
  it('never ends before it begins', () => expect(row({ endNs: String(START - 9n) })).toMatchObject({ fromMs: 0, toMs: 0 }))
})

describe('rows in view', () => {
  const rows = rowsOf([span('a', 0), span('b', 1), span('c', 2), span('d', 1), span('e', 0)], START)
  const names = (depth: number | undefined, ...toggled: string[]) =>
    visibleRows(rows, { depth, toggled: new Set(toggled) }).map((each) => each.span.name)

  it('are all when nothing is folded', () => expect(names(undefined)).toEqual(['a', 'b', 'c', 'd', 'e']))
  it('leave out what is below a folded span', () => expect(names(undefined, 'b')).toEqual(['a', 'b', 'd', 'e']))
  it('leave out what is nested in it, folded or not', () => expect(names(undefined, 'a', 'b')).toEqual(['a', 'e']))
  it('end at a depth', () => expect(names(1)).toEqual(['a', 'b', 'd', 'e']))
  it('go below that depth in a span that was opened', () => expect(names(1, 'b')).toEqual(['a', 'b', 'c', 'd', 'e']))
  it('know the span around each', () => {
    expect(rows.map((_, index) => parentIndex(rows, index))).toEqual([undefined, 0, 1, 0, undefined])
  })
})
