import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createConnection } from './connection.ts'

const START = new Date('2026-01-04T10:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: START })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A connection to a collector that can be switched off. */
function connected() {
  const collector = { isThere: true, asked: 0 }
  const connection = createConnection(async () => {
    collector.asked++
    return collector.isThere
  })
  const heard: (number | undefined)[] = []
  connection.subscribe(() => heard.push(connection.read().lostSinceMs))
  connection.note('live')
  return { collector, connection, heard, lostSince: () => connection.read().lostSinceMs }
}

describe('a connection', () => {
  it('is lost after five seconds in which nothing answers, from the moment at which it broke', async () => {
    const { collector, connection, lostSince } = connected()
    collector.isThere = false
    connection.note('connecting')
    await vi.advanceTimersByTimeAsync(4_900)
    expect(lostSince()).toBeUndefined()
    connection.note('connecting')
    await vi.advanceTimersByTimeAsync(200)
    expect(lostSince()).toBe(START.getTime())
    await vi.advanceTimersByTimeAsync(60_000)
    expect(lostSince()).toBe(START.getTime())
  })

  it('is not lost when only the stream is away, and is when the collector goes, too', async () => {
    const { collector, connection, lostSince } = connected()
    connection.note('connecting')
    await vi.advanceTimersByTimeAsync(30_100)
    expect(lostSince()).toBeUndefined()
    collector.isThere = false
    await vi.advanceTimersByTimeAsync(5_000)
    expect(lostSince()).toBe(START.getTime() + 30_000)
    collector.isThere = true
    await vi.advanceTimersByTimeAsync(5_000)
    expect(lostSince()).toBeUndefined()
  })

  it.each(['live', 'off'] as const)('is lost no more when the stream is %s, and asks nothing further', async (state) => {
    const { collector, connection, heard, lostSince } = connected()
    collector.isThere = false
    connection.note('connecting')
    await vi.advanceTimersByTimeAsync(5_100)
    connection.note(state)
    expect(lostSince()).toBeUndefined()
    expect(heard).toEqual([undefined, undefined, START.getTime(), undefined])
    const { asked } = collector
    await vi.advanceTimersByTimeAsync(60_000)
    expect(collector.asked).toBe(asked)
  })

  it('pays no heed to an answer that comes after the stream', async () => {
    const answer = Promise.withResolvers<boolean>()
    const connection = createConnection(() => answer.promise)
    connection.note('connecting')
    await vi.advanceTimersByTimeAsync(5_100)
    connection.note('live')
    answer.resolve(false)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(connection.read()).toEqual({ state: 'live', lostSinceMs: undefined })
  })
})
