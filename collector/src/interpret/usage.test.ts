import { describe, expect, it } from 'vitest'
import { inputTokens, outputTokens } from '../domain/record.ts'
import type { RawUsage, UsageConvention } from './usage.ts'
import { disjointUsage } from './usage.ts'

const inclusive: UsageConvention = { cache: 'inclusive', reason: 'test' }
const exclusive: UsageConvention = { cache: 'exclusive', reason: 'test' }

interface Case {
  readonly name: string
  readonly raw: Partial<RawUsage>
  readonly convention?: UsageConvention
  /** Parts that are not 0, and the rule. */
  readonly parts: Readonly<Record<string, number | string>>
}

const cases: readonly Case[] = [
  { name: 'input and output only', raw: { input: 10, output: 3 }, parts: { inputUncached: 10, output: 3, rule: 'inclusive' } },
  { name: 'zero is a value', raw: { input: 0, output: 0 }, parts: { rule: 'inclusive' } },
  {
    name: 'inclusive by convention',
    raw: { input: 1200, cacheRead: 1000, cacheWrite: 150, output: 40 },
    parts: { inputUncached: 50, cacheRead: 1000, cacheWrite5m: 150, output: 40, rule: 'inclusive:test' },
  },
  {
    name: 'exclusive by convention',
    raw: { input: 1200, cacheRead: 1000, cacheWrite: 150, output: 40 },
    convention: exclusive,
    parts: { inputUncached: 1200, cacheRead: 1000, cacheWrite5m: 150, output: 40, rule: 'exclusive:test' },
  },
  {
    name: 'exclusive because the parts exceed the input',
    raw: { input: 50, cacheRead: 1000, cacheWrite: 150, output: 40 },
    parts: { inputUncached: 50, cacheRead: 1000, cacheWrite5m: 150, output: 40, rule: 'exclusive:parts_exceed_input' },
  },
  {
    name: 'exclusive because the total says so',
    raw: { input: 500, cacheRead: 100, output: 40, total: 640 },
    parts: { inputUncached: 500, cacheRead: 100, output: 40, rule: 'exclusive:total' },
  },
  {
    name: 'a total of input and output says nothing',
    raw: { input: 500, cacheRead: 100, output: 40, total: 540 },
    parts: { inputUncached: 400, cacheRead: 100, output: 40, rule: 'inclusive:test' },
  },
  {
    name: 'a marker beats the numbers, clamped at 0',
    raw: { input: 50, cacheRead: 1000, semantics: 'inclusive' },
    parts: { cacheRead: 1000, rule: 'parts_exceed_input' },
  },
  {
    name: 'a marker for exclusive',
    raw: { input: 2000, cacheRead: 1000, semantics: 'exclusive' },
    parts: { inputUncached: 2000, cacheRead: 1000, rule: 'exclusive:marker' },
  },
  {
    name: 'the sender says what was not cached',
    raw: { input: 300, uncached: 172, cacheRead: 128 },
    parts: { inputUncached: 172, cacheRead: 128, rule: 'disjoint' },
  },
  {
    name: 'cache writes by lifetime',
    raw: { input: 1200, cacheWrite: 150, cacheWrite5m: 100, cacheWrite1h: 50 },
    parts: { inputUncached: 1050, cacheWrite5m: 100, cacheWrite1h: 50, rule: 'inclusive:test' },
  },
  {
    name: 'cache writes by lifetime without their sum',
    raw: { input: 1200, cacheWrite5m: 100, cacheWrite1h: 50 },
    parts: { inputUncached: 1050, cacheWrite5m: 100, cacheWrite1h: 50, rule: 'inclusive:test' },
  },
  {
    name: 'reasoning inside of the output',
    raw: { input: 1, output: 100, reasoning: 90 },
    parts: { inputUncached: 1, output: 10, reasoning: 90, rule: 'inclusive' },
  },
  {
    name: 'reasoning beside the output by the total',
    raw: { input: 100, output: 95, reasoning: 90, total: 285 },
    parts: { inputUncached: 100, output: 95, reasoning: 90, rule: 'inclusive+reasoning_outside' },
  },
  {
    name: 'reasoning beside the output because it cannot be inside',
    raw: { input: 100, output: 10, reasoning: 90 },
    parts: { inputUncached: 100, output: 10, reasoning: 90, rule: 'inclusive+reasoning_outside' },
  },
  {
    name: 'audio parts',
    raw: { input: 100, inputAudio: 60, inputAudioCached: 20, cacheRead: 20, output: 50, outputAudio: 30 },
    parts: { inputUncached: 40, cacheRead: 20, inputAudio: 40, output: 20, outputAudio: 30, rule: 'inclusive:test' },
  },
  { name: 'audio beyond the input', raw: { input: 10, inputAudio: 60 }, parts: { inputAudio: 10, rule: 'inclusive' } },
  { name: 'only a total', raw: { total: 5 }, parts: { inputUncached: 5, rule: 'total_only' } },
  { name: 'a total instead of the output', raw: { input: 5, total: 8 }, parts: { inputUncached: 5, output: 3, rule: 'from_total' } },
  { name: 'a total instead of the input', raw: { output: 3, total: 8 }, parts: { inputUncached: 5, output: 3, rule: 'from_total' } },
  {
    name: 'tokens beside the counts',
    raw: { input: 5, output: 3, extraInput: 7, extraOutput: 1 },
    parts: { inputUncached: 12, output: 4, rule: 'inclusive+extra' },
  },
  { name: 'only cache counts', raw: { cacheRead: 7 }, parts: { cacheRead: 7, rule: 'exclusive:parts_exceed_input' } },
]

describe('disjointUsage', () => {
  for (const { name, raw, convention = inclusive, parts } of cases)
    it(name, () => {
      const usage = disjointUsage(raw, () => convention)
      const seen = Object.fromEntries(Object.entries(usage ?? {}).filter(([, value]) => value !== 0 && value !== false))
      expect(seen).toEqual(parts)
    })

  it('is undefined without any count', () => {
    expect(disjointUsage({ estimated: true, semantics: 'inclusive' }, () => inclusive)).toBeUndefined()
  })

  it('keeps the sender’s totals', () => {
    const usage = disjointUsage(
      { input: 1200, cacheRead: 1000, cacheWrite: 150, inputAudio: 30, output: 40, reasoning: 9, outputAudio: 8 },
      () => inclusive,
    )
    expect(usage && [inputTokens(usage), outputTokens(usage)]).toEqual([1200, 40])
  })
})
