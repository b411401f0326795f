import { beforeAll, describe, expect, it } from 'vitest'
import { openTestStore, type TestStore } from '../../../api/testing/test-store.ts'
import { createAgents } from './agents.ts'

const LENGTH = 2600
const AGENTS = [0, 600, 1600]
const idOf = (depth: number) => (depth + 1).toString(16).padStart(16, '0')
const agent = (name: string) => ({ name, attributes: { 'gen_ai.operation.name': 'invoke_agent' } })

describe('the agents around a span', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore()
    const chain = Array.from({ length: LENGTH }, (_, depth) => ({
      id: idOf(depth),
      ...(depth > 0 && { parent: idOf(depth - 1) }),
      ...(AGENTS.includes(depth) && agent(`at ${depth}`)),
    }))
    const nested = Array.from({ length: 12 }, (_, depth) => ({
      trace: '2',
      id: idOf(depth),
      ...(depth > 0 && { parent: idOf(depth - 1) }),
      ...agent(`at ${depth}`),
    }))
    await store.write(...chain, ...nested)
  })

  /** Those of the 1,000 spans above one at some depth. */
  const expected = (depth: number) => AGENTS.filter((at) => at < depth && at >= depth - 1000).map((at) => `at ${at}`)

  it.each<[string, readonly number[]]>([
    ['from the top', [0, 1, 600, 601, 1000, 1001, 1600, 1601, 2599]],
    ['from the bottom', [2599, 2000, 1700, 1600, 1599, 1001, 1000, 601, 1]],
    ['from the middle', [1599, 1601, 1602, 2001, 2601 - 2, 1000]],
  ])('are those within a thousand spans above it, whichever was asked for before: %s', (_, asked) => {
    const agentsOf = createAgents(store.db)
    expect(asked.map((depth) => agentsOf(1, idOf(depth)).map(({ name }) => name))).toEqual(asked.map(expected))
  })

  it('are the outermost ones where they are many', () => {
    const agentsOf = createAgents(store.db)
    const names = (depth: number) => agentsOf(2, idOf(depth)).map(({ name }) => name)
    expect([names(11), names(9), names(3)]).toEqual([
      Array.from({ length: 8 }, (_, at) => `at ${at}`),
      Array.from({ length: 8 }, (_, at) => `at ${at}`),
      ['at 0', 'at 1', 'at 2'],
    ])
  })
})
