import type { LiveMessage } from '../contract.ts'
import type { ApiOptions } from './needs.ts'

/** A line now and then shows both ends that the other one is still there. */
const HEARTBEAT_MS = 15_000
/** Changes that wait for a reader who does not read. Beyond, the stream ends: who comes back reads everything anew. */
const MAX_PENDING = 10_000

/**
 * Changed sessions as server-sent events, until the reader leaves or the process stops. A session that changes many times before a
 * slow reader takes the next event is told once.
 */
export function liveResponse(subscribe: NonNullable<ApiOptions['subscribe']>, stopping?: AbortSignal): Response {
  const encoder = new TextEncoder()
  const pending = new Set<number>()
  let end = (): void => undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string): void => controller.enqueue(encoder.encode(text))
      const unsubscribe = subscribe((ids) => {
        for (const id of ids) pending.add(id)
        if (isAwaited()) flush(pending, send)
        if (pending.size > MAX_PENDING) close()
      })
      const isAwaited = (): boolean => (controller.desiredSize ?? 0) > 0
      const heartbeat = setInterval(() => isAwaited() && send(': still here\n\n'), HEARTBEAT_MS)
      end = () => {
        clearInterval(heartbeat)
        unsubscribe()
        stopping?.removeEventListener('abort', close)
      }
      const close = (): void => {
        end()
        pending.clear()
        controller.close()
      }
      send(': live\n\n')
      if (stopping?.aborted) close()
      else stopping?.addEventListener('abort', close)
    },
    pull: (controller) => flush(pending, (text) => controller.enqueue(encoder.encode(text))),
    cancel: () => end(),
  })
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' } })
}

function flush(pending: Set<number>, send: (text: string) => void): void {
  if (pending.size === 0) return
  const messages = [...pending].map((id): LiveMessage => ({ type: 'session', id }))
  pending.clear()
  send(messages.map((message) => `data: ${JSON.stringify(message)}\n\n`).join(''))
}
