import { setTimeout } from 'node:timers/promises'
import { type Batch, batchOf } from './batch.ts'

/** A program that exports: one request at a time, again until it is acknowledged, as an SDK does it. */
export interface Sender {
  /** Items that were acknowledged. */
  readonly acknowledged: ReadonlySet<string>
  /** Items that were sent at all. */
  readonly sent: ReadonlySet<string>
  /** Answers that were neither an acknowledgement nor a wish to try again. */
  readonly refusals: readonly string[]
  /** How often it was told to try again later, by status. */
  readonly told: ReadonlyMap<number, number>
  /** Requests that were acknowledged. */
  readonly requests: number
  /** Ends when the current request is acknowledged. */
  stop(): Promise<void>
}

/** Where a sender sends, now; `undefined` = nowhere. */
export type Target = () => string | undefined

const RETRY_MS = 5
const TIMEOUT_MS = 20_000
/** One in so many acknowledged requests is sent once more, as if its answer had been lost. */
const RESEND_EVERY = 7

/** Starts to send. @param target may change while it runs */
export function startSender(number: number, target: Target): Sender {
  const acknowledged = new Set<string>()
  const sent = new Set<string>()
  const refusals: string[] = []
  const told = new Map<number, number>()
  let requests = 0
  let isStopping = false

  async function deliver(batch: Batch): Promise<void> {
    for (const item of batch.items) sent.add(item)
    for (;;) {
      const status = await post(target(), batch)
      if (status === 200) break
      if (status !== undefined && status !== 503) {
        refusals.push(`${batch.path} was answered ${status}`)
        return
      }
      if (status !== undefined) told.set(status, (told.get(status) ?? 0) + 1)
      await setTimeout(RETRY_MS)
    }
    for (const item of batch.items) acknowledged.add(item)
    requests++
  }

  async function run(): Promise<void> {
    for (let at = 0; !isStopping; at++) {
      await deliver(batchOf(number, at))
      if (at % RESEND_EVERY === 0) await deliver(batchOf(number, at))
    }
  }

  const running = run()
  return {
    acknowledged,
    sent,
    refusals,
    told,
    get requests() {
      return requests
    },
    stop() {
      isStopping = true
      return running
    },
  }
}

/** @returns the status; `undefined` when nobody answered */
async function post(url: string | undefined, { path, body }: Batch): Promise<number | undefined> {
  if (url === undefined) return undefined
  try {
    const headers = { 'Content-Type': 'application/json' }
    const reply = await fetch(url + path, { method: 'POST', body, headers, signal: AbortSignal.timeout(TIMEOUT_MS) })
    await reply.arrayBuffer()
    return reply.status
  } catch {
    return undefined // killed, or not yet started: whether it was stored is not known
  }
}
