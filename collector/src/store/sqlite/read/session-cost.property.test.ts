import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chat, openTestStore, phase, type TestSpan, type TestStore } from '../../../api/testing/test-store.ts'
import { COST_PARTS, type CostPart } from '../../../domain/cost.ts'
import type { UsagePart } from '../../../domain/record.ts'
import { readSessionCost } from './session-cost.ts'

const KEY = { 'tracker.session.key': 'the-session-of-all' }
const amount = fc.oneof(fc.nat(20), fc.nat(2_000_000))
const call = fc.record({
  trace: fc.constantFrom('1', '2'),
  parent: fc.constantFrom(undefined, 'a1', 'a2'),
  /** Below the call before it, which then counts nothing. */
  isBelow: fc.boolean(),
  model: fc.constantFrom('m-1', 'm-2', 'no-price', 'gpt-4o', 'claude-sonnet-4-5'),
  input: amount,
  output: amount,
  cacheRead: fc.option(amount, { nil: undefined }),
  reasoning: fc.option(amount, { nil: undefined }),
  reported: fc.option(fc.nat(9), { nil: undefined, freq: 4 }),
})

function spansOf(calls: readonly (typeof call extends fc.Arbitrary<infer T> ? T : never)[]): readonly TestSpan[] {
  const phases = ['1', '2'].flatMap((trace) => [
    phase({ trace, id: 'a1', attributes: KEY }, 'draft'),
    phase({ trace, id: 'a2', parent: 'a1', attributes: KEY }, 'inner'),
  ])
  const spans = calls.map((sketch, index) => {
    const id = (index + 1).toString(16)
    const parent = sketch.isBelow && index > 0 ? index.toString(16) : sketch.parent
    const attributes = {
      ...KEY,
      ...(sketch.cacheRead !== undefined && { 'gen_ai.usage.cache_read.input_tokens': Math.min(sketch.cacheRead, sketch.input) }),
      ...(sketch.reasoning !== undefined && { 'gen_ai.usage.reasoning.output_tokens': Math.min(sketch.reasoning, sketch.output) }),
      ...(sketch.reported !== undefined && { 'tracker.cost.usd': sketch.reported }),
    }
    return chat({ trace: sketch.trace, id, ...(parent !== undefined && { parent }), at: index, attributes }, sketch)
  })
  return [...phases, ...spans]
}

interface CallRow extends Readonly<Record<string, unknown>> {
  readonly phase_id: bigint | null
  readonly model: string | null
  readonly cost_source: string
  readonly cost_nanos: bigint | null
  readonly cost_derivation: string | null
}

const COLUMNS: Readonly<Record<UsagePart, string>> = {
  inputUncached: 'input_uncached',
  cacheRead: 'cache_read',
  cacheWrite5m: 'cache_write_5m',
  cacheWrite1h: 'cache_write_1h',
  inputAudio: 'input_audio',
  output: 'output',
  reasoning: 'reasoning',
  outputAudio: 'output_audio',
}

/** Every amount anew, call by call. */
function recomputed({ db }: TestStore) {
  const rows = db.prepare('SELECT * FROM calls WHERE repeated = 0').safeIntegers().all() as CallRow[]
  const derivations = rows.map(
    (row) => JSON.parse(row.cost_derivation ?? '{}') as { parts?: Partial<Record<CostPart, number>>; reason?: string },
  )
  const priced = (group: readonly CallRow[]) => group.filter(({ cost_nanos }) => cost_nanos !== null)
  const money = (group: readonly CallRow[]) => group.reduce((sum, row) => sum + (row.cost_nanos ?? 0n), 0n)
  const groupBy = (name: (row: CallRow, index: number) => string) => [
    ...new Map(rows.map((row, index) => [name(row, index), rows.filter((each, i) => name(each, i) === name(row, index))])),
  ]
  const line = ([name, group]: readonly [string, readonly CallRow[]]) => [name, group.length, priced(group).length, money(group)]
  return {
    phases: groupBy(({ phase_id }) => String(phase_id ?? 'none'))
      .map(line)
      .sort(),
    models: groupBy(({ model }) => model ?? '')
      .map(line)
      .sort(),
    sources: groupBy(({ cost_source }) => cost_source)
      .map(([name, group]) => [name, group.length, priced(group).length === 0 ? undefined : money(group)])
      .sort(),
    unpriced: groupBy((row, index) => `${derivations[index]?.reason} ${row.model}`)
      .flatMap(([name, group]) => {
        const count = group.length - priced(group).length
        return count === 0 ? [] : [[name, count]]
      })
      .sort(),
    parts: COST_PARTS.flatMap((part) => {
      const charged = derivations.flatMap(({ parts }) => (parts?.[part] === undefined ? [] : [BigInt(parts[part])]))
      const quantity = part === 'request' ? charged.length : rows.reduce((sum, row) => sum + Number(row[COLUMNS[part]]), 0)
      return quantity === 0 ? [] : [[part, quantity, charged.length === 0 ? undefined : charged.reduce((a, b) => a + b, 0n)]]
    }),
  }
}

function read(store: TestStore) {
  const { phases, models, sources, unpriced, parts } = readSessionCost(store.db, { sessionId: 1 })
  return {
    phases: phases.map((each) => [String(each.phaseId ?? 'none'), each.responseCount, each.pricedCount, each.costNanos]).sort(),
    models: models.map((each) => [each.name, each.responseCount, each.pricedCount, each.costNanos]).sort(),
    sources: sources.map((each) => [each.source, each.responseCount, each.costNanos]).sort(),
    unpriced: unpriced.map((each) => [`${each.reason} ${each.model}`, each.responseCount]).sort(),
    parts: parts.map((each) => [each.part, each.quantity, each.costNanos]),
  }
}

describe('the cost of a session', () => {
  it('is what its calls add up to, one by one, whatever order they came in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 12 }), fc.integer(), async (calls, seed) => {
        const store = await openTestStore()
        const spans = spansOf(calls)
        const order = spans.map((_, index) => (Math.imul(index + 1, seed | 1) >>> 0) % 97)
        const shuffled = spans.toSorted((a, b) => (order[spans.indexOf(a)] ?? 0) - (order[spans.indexOf(b)] ?? 0))
        for (const span of shuffled) await store.write(span)
        expect(read(store)).toEqual(recomputed(store))
        store.db.close()
      }),
      { numRuns: 60 },
    )
  })
})
