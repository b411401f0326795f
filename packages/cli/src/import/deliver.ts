import { setTimeout } from 'node:timers/promises'
import { AppError } from '@ai-tracker/collector'
import { type Answer, answerOf } from './answer.ts'
import type { Request } from './requests.ts'
import type { Reply, Target } from './target.ts'

/** Brings requests to the target, waiting as long as it asks for. */
export interface Delivery {
  /**
   * @returns what became of the request
   * @throws AppError `unavailable` when nothing was taken for so long since there was something to take, `unauthorized` when nothing is
   */
  deliver(request: Request): Promise<Answer>
}

/** How requests are sent. */
export interface DeliveryOptions {
  readonly target: Target
  /** `User-Agent`, by which the receipts of this import are found. */
  readonly userAgent: string
  /** How long nothing may be taken. */
  readonly patienceMs: number
  /** Milliseconds since any fixed moment. */
  readonly now?: () => number
}

/** A collector restarts within seconds; a disk may be full for longer, but then somebody has to look at it. */
export const PATIENCE_MS = 60_000
const DEFAULT_WAIT_MS = 1_000
const MAX_WAIT_MS = 30_000
/** What says that a later try can work. */
const RETRIED: ReadonlySet<number> = new Set([429, 502, 503, 504])

/** Opens the sending. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { target, userAgent, patienceMs, now = performance.now.bind(performance) } = options
  let lastTakenMs = now()
  const attempt = async ({ signal, mediaType, bytes }: Request): Promise<Attempt> => {
    const headers = { 'Content-Type': mediaType, 'User-Agent': userAgent }
    try {
      const reply = await target.request(`/v1/${signal}`, { method: 'POST', headers, body: new Uint8Array(bytes) })
      const answer = answerOf(reply.status, mediaType, reply.body)
      return RETRIED.has(reply.status) ? { reason: messageOf(answer), waitMs: waitOf(reply) } : { answer }
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'unavailable') throw error
      return { reason: error.message, waitMs: DEFAULT_WAIT_MS }
    }
  }
  return {
    async deliver(request) {
      // Before there was something to take, a pause is that of whoever writes the file.
      const begunMs = now()
      for (;;) {
        const result = await attempt(request)
        if ('answer' in result) {
          lastTakenMs = now()
          return result.answer
        }
        if (now() - Math.max(lastTakenMs, begunMs) > patienceMs) throw gaveUp(patienceMs, result.reason)
        await setTimeout(result.waitMs)
      }
    },
  }
}

type Attempt = { readonly answer: Answer } | { readonly reason: string; readonly waitMs: number }

function messageOf(answer: Answer): string {
  return answer.status === 'refused' ? answer.message : ''
}

/** What `Retry-After` asks for, as far as it is patient. */
function waitOf({ headers }: Reply): number {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1_000, MAX_WAIT_MS) : DEFAULT_WAIT_MS
}

function gaveUp(patienceMs: number, reason: string): AppError {
  const seconds = Math.round(patienceMs / 1_000)
  const advice = 'what was imported so far is stored; when this is put right, import the same files again: nothing is stored twice'
  return new AppError('unavailable', `nothing was taken for ${seconds} s: ${reason}; ${advice}`)
}
