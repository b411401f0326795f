import { describe, expect, it } from 'vitest'
import { chat, openTestStore, type TestSpan, tool } from '../../../api/testing/test-store.ts'
import type { StoredOverview } from '../../../domain/stored-overview.ts'
import { readOverview } from './overview.ts'

const MS = 1e6
const KEY = { 'tracker.session.key': 'the-session-of-all' }

async function overviewOf(...spans: readonly TestSpan[]): Promise<StoredOverview & { readonly ms: number }> {
  const store = await openTestStore()
  await store.write(...spans.map((span) => ({ ...span, attributes: { ...KEY, ...span.attributes } })))
  const overview = readOverview(store.db, { sessionId: 1 })
  if (!overview) throw new Error('no session 1')
  return { ...overview, ms: Number(overview.endNs - overview.startNs) / MS }
}

const inMs = (stretches: Float64Array) => [...stretches].map((ns) => ns / MS)

describe('readOverview', () => {
  it('tells when calls and actions ran, without what repeats a call', async () => {
    const { calls, actions, ms } = await overviewOf(
      { id: '1', lasts: 10_000 },
      { ...chat({ id: '2', parent: '1', at: 0, lasts: 9000 }), name: 'wrapper' },
      chat({ id: '3', parent: '2', at: 1000, lasts: 1000 }),
      chat({ id: '4', parent: '2', at: 1500, lasts: 1000 }),
      chat({ trace: '2', id: '5', at: 4000, lasts: 1000 }),
      tool({ id: '6', parent: '1', at: 3000, lasts: 500 }, 'bash'),
    )
    expect(ms).toBe(10_000)
    expect(inMs(calls)).toEqual([1000, 2500, 4000, 5000])
    expect(inMs(actions)).toEqual([3000, 3500])
  })

  it('puts the work of all traces in order', async () => {
    const { calls } = await overviewOf(
      { id: '1', lasts: 9000 },
      chat({ id: '2', parent: '1', at: 5000, lasts: 1000 }),
      chat({ trace: '2', id: '3', at: 1000, lasts: 1000 }),
      chat({ trace: '2', id: '4', at: 7000, lasts: 1000 }),
    )
    expect(inMs(calls)).toEqual([1000, 2000, 5000, 6000, 7000, 8000])
  })

  it('counts spans and errors where they start', async () => {
    const { starts, count } = await overviewOf(
      { id: '1', lasts: 240 },
      { id: '2', parent: '1', at: 100, lasts: 1, error: 'x' },
      { id: '3', parent: '1', at: 100, lasts: 1 },
      { trace: '2', id: '4', at: 240, lasts: 0, error: 'y' },
    )
    expect(count).toBe(240)
    expect(starts).toEqual([
      { bucket: 0, spans: 1, errors: 0 },
      { bucket: 100, spans: 2, errors: 1 },
      { bucket: 239, spans: 1, errors: 1 },
    ])
  })

  it('lets what runs end at the last sign of life', async () => {
    const { ms, calls } = await overviewOf(
      { id: '1', lasts: null },
      { id: '2', parent: '1', at: 10, lasts: 90 },
      chat({ id: '3', parent: '1', at: 50, lasts: null }),
      { id: '4', parent: '1', at: 300, lasts: null },
    )
    expect(ms).toBe(300)
    expect(inMs(calls)).toEqual([50, 300])
  })

  it('tells since when what has no end runs, also where that is the last sign of life', async () => {
    const { runningFrom, calls } = await overviewOf(
      { id: '1', lasts: null },
      chat({ id: '2', parent: '1', at: 10, lasts: 90 }),
      tool({ id: '3', parent: '1', at: 200, lasts: null }, 'bash'),
      chat({ id: '4', parent: '1', at: 300, lasts: null }),
    )
    expect(runningFrom).toEqual({ calls: 300 * MS, actions: 200 * MS })
    expect(inMs(calls)).toEqual([10, 100])
    expect((await overviewOf({ id: '1', lasts: null }, chat({ id: '2', parent: '1', at: 10, lasts: 90 }))).runningFrom).toEqual({})
  })

  it.each<[string, readonly TestSpan[], number]>([
    ['only a start', [{ id: '1', lasts: null }], 0],
    ['a span that ends before it starts', [chat({ id: '1', lasts: -5000 })], 0],
    ['a start that is unknown', [{ id: '1', lasts: 100 }, chat({ trace: '2', id: '2', at: -1_767_520_800_000, lasts: null })], 100],
    [
      'a span of a far future',
      [
        { id: '1', lasts: 100 },
        { id: '2', parent: '1', at: 7e12, lasts: 1 },
      ],
      7e12 + 1,
    ],
  ])('stays sane with %s', async (_, spans, ms) => {
    const overview = await overviewOf(...spans)
    expect(overview.ms).toBe(ms)
    expect(overview.count).toBeLessThanOrEqual(240)
    expect(overview.starts.reduce((sum, bucket) => sum + bucket.spans, 0)).toBe(spans.length)
    expect([...overview.calls, ...overview.actions].every((ns) => ns >= 0 && ns / MS <= ms)).toBe(true)
  })

  it('does not know when work of an unknown start was done', async () => {
    const { calls } = await overviewOf({ id: '1', lasts: 100 }, chat({ trace: '2', id: '2', at: -1_767_520_800_000, lasts: null }))
    expect(inMs(calls)).toEqual([])
  })

  it('knows no session that is not there', async () => {
    expect(readOverview((await openTestStore()).db, { sessionId: 1 })).toBeUndefined()
  })
})
