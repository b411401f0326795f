import { warn, warnOnce } from '../warn.ts'
import { requestParts } from './request-parts.ts'
import type { Send, SendResult } from './send.ts'
import type { Spool } from './spool.ts'

/** Brings requests to the collector, or into the spool. */
export interface Delivery {
  /** Resolves when it is known what becomes of the request. Never rejects. */
  deliver(body: string): Promise<Delivered>
  /** Puts a request into the spool, without trying to send it. */
  keep(body: string): 'spooled' | 'lost'
  /** Puts everything that is under way into the spool, at once: the process ends. */
  abandon(): void
  /**
   * The program wants to end: nothing is tried twice, nothing at all after a first failure, and nothing for longer than some seconds in
   * all. @returns takes that back, for a program that goes on after all
   */
  hurry(): () => void
  /** Sends what waits, unless the collector is being left alone. Resolves when that is done, or cannot be. Never rejects. */
  replayed(): Promise<void>
  /** Whether the collector did not answer, or not as one, and is being left alone. */
  isAway(): boolean
}

/** What became of a request. `lost`: it could neither be sent nor kept. */
export type Delivered = 'arrived' | 'spooled' | 'refused' | 'lost'

/** What delivery works with. */
export interface DeliveryParts {
  readonly send: Send
  readonly spool: Spool
  /** How the collector is called in messages. */
  readonly name: string
  /** How long a program that wants to end may be held up, in all. */
  readonly maxEndingMs?: number
}

/** Waits before the second and the third try. A collector that is being restarted is back by then. */
const RETRY_WAITS_MS = [200, 800]
/** A collector that is away is left alone so long, and longer each time. */
const FIRST_REST_MS = 1000
const MAX_REST_MS = 30_000
const MAX_ENDING_MS = 5000
/** An answer that asks for more patience than this is spooled instead. */
const MAX_RETRY_AFTER_MS = 5000

const MISPLACED_ADVICE =
  'perhaps another program has this port, or the path is wrong; TRACKER_URL and endpoint are the address of the collector, such as http://127.0.0.1:4318'

/** The end of the program, while it is being waited for. */
interface Ending {
  /** More than one may wait for it: the end of the event loop, and a signal. */
  waiting: number
  readonly timer: NodeJS.Timeout
  /** One try has failed, or the time is up. */
  hasGivenUp: boolean
}

