import { describe, expect, it } from 'vitest'
import type { RecordBatch } from '../domain/telemetry-writer.ts'
import { createRefusals } from './refusals.ts'

const batch = (receivedNs: number): RecordBatch => ({ records: [], arrival: { receivedNs: BigInt(receivedNs), workspaceId: 1 } })

describe('receipts of refused requests', () => {
  it('are the first thousand of a flood, then ten a second', () => {
    let nowMs = 0
    const refusals = createRefusals(() => nowMs)
    const flood = (): number => {
      for (let at = 0; at < 5_000; at++) refusals.add(batch(at))
      return refusals.take().length
    }
    expect(flood()).toBe(1_000)
    expect(flood()).toBe(0)
    nowMs = 3_000
    expect(flood()).toBe(30)
    nowMs = 1_000_000
    expect(flood()).toBe(1_000)
  })

  it('are counted where there are none, and told of now and then', () => {
    let nowMs = 0
    const refusals = createRefusals(() => nowMs)
    for (let at = 0; at < 1_005; at++) refusals.add(batch(at))
    expect(refusals.takeDropped()).toBe(5)
    refusals.add(batch(0))
    expect(refusals.takeDropped()).toBe(0)
    nowMs = 10_000
    expect([refusals.takeDropped(), refusals.takeDropped()]).toEqual([1, 0])
    refusals.add(batch(0))
    for (let at = 0; at < 200; at++) refusals.add(batch(at))
    expect(refusals.takeDropped()).toBe(0)
    expect([refusals.takeDroppedNow(), refusals.takeDroppedNow()]).toEqual([201, 0])
  })

  it('wait again when they could not be written, as many as may wait', () => {
    const refusals = createRefusals(() => 0)
    for (let at = 0; at < 1_000; at++) refusals.add(batch(at))
    refusals.putBack([...refusals.take(), batch(1_000)])
    expect([refusals.waiting, refusals.takeDropped()]).toEqual([1_000, 1])
  })
})
