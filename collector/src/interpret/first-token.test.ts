import { describe, expect, it } from 'vitest'
import { timeToFirstTokenNs } from './first-token.ts'
import { spanView } from './span-view.ts'
import type { PlainItem } from './testing/item.ts'
import { testItem } from './testing/item.ts'

const serverTime = (value: number, scope: string): PlainItem => ({
  scope: { name: scope },
  attributes: { 'gen_ai.server.time_to_first_token': value },
})

const cases: readonly [name: string, item: PlainItem, expected: bigint | undefined][] = [
  ['none', {}, undefined],
  ['seconds', { attributes: { 'gen_ai.response.time_to_first_chunk': 0.25 } }, 250_000_000n],
  ['seconds of the AI SDK', { attributes: { 'gen_ai.client.operation.time_to_first_chunk': 1 } }, 1_000_000_000n],
  ['milliseconds of Strands', serverTime(850, 'strands.telemetry.tracer'), 850_000_000n],
  ['seconds of OpenLIT', serverTime(3, 'openlit.otel.tracing'), 3_000_000_000n],
  ['more seconds than the span lasted', serverTime(850, 'x'), 850_000_000n],
  ['fewer seconds than the span lasted', serverTime(1.5, 'x'), 1_500_000_000n],
  ['negative', { attributes: { 'gen_ai.response.time_to_first_chunk': -1 } }, undefined],
  ['absurd', { attributes: { 'gen_ai.response.time_to_first_chunk': 1e300 } }, undefined],
  [
    'the first chunk event',
    {
      startNs: '100',
      endNs: '900',
      events: [
        { name: 'a', timeNs: '150' },
        { name: 'First Token Stream Event', timeNs: '300' },
      ],
    },
    200n,
  ],
  [
    'a chunk before the start',
    { startNs: '100', endNs: '900', events: [{ name: 'llm.content.completion.chunk', timeNs: '50' }] },
    undefined,
  ],
]

describe('timeToFirstTokenNs', () => {
  for (const [name, item, expected] of cases)
    it(name, () => {
      expect(timeToFirstTokenNs(spanView(testItem(item)))).toBe(expected)
    })
})
