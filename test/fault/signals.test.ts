import { join } from 'node:path'
import { expect, it } from 'vitest'
import { faultFolder, testCollector } from './fault-folder.ts'
import { together } from './kill-rounds.ts'
import { startSender } from './sender.ts'
import { compare, readStored, WHOLE } from './stored-items.ts'

it.each([
  ['SIGTERM', ['SIGTERM']],
  ['SIGTERM twice', ['SIGTERM', 'SIGTERM']],
  ['SIGINT, then SIGTERM', ['SIGINT', 'SIGTERM']],
] as const)(
  '%s under load ends with 0, and everything that was acknowledged is there',
  async (_, signals) => {
    const file = join(faultFolder(), 'tracker.db')
    const collector = testCollector(file)
    const url = await collector.url
    let target: string | undefined = url
    const senders = [1, 2, 3, 4].map((number) => startSender(number, () => target))
    await expect.poll(() => together(senders).acknowledged.size, { interval: 5, timeout: 20_000 }).toBeGreaterThan(100)
    for (const signal of signals) collector.kill(signal)
    expect(await collector.end).toEqual([0, null])
    target = undefined
    const known = together(senders)
    expect(compare(file, known)).toEqual(WHOLE)

    const next = testCollector(file)
    target = await next.url
    await Promise.all(senders.map((sender) => sender.stop()))
    next.kill('SIGTERM')
    expect(await next.end).toEqual([0, null])
    const there = new Set(readStored(file).items)
    expect([...together(senders).sent].filter((item) => !there.has(item))).toEqual([])
  },
  60_000,
)
