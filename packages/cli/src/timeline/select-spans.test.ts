import { describe, expect, it } from 'vitest'
import { selectSpans } from './select-spans.ts'
import { span } from './testing/make.ts'

/**
 * 1
 * ├ 2
 * │ └ 3 failed
 * ├ 4
 * └ 5 failed
 *   └ 6
 * 7
 */
const tree = [
  span(1, 0),
  span(2, 1),
  span(3, 2, { status: 'failed' }),
  span(4, 1),
  span(5, 1, { status: 'failed' }),
  span(6, 2),
  span(7, 0),
]

async function* inOrder<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

describe('a timeline chooses', () => {
  it.each<[name: string, selection: Partial<Parameters<typeof selectSpans>[1]>, ids: readonly number[], hasMore: boolean]>([
    ['everything', {}, [1, 2, 3, 4, 5, 6, 7], false],
    ['as many as it may', { limit: 3 }, [1, 2, 3], true],
    ['exactly as many as there are', { limit: 7 }, [1, 2, 3, 4, 5, 6, 7], false],
    ['the upper levels', { levels: 2 }, [1, 2, 4, 5, 7], false],
    ['one level', { levels: 1, limit: 1 }, [1], true],
    ['what failed, and what is around it', { onlyErrors: true }, [1, 2, 3, 5], false],
    ['failures in the levels that it shows', { onlyErrors: true, levels: 2 }, [1, 2, 5], false],
    ['some failures', { onlyErrors: true, limit: 3 }, [1, 2, 3], true],
  ])('%s', async (...[, selection, ids, hasMore]) => {
    const selected = await selectSpans(inOrder(tree), { limit: 100, onlyErrors: false, ...selection })
    expect({ ids: selected.spans.map(({ id }) => id), hasMore: selected.hasMore }).toEqual({ ids, hasMore })
  })

  it('nothing from nothing', async () => {
    expect(await selectSpans(inOrder([]), { limit: 1, onlyErrors: true })).toEqual({ spans: [], hasMore: false })
  })

  it('no more than it must read', async () => {
    let read = 0
    const endless = (async function* () {
      for (;;) yield span(++read, 0)
    })()
    await selectSpans(endless, { limit: 10, onlyErrors: false })
    expect(read).toBe(11)
  })
})
