import type { Phase } from '@ai-tracker/collector'
import { describe, expect, it } from 'vitest'
import { plain } from './paint.ts'
import { phaseLines, placed } from './session-page.ts'

const phase = (id: number, parentId: number | null, rest: Partial<Phase> = {}): Phase => ({
  id,
  parentId,
  name: `phase ${id}`,
  spanId: '',
  traceId: '',
  number: null,
  iteration: null,
  attempt: null,
  implicit: false,
  status: 'completed',
  startedAt: null,
  completedAt: null,
  durationMs: 1,
  responseCount: 0,
  tokensTotal: 0,
  costUsd: null,
  costCoverage: null,
  error: null,
  metadata: null,
  ...rest,
})

describe('phases as a tree', () => {
  it.each<[name: string, parents: readonly (readonly [number, number | null])[], expected: readonly string[]]>([
    [
      'children stand below their parent',
      [
        [1, null],
        [2, null],
        [3, 1],
        [4, 3],
        [5, 1],
      ],
      ['1@0', '3@1', '4@2', '5@1', '2@0'],
    ],
    [
      'a child may start before its parent',
      [
        [2, 1],
        [1, null],
      ],
      ['1@0', '2@1'],
    ],
    [
      'a parent that is missing',
      [
        [1, 99],
        [2, 1],
      ],
      ['1@0', '2@1'],
    ],
    [
      'its own parent',
      [
        [1, 1],
        [2, null],
      ],
      ['2@0', '1@0'],
    ],
    [
      'a cycle',
      [
        [1, 2],
        [2, 1],
        [3, 1],
      ],
      ['1@0', '2@1', '3@1'],
    ],
    ['none', [], []],
  ])('%s', (_, parents, expected) => {
    expect(placed(parents.map(([id, parent]) => phase(id, parent))).map(({ id, depth }) => `${id}@${depth}`)).toEqual(expected)
  })

  it('may be as deep as the list is long', () => {
    const chain = Array.from({ length: 1_000 }, (_, index) => phase(index, index - 1))
    expect(placed(chain).at(-1)).toMatchObject({ id: 999, depth: 999 })
    for (const line of phaseLines(chain, { columns: 80, paint: plain })) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('names iteration, attempt and what is outside', () => {
    const phases = [
      phase(1, null, { iteration: 3 }),
      phase(2, null, { attempt: 2, iteration: 1 }),
      phase(3, null, { implicit: true, durationMs: null, status: 'running' }),
    ]
    const lines = phaseLines(phases, { columns: 80, paint: plain })
    expect(lines).toEqual([
      'PHASE                        STATUS     DURATION  CALLS  TOKENS  COST',
      'phase 1 #3                   completed       1ms      0       0     —',
      'phase 2 (attempt 2)          completed       1ms      0       0     —',
      'phase 3 (outside of phases)  running           —      0       0     —',
    ])
  })
})
