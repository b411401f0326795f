import { warn } from '../warn.ts'
import type { Send, SendResult } from './send.ts'
import type { Spool } from './spool.ts'

/** Brings requests to the collector, or into the spool. */
export interface Delivery {
  /** Resolves when the request has arrived, waits in the spool, or is refused. Never rejects. */
  deliver(body: string): Promise<Delivered>
  /** Puts everything that is under way into the spool, at once: the process ends. */
  abandon(): void
  /** From now on nothing is tried twice: the program wants to end. */
  hurry(): void
  /** Resolves when what waits has been sent, or cannot be. */
  replayed(): Promise<void>
}

/** `too large`: the caller may send it in smaller parts. */
export type Delivered = 'arrived' | 'spooled' | 'refused' | 'too large'

/** What delivery works with. */
export interface DeliveryParts {
  readonly send: Send
  readonly spool: Spool
  readonly url: string
}

/** Waits before the second and the third try. A collector that is being restarted is back by then. */
const RETRY_WAITS_MS = [200, 800]
/** A collector that is away is left alone so long, and longer each time. */
const FIRST_REST_MS = 1000
const MAX_REST_MS = 30_000
/** A program that wants to end waits so long for what other runs have left. */
const MAX_LAST_REPLAY_MS = 5000
/** An answer that asks for more patience than this is spooled instead. */
const MAX_RETRY_AFTER_MS = 5000

/** Delivery with retries, a rest while the collector is away, and the sending of what had to wait. */
export function createDelivery({ send, spool, url }: DeliveryParts): Delivery {
  const underWay = new Set<string>()
  const sleepers = new Set<() => void>()
  let lastMomentMs = Number.POSITIVE_INFINITY
  let restMs = 0
  let restUntilMs = 0
  let replaying: Promise<void> | undefined
  let reportedDrops = 0

  const isHurried = () => lastMomentMs !== Number.POSITIVE_INFINITY
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

  const store = (keep: (body: string) => void, body: string) => {
    try {
      keep(body)
    } catch (error) {
      warn('spool', `what could not be sent is lost, because it cannot be kept: ${String(error)}`)
    }
    const drops = spool.dropped()
    if (drops > reportedDrops) warn('spool-full', `the spool is full; ${drops - reportedDrops} oldest requests were dropped`)
    reportedDrops = drops
  }

  const rest = (reason: string) => {
    restMs = Math.min(restMs === 0 ? FIRST_REST_MS : restMs * 2, MAX_REST_MS)
    restUntilMs = Date.now() + restMs
    warn('away', `no collector at ${url} (${reason}); what is recorded waits until it is back`)
    setTimeout(() => void replay(), restMs).unref()
  }

  const attempt = async (body: string): Promise<SendResult> => {
    let result = await send(body)
    for (const waitMs of RETRY_WAITS_MS) {
      if (result.status !== 'retry' || isHurried() || (result.afterMs ?? 0) > MAX_RETRY_AFTER_MS) return result
      await sleep(result.afterMs ?? waitMs)
      result = await send(body)
    }
    return result
  }

  const replay = (): Promise<void> => {
    replaying ??= replayFiles({ send, spool, refuse: (body, reason) => refuse(body, reason), isOver: () => Date.now() > lastMomentMs })
      .catch((error: unknown) => warn('replay', `what waits could not be sent: ${String(error)}`))
      .then((result) => {
        replaying = undefined
        if (result === 'away') rest('still')
      })
    return replaying
  }

  const refuse = (body: string, reason: string) => {
    warn('refused', `the collector at ${url} does not take what is sent: ${reason}`)
    store(spool.reject, body)
  }

  const settle = (body: string, result: SendResult): Delivered => {
    if (result.status === 'too large') return 'too large'
    if (result.status === 'refused') {
      refuse(body, result.reason)
      return 'refused'
    }
    if (result.status === 'retry') {
      store(spool.append, body)
      rest(result.reason)
      return 'spooled'
    }
    if (result.rejectedSpans > 0) warn('rejected', `the collector rejected ${result.rejectedSpans} spans: ${result.message}`)
    restMs = 0
    restUntilMs = 0
    if (!spool.isEmpty()) void replay()
    return 'arrived'
  }

  return {
    async deliver(body) {
      if (Date.now() < restUntilMs && !isHurried()) {
        store(spool.append, body)
        return 'spooled'
      }
      underWay.add(body)
      const result = await attempt(body)
      // Once abandoned, it lies in the spool already.
      return underWay.delete(body) ? settle(body, result) : 'spooled'
    },
    abandon() {
      for (const body of underWay) store(spool.append, body)
      underWay.clear()
    },
    hurry() {
      lastMomentMs = Math.min(lastMomentMs, Date.now() + MAX_LAST_REPLAY_MS)
      for (const wake of [...sleepers]) wake()
    },
    replayed: () => replaying ?? Promise.resolve(),
  }
}

interface Replay {
  readonly send: Send
  readonly spool: Spool
  refuse(body: string, reason: string): void
  /** Whether the program has waited long enough. */
  isOver(): boolean
}

/** Sends the files that nobody owns, oldest first. @returns `away` when the collector did not answer */
async function replayFiles({ send, spool, refuse, isOver }: Replay): Promise<'done' | 'away'> {
  for (let file = spool.claim(); file; file = spool.claim()) {
    for (const [index, body] of file.bodies.entries()) {
      const result: SendResult = isOver() ? { status: 'retry', afterMs: undefined, reason: 'the program ends' } : await send(body)
      if (result.status === 'retry') {
        file.release(index)
        return 'away'
      }
      if (result.status === 'refused') refuse(body, result.reason)
      if (result.status === 'too large') refuse(body, 'it is too large')
    }
    file.remove()
  }
  return 'done'
}
