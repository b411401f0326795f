import { describe, expect, it } from 'vitest'
import { chat, openTestStore, phase, START, session, type TestStore } from '../../../api/testing/test-store.ts'
import type { CostQuery } from '../../../domain/telemetry-reader.ts'
import { reportCost } from './cost.ts'

const HOUR = 3_600_000
const QUERY: CostQuery = { workspaceId: 1, by: 'workflow', timeZone: 'UTC' }

/** Calls at 10:00, 22:30 and 23:10 (the next day in Berlin) of 2026-01-04, in two workflows; and one without a price or workflow. */
async function usage(): Promise<TestStore> {
  const store = await openTestStore()
  await store.write(
    session({ trace: '1', id: '1' }, 'one'),
    phase({ trace: '1', id: '2', parent: '1' }, 'draft'),
    chat({ trace: '1', id: '3', parent: '2' }, { input: 1_000_000, output: 0 }),
    chat({ trace: '1', id: '4', parent: '1', at: 12.5 * HOUR }, { input: 2_000_000, output: 0 }),
    session({ trace: '2', id: '1', at: 13 * HOUR }, 'two'),
    chat({ trace: '2', id: '2', parent: '1', at: 13 * HOUR + 600_000 }, { model: 'm-2', input: 1_000_000, output: 0 }),
    chat({ trace: '3', id: '1', at: 0 }, { model: 'no-price', input: 7, output: 0 }),
  )
  return store
}

const ns = (ms: number) => (START + BigInt(ms)) * 1_000_000n

describe('reportCost', () => {
  it.each<[string, Partial<CostQuery>, Record<string, bigint>]>([
    ['by workflow', {}, { one: 3_000_000_000n, two: 10_000_000_000n, '': 0n }],
    ['by model', { by: 'model' }, { 'm-1': 3_000_000_000n, 'm-2': 10_000_000_000n, 'no-price': 0n }],
    ['by provider', { by: 'provider' }, { openai: 13_000_000_000n }],
    ['by phase', { by: 'phase' }, { draft: 1_000_000_000n, '': 12_000_000_000n }],
    ['by day in UTC', { by: 'day' }, { '2026-01-04': 13_000_000_000n }],
    ['by day in Berlin', { by: 'day', timeZone: 'Europe/Berlin' }, { '2026-01-04': 3_000_000_000n, '2026-01-05': 10_000_000_000n }],
    ['by day two hours east', { by: 'day', timeZone: '+02:00' }, { '2026-01-04': 1_000_000_000n, '2026-01-05': 12_000_000_000n }],
    ['by day in New York', { by: 'day', timeZone: 'America/New_York' }, { '2026-01-04': 13_000_000_000n }],
    ['from a time on', { afterNs: ns(12 * HOUR) }, { one: 2_000_000_000n, two: 10_000_000_000n }],
    ['from within a quarter of an hour on, all of it', { afterNs: ns(60_000), workflow: 'one' }, { one: 3_000_000_000n }],
    ['before a time', { beforeNs: ns(12 * HOUR) }, { one: 1_000_000_000n, '': 0n }],
    ['of a workflow by model', { by: 'model', workflow: 'two' }, { 'm-2': 10_000_000_000n }],
    ['of a session by phase', { by: 'phase', sessionId: 1 }, { draft: 1_000_000_000n, '': 2_000_000_000n }],
  ])('adds up %s', async (_, query, expected) => {
    const { db } = await usage()
    const lines = reportCost(db, { ...QUERY, ...query })
    expect(Object.fromEntries(lines.map(({ name, costNanos }) => [name, costNanos]))).toEqual(expected)
  })

  it.each(['workflow', 'model', 'phase', 'day'] as const)('adds up absurd amounts by %s, which no integer holds', async (by) => {
    const store = await usage()
    const max = 2n ** 63n - 1n
    store.db.prepare('UPDATE rollups SET cost_nanos = @max, tokens_input = @max').run({ max })
    const lines = reportCost(store.db, { ...QUERY, by })
    expect(lines.reduce((sum, line) => sum + line.costNanos, 0n)).toBe(4n * max)
    expect((await store.get<{ total: { costUsd: string } }>(`/cost?by=${by}`)).total.costUsd).toBe('36893488147.419103228')
  })

  it('counts what is priced, and tokens of what is not', async () => {
    const { db } = await usage()
    const line = reportCost(db, QUERY).find(({ name }) => name === '')
    expect(line).toMatchObject({ responseCount: 1, pricedCount: 0, tokensInput: 7 })
  })

  it('splits any time without gap or overlap', async () => {
    const { db } = await usage()
    const middle = ns(12.5 * HOUR + 1234)
    const count = (query: Partial<CostQuery>) => reportCost(db, { ...QUERY, ...query }).reduce((sum, line) => sum + line.responseCount, 0)
    expect(count({ beforeNs: middle }) + count({ afterNs: middle })).toBe(4)
  })
})
