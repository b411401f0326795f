import { describe, expect, it, vi } from 'vitest'
import { createDelivery } from './delivery.ts'
import type { SendResult } from './send.ts'
import { memorySpool } from './spool.ts'

const OK: SendResult = { status: 'ok', rejectedSpans: 0, message: '' }
const AWAY: SendResult = { status: 'retry', afterMs: 0, reason: 'ECONNREFUSED' }
const REFUSED: SendResult = { status: 'refused', reason: 'it answered 400' }

/** A delivery whose requests are answered in turn; the last answer stays. */
function deliveryTo(...answers: readonly SendResult[]) {
  const sent: string[] = []
  const spool = memorySpool(1000)
  const rejected = vi.spyOn(spool, 'reject')
  const send = async (body: string) => {
    sent.push(body)
    return answers[Math.min(sent.length, answers.length) - 1] ?? OK
  }
  return { delivery: createDelivery({ send, spool, url: 'http://test' }), sent, spool, rejected }
}

describe('createDelivery', () => {
  it('sends', async () => {
    const { delivery, sent } = deliveryTo(OK)
    expect(await delivery.deliver('a')).toBe('arrived')
    expect(sent).toEqual(['a'])
  })

  it('tries again', async () => {
    const { delivery, sent } = deliveryTo(AWAY, AWAY, OK)
    expect(await delivery.deliver('a')).toBe('arrived')
    expect(sent).toEqual(['a', 'a', 'a'])
  })

  it('keeps what it cannot send, and leaves the collector alone for a while', async () => {
    const { delivery, sent, spool } = deliveryTo(AWAY)
    expect(await delivery.deliver('a')).toBe('spooled')
    expect(await delivery.deliver('b')).toBe('spooled')
    expect(sent).toEqual(['a', 'a', 'a'])
    expect(spool.claim()?.bodies).toEqual(['a', 'b'])
  })

  it('does not wait longer than it should because the collector asks for it', async () => {
    const { delivery, sent } = deliveryTo({ status: 'retry', afterMs: 60_000, reason: 'it answered 503' })
    expect(await delivery.deliver('a')).toBe('spooled')
    expect(sent).toEqual(['a'])
  })

  it('sends what waits when the collector is there again', async () => {
    const { delivery, sent, spool } = deliveryTo(OK)
    spool.append('old')
    await delivery.deliver('new')
    await delivery.replayed()
    expect(sent).toEqual(['new', 'old'])
    expect(spool.isEmpty()).toBe(true)
  })

  it('keeps the rest when the collector goes away while it does so', async () => {
    const { delivery, spool } = deliveryTo(OK, OK, AWAY)
    for (const body of ['1', '2', '3']) spool.append(body)
    await delivery.deliver('new')
    await delivery.replayed()
    expect(spool.claim()?.bodies).toEqual(['2', '3'])
  })

  it('puts aside what is refused, and never sends it again', async () => {
    const { delivery, sent, spool, rejected } = deliveryTo(REFUSED)
    expect(await delivery.deliver('a')).toBe('refused')
    expect(sent).toEqual(['a'])
    expect(rejected).toHaveBeenCalledExactlyOnceWith('a')
    expect(spool.isEmpty()).toBe(true)
  })

  it('leaves it to the caller to make smaller what is too large', async () => {
    const { delivery, spool } = deliveryTo({ status: 'too large' })
    expect(await delivery.deliver('a')).toBe('too large')
    expect(spool.isEmpty()).toBe(true)
  })

  it('tries once when the program wants to end, also what it is about to try again', async () => {
    const { delivery, sent } = deliveryTo({ ...AWAY, afterMs: 4000 }, AWAY)
    const waiting = delivery.deliver('a')
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    delivery.hurry()
    expect(await waiting).toBe('spooled')
    expect(sent).toEqual(['a', 'a'])
  })

  it('keeps what is under way when it is abandoned, once', async () => {
    const { delivery, spool } = deliveryTo({ ...AWAY, afterMs: 4000 }, OK)
    const waiting = delivery.deliver('a')
    delivery.abandon()
    delivery.hurry()
    await waiting
    expect(spool.claim()?.bodies).toEqual(['a'])
  })
})
