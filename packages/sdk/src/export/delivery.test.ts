import { diag } from '@opentelemetry/api'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createDelivery } from './delivery.ts'
import { memorySpool } from './memory-spool.ts'
import type { SendResult } from './send.ts'

const OK: SendResult = { status: 'ok', rejectedSpans: 0, message: '' }
const AWAY: SendResult = { status: 'retry', afterMs: 0, reason: 'ECONNREFUSED' }
const MISPLACED: SendResult = { status: 'misplaced', reason: 'it answered 404' }
const REFUSED: SendResult = { status: 'refused', reason: 'it answered 400' }

const nothing = () => undefined
const SILENT = { error: nothing, warn: nothing, info: nothing, debug: nothing, verbose: nothing }

/** A delivery whose requests are answered in turn; the last answer stays. */
function deliveryTo(...answers: readonly SendResult[]) {
  return deliveryBy((count) => answers[Math.min(count, answers.length) - 1] ?? OK)
}

/** The same, answered by a function of the number of requests so far and of the request. */
function deliveryBy(
  answer: (count: number, body: string, stop: AbortSignal) => SendResult | Promise<SendResult>,
  options: { readonly maxEndingMs?: number } = {},
) {
  const sent: string[] = []
  const spool = memorySpool(10_000)
  const rejected = vi.spyOn(spool, 'reject')
  const send = async (body: string, stop: AbortSignal) => answer(sent.push(body), body, stop)
  return { delivery: createDelivery({ send, spool, name: 'http://test', ...options }), sent, spool, rejected }
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

  it('keeps what is not let in without a token, tries it once, and sends it when the token is right', async () => {
    const { delivery, sent, spool, rejected } = deliveryTo({ status: 'denied', reason: 'it answered 401' }, OK)
    expect(await delivery.deliver('a')).toBe('spooled')
    expect(sent).toEqual(['a'])
    expect(rejected).not.toHaveBeenCalled()
    expect(delivery.isAway()).toBe(true)
    await vi.waitFor(() => expect(spool.isEmpty()).toBe(true), { timeout: 5000 })
    await delivery.replayed()
    expect(sent).toEqual(['a', 'a'])
  })

  it('keeps what another program answers for, says once where it was sent to, and sends it when the collector is there', async () => {
    const said: string[] = []
    diag.setLogger({ ...SILENT, warn: (message) => said.push(message) })
    onTestFinished(() => diag.disable())
    const { delivery, sent, spool, rejected } = deliveryTo(MISPLACED, MISPLACED, OK)
    expect(await delivery.deliver('a')).toBe('spooled')
    expect(rejected).not.toHaveBeenCalled()
    await vi.waitFor(() => expect(spool.isEmpty()).toBe(true), { timeout: 8000 })
    await delivery.replayed()
    expect(sent).toEqual(['a', 'a', 'a'])
    expect(said.filter((text) => text.includes('takes no traces'))).toEqual([
      expect.stringMatching(/http:\/\/test takes no traces \(it answered 404\).*waits in memory.*TRACKER_URL/),
    ])
  })

  it('keeps what waits when it is not let in any more while it sends that', async () => {
    const { delivery, spool } = deliveryTo(OK, { status: 'denied', reason: 'it answered 403' })
    for (const body of ['1', '2']) spool.append(body)
    await delivery.deliver('new')
    await delivery.replayed()
    expect(spool.claim()?.bodies).toEqual(['1', '2'])
  })

  describe('what is too large', () => {
    const isTooLarge = (body: string) => body.includes('huge') || namesOf(body).length > 1
    const delivered = () => deliveryBy((_, body) => (isTooLarge(body) ? { status: 'too large' } : OK))

    it('goes in parts, and a part that is still too large is put aside', async () => {
      const { delivery, sent, rejected } = delivered()
      expect(await delivery.deliver(requestOf('a', 'huge', 'b', 'c'))).toBe('refused')
      expect(sent.filter((body) => !isTooLarge(body)).map(namesOf)).toEqual([['a'], ['b'], ['c']])
      expect(rejected.mock.calls.map(([body]) => namesOf(body))).toEqual([['huge']])
    })

    it('goes in parts also when it has waited', async () => {
      const { delivery, sent, spool, rejected } = delivered()
      spool.append(requestOf('a', 'huge', 'b'))
      await delivery.replayed()
      expect(sent.filter((body) => !isTooLarge(body)).map(namesOf)).toEqual([['a'], ['b']])
      expect(rejected).toHaveBeenCalledOnce()
      expect(spool.isEmpty()).toBe(true)
    })

    it('is kept to the last part when the process ends between them', async () => {
      const { delivery, sent, spool } = deliveryBy((count) => (count === 1 ? { status: 'too large' } : new Promise(() => undefined)))
      void delivery.deliver(requestOf('a', 'b'))
      await vi.waitFor(() => expect(sent).toHaveLength(2))
      delivery.abandon()
      expect(spool.claim()?.bodies.flatMap(namesOf)).toEqual(['a', 'b'])
    })
  })

  it('tries once when the program wants to end, also what it is about to try again', async () => {
    const { delivery, sent } = deliveryTo({ ...AWAY, afterMs: 4000 }, AWAY)
    const waiting = delivery.deliver('a')
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    delivery.hurry()
    expect(await waiting).toBe('spooled')
    expect(sent).toEqual(['a', 'a'])
  })

  it('is back to normal when a program that wanted to end goes on', async () => {
    const { delivery, sent, spool } = deliveryTo(AWAY, OK)
    const goOn = delivery.hurry()
    expect(await delivery.deliver('a')).toBe('spooled')
    goOn()
    await vi.waitFor(() => expect(spool.isEmpty()).toBe(true), { timeout: 5000 })
    expect(sent).toEqual(['a', 'a'])
  })

  it('does not try the rest once a try has failed at the end', async () => {
    const { delivery, sent, spool } = deliveryTo(AWAY)
    delivery.hurry()
    for (const body of ['a', 'b', 'c']) expect(await delivery.deliver(body)).toBe('spooled')
    expect(sent).toEqual(['a'])
    expect(spool.claim()?.bodies).toEqual(['a', 'b', 'c'])
  })

  it('waits for a collector that hangs no longer than it may at the end, whatever the number of requests', async () => {
    const hang = (_count: number, _body: string, stop: AbortSignal) =>
      new Promise<SendResult>((resolve) => stop.addEventListener('abort', () => resolve(AWAY)))
    const { delivery, sent, spool } = deliveryBy(hang, { maxEndingMs: 50 })
    // As the connection does.
    const alive = setInterval(() => undefined, 1000)
    delivery.hurry()
    for (const body of ['a', 'b', 'c']) expect(await delivery.deliver(body)).toBe('spooled')
    clearInterval(alive)
    expect(sent).toEqual(['a'])
    expect(spool.claim()?.bodies).toEqual(['a', 'b', 'c'])
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

function requestOf(...names: readonly string[]): string {
  const scopeSpans = [{ scope: { name: 's' }, spans: names.map((name) => ({ name })) }]
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: [] }, scopeSpans }] })
}

interface Request {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly { readonly name: string }[] }[] }[]
}

function namesOf(body: string): readonly string[] {
  const { resourceSpans }: Request = JSON.parse(body)
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)))
}
