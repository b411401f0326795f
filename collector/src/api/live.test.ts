import { describe, expect, it } from 'vitest'
import { liveResponse } from './live.ts'

/** A bus with one subscriber at most. */
function bus() {
  let listener: ((ids: readonly number[]) => void) | undefined
  return {
    subscribe: (changed: (ids: readonly number[]) => void) => {
      listener = changed
      return () => {
        listener = undefined
      }
    },
    publish: (...ids: readonly number[]) => listener?.(ids),
    isHeard: () => listener !== undefined,
  }
}

async function text(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<string> {
  const { value } = (await reader?.read()) ?? {}
  return new TextDecoder().decode(value)
}

describe('liveResponse', () => {
  it('tells which sessions changed, and unsubscribes when its reader leaves', async () => {
    const { subscribe, publish, isHeard } = bus()
    const response = liveResponse(subscribe)
    expect(response.headers.get('Content-Type')).toBe('text/event-stream')
    const reader = response.body?.getReader()
    expect(await text(reader)).toBe(': live\n\n')
    publish(7, 8)
    expect(await text(reader)).toBe('data: {"type":"session","id":7}\n\ndata: {"type":"session","id":8}\n\n')
    await reader?.cancel()
    expect(isHeard()).toBe(false)
  })

  it('tells a slow reader once about a session that changed many times', async () => {
    const { subscribe, publish } = bus()
    const reader = liveResponse(subscribe).body?.getReader()
    for (let i = 0; i < 100; i++) publish(7)
    expect(await text(reader)).toBe(': live\n\n')
    expect(await text(reader)).toBe('data: {"type":"session","id":7}\n\n')
    await reader?.cancel()
  })

  it('ends for a reader who does not read while ten thousand sessions change', async () => {
    const { subscribe, publish, isHeard } = bus()
    const reader = liveResponse(subscribe).body?.getReader()
    for (let id = 1; id <= 10_000; id++) publish(id)
    expect(isHeard()).toBe(true)
    publish(10_001)
    expect(isHeard()).toBe(false)
    expect(await text(reader)).toBe(': live\n\n')
    expect((await reader?.read())?.done).toBe(true)
  })

  it.each([
    ['while it streams', false],
    ['before it began', true],
  ])('ends when the process stops %s', async (_, before) => {
    const { subscribe, isHeard } = bus()
    const stopping = new AbortController()
    if (before) stopping.abort()
    const reader = liveResponse(subscribe, stopping.signal).body?.getReader()
    expect(await text(reader)).toBe(': live\n\n')
    stopping.abort()
    expect((await reader?.read())?.done).toBe(true)
    expect(isHeard()).toBe(false)
  })
})
