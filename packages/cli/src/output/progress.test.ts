import { describe, expect, it } from 'vitest'
import { createProgress } from './progress.ts'

/** What a bar draws when it is told how far the work is at these milliseconds. */
function drawn(updates: readonly (readonly [ms: number, done: number, total?: number])[], columns = 80) {
  const written: string[] = []
  let nowMs = 0
  const progress = createProgress('spans', { write: (text) => written.push(text), columns, now: () => nowMs })
  for (const [ms, done, total] of updates) {
    nowMs = ms
    progress.update(done, total)
  }
  progress.end()
  progress.end()
  return written.map((text) => text.replace('\r\u001b[2K', ''))
}

describe('progress', () => {
  it.each<[name: string, updates: Parameters<typeof drawn>[0], expected: readonly string[]]>([
    [
      'of what is done within a second is not shown',
      [
        [0, 1],
        [500, 2],
        [999, 3],
      ],
      [],
    ],
    ['without a total is a number', [[1_000, 12_345]], ['spans 12,345', '']],
    ['with a total is a bar', [[1_000, 1, 2]], ['spans [############............]  50%', '']],
    ['beyond its total is whole', [[1_000, 9, 2]], ['spans [########################] 100%', '']],
    [
      'is redrawn ten times a second',
      [
        [1_000, 1],
        [1_050, 2],
        [1_099, 3],
        [1_100, 4],
      ],
      ['spans 1', 'spans 4', ''],
    ],
    ['of nothing', [], []],
  ])('%s', (_, updates, expected) => expect(drawn(updates)).toEqual(expected))

  it('where nobody sees it draws nothing', () => expect(drawn([[5_000, 1]], 0)).toEqual([]))

  it('fits', () => expect(drawn([[5_000, 1, 2]], 10)).toEqual(['spans [##', '']))
})
