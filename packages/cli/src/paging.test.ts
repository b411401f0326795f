import type { List } from '@ai-tracker/collector'
import { describe, expect, it } from 'vitest'
import { filledList } from './paging.ts'
import type { Query } from './source.ts'
import { createTerminal } from './terminal.ts'

const sink = { isTTY: false as const, columns: 80, write: () => true }
const terminal = createTerminal({ stdout: sink, stderr: sink, env: {} })

/** A list that answers these pages, and notes what it was asked. */
function listOf(...pages: readonly (readonly string[])[]) {
  const asked: Query[] = []
  const read = (query: Query): Promise<List<string>> => {
    asked.push(query)
    const page = Number(query.cursor ?? 0)
    const items = (pages[page] ?? []).slice(0, Number(query.limit ?? 50))
    return Promise.resolve({ items, nextCursor: page + 1 < pages.length ? String(page + 1) : null })
  }
  return { read, asked }
}

describe('a list of which a page may be empty', () => {
  it.each<[string, readonly (readonly string[])[], number, List<string>]>([
    ['goes on behind empty pages', [[], [], ['a'], [], ['b']], 50, { items: ['a', 'b'], nextCursor: null }],
    ['ends where nothing is left', [[], []], 50, { items: [], nextCursor: null }],
    ['ends at its limit', [['a'], [], ['b', 'c'], ['d']], 2, { items: ['a', 'b'], nextCursor: '3' }],
    ['asks once where the page is full', [['a', 'b'], ['c']], 2, { items: ['a', 'b'], nextCursor: '1' }],
  ])('%s', async (...[, pages, limit, expected]) => {
    expect(await filledList(listOf(...pages).read, { limit: String(limit) }, { limit, terminal })).toEqual(expected)
  })

  it('asks for what is missing, with the same filters', async () => {
    const { read, asked } = listOf(['a'], [], ['b'])
    await filledList(read, { q: 'x', limit: undefined, cursor: undefined }, { limit: 50, terminal })
    expect(asked.map(({ q, limit, cursor }) => [q, limit, cursor])).toEqual([
      ['x', undefined, undefined],
      ['x', '49', '1'],
      ['x', '49', '2'],
    ])
  })

  it('gives up after a minute, with the place where it is', async () => {
    let nowMs = 0
    const { read, asked } = listOf(...Array.from({ length: 100 }, () => []))
    const list = await filledList(read, {}, { limit: 50, terminal, now: () => (nowMs += 10_000) })
    expect(list).toEqual({ items: [], nextCursor: String(asked.length) })
    expect(asked.length).toBeLessThan(10)
  })
})
