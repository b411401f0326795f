import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import { declaredBytes, type EdgeEnv } from './otlp-http.ts'

/** How long a sender of more than we take may go on, so that it sees the answer and not only a connection that is reset. */
const LAST_WORD_MS = 1_000

/**
 * Bounds what is read of a body after its request was answered. What could have been a valid request is read and dropped, within the time
 * of a whole request: a connection that is cut instead, while its sender takes it for usable, costs the next request. A body that is
 * larger than `maxBodyBytes` is cut: at once where its sender did not say so, else behind an answer that says that the connection ends.
 */
export function unreadBody(maxBodyBytes: number): MiddlewareHandler<EdgeEnv> {
  return async (c, next) => {
    await next()
    const isTooLarge = Math.max(declaredBytes(c) ?? 0, c.get('wireBytes') ?? 0) > maxBodyBytes
    if (isTooLarge) c.res.headers.set('Connection', 'close')
    const { incoming, outgoing } = c.env ?? {}
    if (!incoming || !outgoing || incoming.readableEnded || incoming.destroyed) return
    if (!isTooLarge) void drained(incoming, maxBodyBytes).then((isWhole) => isWhole || cut(incoming, outgoing))
    else if (c.res.status >= 400) c.res = await lingering(c.res, () => within(LAST_WORD_MS, drained(incoming, maxBodyBytes)))
  }
}

type Incoming = HttpBindings['incoming']

/** Reads and drops what comes. @returns whether nothing comes any more; false after more than `maxBytes`, when reading stops */
function drained(incoming: Incoming, maxBytes: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  let bytes = 0
  incoming.on('data', (piece: Uint8Array) => {
    bytes += piece.length
    if (bytes <= maxBytes) return
    incoming.pause()
    resolve(false)
  })
  for (const event of ['end', 'close', 'error']) incoming.once(event, () => resolve(true))
  incoming.resume()
  return promise
}

/** Ends the connection when its answer is out. */
function cut({ socket }: Incoming, outgoing: HttpBindings['outgoing']): void {
  if (outgoing.writableFinished) socket.destroy()
  else outgoing.once('finish', () => socket.destroy())
}

/**
 * The same answer, sent at once, that ends only after `rest`. Closing with unread input resets the connection, and the sender would see
 * "connection reset" instead of the reason.
 */
async function lingering(answer: Response, rest: () => Promise<unknown>): Promise<Response> {
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes),
    async pull(controller) {
      await rest()
      controller.close()
    },
  })
  const { status, headers } = answer
  headers.set('Content-Length', String(bytes.length))
  return new Response(body, { status, headers })
}

async function within(timeMs: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, timeMs)
  await Promise.race([promise, work])
  clearTimeout(timer)
}