/** Delivery with retries, a rest while the collector is away, and the sending of what had to wait. */
export function createDelivery({ send, spool, name, maxEndingMs = MAX_ENDING_MS }: DeliveryParts): Delivery {
  const underWay = new Set<string>()
  const sleepers = new Set<() => void>()
  let stop = new AbortController()
  let ending: Ending | undefined
  let restMs = 0
  let restUntilMs = 0
  let replaying: Promise<void> | undefined
  let reportedDrops = 0

  const isAway = () => Date.now() < restUntilMs
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        sleepers.delete(done)
        resolve()
      }
      const timer = setTimeout(done, ms).unref()
      sleepers.add(done)
    })

  const store = (keep: (body: string) => void, body: string): boolean => {
    let isKept = true
    try {
      keep(body)
    } catch (error) {
      isKept = false
      warn('spool', `what could not be sent is lost, because it cannot be kept: ${String(error)}`)
    }
    const drops = spool.dropped()
    if (drops > reportedDrops) warn('spool-full', `the spool is full; ${drops - reportedDrops} oldest requests were dropped`)
    reportedDrops = drops
    return isKept
  }

  const keep = (body: string) => (store(spool.append, body) ? 'spooled' : 'lost')

  const tellWhy = (result: SendResult) => {
    const waits = `what is recorded waits ${spool.place}`
    if (result.status === 'retry') warn('away', `no collector at ${name} (${result.reason}); ${waits} until it is back`)
    if (result.status === 'denied')
      warn('denied', `the collector at ${name} lets nobody in without its token (${result.reason}); ${waits}: check TRACKER_TOKEN`)
    if (result.status === 'misplaced')
      warnOnce(`misplaced ${name}`, `${name} takes no traces (${result.reason}); ${waits}: ${MISPLACED_ADVICE}`)
  }
  const rest = (result: SendResult) => {
    restMs = Math.min(restMs === 0 ? FIRST_REST_MS : restMs * 2, MAX_REST_MS)
    restUntilMs = Date.now() + restMs
    if (ending) ending.hasGivenUp = true
    tellWhy(result)
    setTimeout(() => void replay(), restMs).unref()
  }

  const attempt = async (body: string): Promise<SendResult> => {
    let result = await send(body, stop.signal)
    for (const waitMs of RETRY_WAITS_MS) {
      if (result.status !== 'retry' || ending || (result.afterMs ?? 0) > MAX_RETRY_AFTER_MS) return result
      await sleep(result.afterMs ?? waitMs)
      result = await send(body, stop.signal)
    }
    return result
  }

  const refuse = (body: string, reason: string) => {
    warn('refused', `the collector at ${name} does not take what is sent: ${reason}`)
    store(spool.reject, body)
  }

  /** What is too large together may not be in smaller parts. */
  const deliverParts = async (body: string): Promise<Delivered> => {
    const parts = requestParts(body)
    if (parts.length < 2) {
      refuse(body, 'a span of this size is too large')
      return 'refused'
    }
    // All at once, so that none is forgotten when the process ends between them.
    for (const part of parts) underWay.add(part)
    const results: Delivered[] = []
    for (const part of parts) results.push(underWay.has(part) ? await deliver(part) : 'spooled')
    return results.find((result) => result !== 'arrived') ?? 'arrived'
  }

  const settle = async (body: string, result: SendResult): Promise<Delivered> => {
    if (result.status === 'too large') return deliverParts(body)
    if (result.status === 'refused') {
      refuse(body, result.reason)
      return 'refused'
    }
    if (result.status !== 'ok') {
      rest(result)
      return keep(body)
    }
    if (result.rejectedSpans > 0) warn('rejected', `the collector rejected ${result.rejectedSpans} spans: ${result.message}`)
    restMs = 0
    restUntilMs = 0
    if (!spool.isEmpty()) void replay()
    return 'arrived'
  }

  const deliver = async (body: string): Promise<Delivered> => {
    if (ending ? ending.hasGivenUp : isAway()) {
      underWay.delete(body)
      return keep(body)
    }
    underWay.add(body)
    const result = await attempt(body)
    // Once abandoned, it lies in the spool already.
    return underWay.delete(body) ? settle(body, result) : 'spooled'
  }

  /** Sends the files that nobody owns, oldest first. @returns why it had to stop */
  const replayFiles = async (): Promise<SendResult | undefined> => {
    while (!ending?.hasGivenUp) {
      const file = spool.claim()
      if (!file) return undefined
      for (const [index, body] of file.bodies.entries()) {
        const result = ending?.hasGivenUp ? ENDS : await send(body, stop.signal)
        if (result.status === 'retry' || result.status === 'denied' || result.status === 'misplaced') {
          file.release(index)
          return result
        }
        if (result.status === 'refused') refuse(body, result.reason)
        if (result.status === 'too large') await deliverParts(body)
      }
      file.remove()
    }
    return undefined
  }
  const replay = (): Promise<void> => {
    replaying ??= replayFiles()
      .catch((error: unknown) => void warn('replay', `what waits could not be sent: ${String(error)}`))
      .then((failed) => {
        replaying = undefined
        if (failed) rest(failed)
      })
    return replaying
  }

  const giveUp = () => {
    if (ending) ending.hasGivenUp = true
    stop.abort()
    stop = new AbortController()
  }

  return {
    deliver,
    keep,
    abandon() {
      for (const body of underWay) store(spool.append, body)
      underWay.clear()
    },
    hurry() {
      ending ??= { waiting: 0, timer: setTimeout(giveUp, maxEndingMs).unref(), hasGivenUp: false }
      const mine = ending
      mine.waiting++
      for (const wake of [...sleepers]) wake()
      return () => {
        mine.waiting--
        if (mine.waiting > 0 || ending !== mine) return
        clearTimeout(mine.timer)
        ending = undefined
      }
    },
    async replayed() {
      if (replaying || !(isAway() || spool.isEmpty())) await replay()
    },
    isAway,
  }
}

const ENDS: SendResult = { status: 'retry', afterMs: undefined, reason: 'the program ends' }
