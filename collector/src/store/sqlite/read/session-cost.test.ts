import { describe, expect, it } from 'vitest'
import { chat, openTestStore, phase, session, type TestStore } from '../../../api/testing/test-store.ts'
import type { List, Response, SessionCost } from '../../../contract.ts'

/**
 * session ─ draft ─ inner ─ m-2 (dear, cached)
 *         │       └ m-1
 *         ├ m-1
 *         ├ no-price, no-price, other
 *         └ reported
 */
async function spent(): Promise<TestStore> {
  const store = await openTestStore()
  const cached = { 'gen_ai.usage.cache_read.input_tokens': 400_000 }
  await store.write(
    session({ id: '1' }, 'w'),
    phase({ id: '2', parent: '1' }, 'draft'),
    phase({ id: '3', parent: '2' }, 'inner'),
    chat({ id: '4', parent: '3', at: 1, attributes: cached }, { model: 'm-2', input: 1_000_000, output: 0 }),
    chat({ id: '5', parent: '2', at: 2 }, { input: 1_000_000, output: 0 }),
    chat({ id: '6', parent: '1', at: 3 }, { input: 0, output: 1_000_000 }),
    chat({ id: '7', parent: '1', at: 4 }, { model: 'no-price' }),
    chat({ id: '8', parent: '1', at: 5 }, { model: 'no-price' }),
    chat({ id: '9', parent: '1', at: 6 }, { model: 'another' }),
    chat({ id: 'a', parent: '1', at: 7, attributes: { 'tracker.cost.usd': 3 } }, { model: 'own-price' }),
  )
  return store
}

describe('the cost of a session', () => {
  it('is told by phase without the phases in it, dearest first', async () => {
    const { phases, total } = await (await spent()).get<SessionCost>('/sessions/1/cost')
    expect(phases.map(({ name, costUsd, responseCount }) => [name, costUsd, responseCount])).toEqual([
      ['inner', '10', 1],
      [null, '5', 5],
      ['draft', '1', 1],
    ])
    expect(phases.map(({ phaseId }) => typeof phaseId)).toEqual(['number', 'object', 'number'])
    expect(total).toMatchObject({ costUsd: '16', responseCount: 7, costCoverage: 4 / 7 })
  })

  it('is told by model', async () => {
    const { models } = await (await spent()).get<SessionCost>('/sessions/1/cost')
    expect(models.map(({ name, costUsd, share }) => [name, costUsd, share])).toEqual(
      [
        ['m-2', '10', 10 / 16],
        ['own-price', '3', 3 / 16],
        ['m-1', '3', 3 / 16],
        ['no-price', null, null],
        ['another', null, null],
      ].toSorted((a, b) => Number(b[1]) - Number(a[1]) || (a[0] === 'm-1' ? -1 : 0)),
    )
  })

  it('is told by token part, with what has no price', async () => {
    const { parts } = await (await spent()).get<SessionCost>('/sessions/1/cost')
    expect(parts).toEqual([
      { part: 'inputUncached', quantity: 1_604_000, costUsd: '7' },
      { part: 'cacheRead', quantity: 400_000, costUsd: '4' },
      { part: 'output', quantity: 1_000_400, costUsd: '2' },
    ])
  })

  it('names what has no price, and where amounts come from', async () => {
    const { unpriced, sources } = await (await spent()).get<SessionCost>('/sessions/1/cost')
    expect(unpriced).toEqual([
      { reason: 'no_price', model: 'no-price', responseCount: 2 },
      { reason: 'no_price', model: 'another', responseCount: 1 },
    ])
    expect(sources).toEqual([
      { source: 'computed', responseCount: 3, costUsd: '13' },
      { source: 'unknown', responseCount: 3, costUsd: null },
      { source: 'reported', responseCount: 1, costUsd: '3' },
    ])
  })

  it('knows that what is given away costs nothing', async () => {
    const store = await openTestStore()
    await store.write(chat({ id: '1', attributes: { 'gen_ai.provider.name': 'gcp.gemini' } }, { model: 'gemma-4-31b-it' }))
    const { parts, total, unpriced } = await store.get<SessionCost>('/sessions/1/cost')
    expect({ parts, costUsd: total.costUsd, unpriced }).toEqual({
      parts: [
        { part: 'inputUncached', quantity: 1000, costUsd: '0' },
        { part: 'output', quantity: 100, costUsd: '0' },
      ],
      costUsd: '0',
      unpriced: [],
    })
    const { items } = await store.get<List<Response>>('/sessions/1/responses')
    expect(items[0]?.costDerivation).toMatchObject({
      notes: ['free'],
      lines: [
        { costUsd: '0', rule: 'free' },
        { costUsd: '0', rule: 'free' },
      ],
    })
  })

  it('adds up what no integer of the store holds', async () => {
    const store = await spent()
    store.db.exec(`UPDATE calls SET cost_derivation = '{"parts":{"output":9007199254740991}}', cost_nanos = 9223372036854775807`)
    const { parts, sources } = await store.get<SessionCost>('/sessions/1/cost')
    expect(parts.find(({ part }) => part === 'output')?.costUsd).toBe(`${(9_007_199_254_740_991n * 7n).toString().slice(0, -9)}.783186937`)
    expect(sources[0]?.costUsd).toBe('27670116110.564327421')
  })

  it('is nothing without calls', async () => {
    const store = await openTestStore()
    await store.write(session({ id: '1' }, 'w'))
    expect(await store.get<SessionCost>('/sessions/1/cost')).toMatchObject({
      total: { costUsd: null, costCoverage: null },
      phases: [],
      models: [],
      parts: [],
      unpriced: [],
      sources: [],
    })
  })
})

/** The span ids of all responses by cost, without their zeros. */
async function dearest(store: TestStore, limit: number): Promise<string> {
  const found: Response[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: List<Response> = await store.get(`/sessions/1/responses?sort=cost&limit=${limit}${cursor && `&cursor=${cursor}`}`)
    found.push(...page.items)
    cursor = page.nextCursor
  }
  return found.map(({ spanId }) => spanId.replace(/^0+/, '')).join('')
}

describe('responses by cost', () => {
  it.each([1, 2, 100])('come dearest first, the unpriced last, in pages of %i', async (limit) => {
    expect(await dearest(await spent(), limit)).toBe('4a65789')
  })

  it.each([1, 2, 3, 100])('come in one order also where costs are equal, negative or not known, in pages of %i', async (limit) => {
    const store = await spent()
    for (const [id, nanos] of [
      ['4', 0],
      ['5', -1],
      ['6', -1],
      ['7', null],
      ['8', -5],
      ['9', null],
      ['a', 7],
    ])
      store.db
        .prepare('UPDATE calls SET cost_nanos = ? WHERE id = (SELECT id FROM spans WHERE span_id = ?)')
        .run(nanos, Number.parseInt(String(id), 16))
    expect(await dearest(store, limit)).toBe('a456879')
  })

  it('refuse the cursor of another order', async () => {
    const store = await spent()
    const { nextCursor } = await store.get<List<Response>>('/sessions/1/responses?limit=1')
    expect((await store.api.request(`/api/v1/sessions/1/responses?sort=cost&cursor=${nextCursor}`)).status).toBe(400)
  })
})
