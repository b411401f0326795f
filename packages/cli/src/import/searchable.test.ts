import { describe, expect, it } from 'vitest'
import { waitUntilSearchable } from './searchable.ts'

/** Waits by looks that find these numbers, the last one for ever, each a minute after the one before. */
async function wait(...found: readonly (number | Error)[]) {
  let [looks, ends] = [0, 0]
  const shown: (number | undefined)[][] = []
  const readPending = async (): Promise<number> => {
    const pending = found[Math.min(looks++, found.length - 1)] ?? 0
    if (pending instanceof Error) throw pending
    return pending
  }
  const progress = { update: (done: number, total?: number) => void shown.push([done, total]), end: () => void ends++ }
  const waited = waitUntilSearchable({ readPending, progress, patienceMs: 90_000, now: () => looks * 60_000 })
  const left = await waited.catch((error: unknown) => error)
  return { left, looks, ends, shown }
}

describe('waiting until all can be found', () => {
  it.each([
    ['at once', [0], { left: 0, looks: 1, shown: [] }],
    [
      'after a while',
      [4, 3, 1, 0],
      {
        ...{ left: 0, looks: 4 },
        shown: [
          [0, 4],
          [1, 4],
          [3, 4],
        ],
      },
    ],
    ['even when there are more in between', [2, 3, 1, 0], { left: 0, looks: 4 }],
    ['not, when nothing goes on', [5, 4], { left: 4, looks: 4 }],
    ['not, when there are only more', [5, 6, 7, 8], { left: 7, looks: 3 }],
    ['not, when nobody can tell', [new Error('no')], { left: new Error('no'), looks: 1 }],
  ] as const)('ends %s', async (_, found, expected) => {
    expect(await wait(...found)).toMatchObject({ ...expected, ends: 1 })
  })
})
