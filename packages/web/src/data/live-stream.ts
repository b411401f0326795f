import type { LiveMessage } from '@ai-tracker/collector/contract'
import { createEventReader } from './event-stream.ts'
import { request } from './http.ts'

/** `off`: nothing is live here, such as a file that no collector owns. */
export type LiveState = 'connecting' | 'live' | 'off'

const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 10_000
/** The collector sends a line every 15 s: longer silence means that the line is dead. */
const SILENCE_MS = 40_000

/** What is done with the stream. */
export interface StreamUse {
  readonly signal: AbortSignal
  /** Called at least once in a minute while a connection is sought. */
  readonly onState: (state: LiveState) => void
  readonly onMessage: (message: LiveMessage) => void
  /** Called when something was received, be it a sign of life only. */
  readonly onBeat: () => void
}

/**
 * Reads `/api/v1/live` until the signal ends it, and connects again when the line breaks. `EventSource` cannot send a token, so the stream
 * is read by hand. @returns when there is nothing to wait for: stopped, refused, or not live
 */
export async function readLive(use: StreamUse): Promise<void> {
  const { signal, onState } = use
  let retryMs = FIRST_RETRY_MS
  while (!signal.aborted) {
    onState('connecting')
    const status = await readOnce(use, () => {
      onState('live')
      retryMs = FIRST_RETRY_MS
    })
    if (status === 401 || status === 501) return onState('off')
    await pause(retryMs, signal)
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
  }
}

/** Reads until the stream ends. @returns the status of a refusal, else 0 */
async function readOnce({ signal, onMessage, onBeat }: StreamUse, onOpen: () => void): Promise<number> {
  const over = new AbortController()
  const watchdog = createWatchdog(SILENCE_MS, () => over.abort())
  try {
    const response = await request('/api/v1/live', { signal: AbortSignal.any([signal, over.signal]) })
    onOpen()
    const events = createEventReader()
    const decoder = new TextDecoder()
    const body = response.body?.getReader()
    for (let piece = await body?.read(); piece?.value; piece = await body?.read()) {
      watchdog.reset()
      onBeat()
      for (const data of events.push(decoder.decode(piece.value, { stream: true }))) onMessage(JSON.parse(data) as LiveMessage)
    }
    return 0
  } catch (error) {
    // The caller connects again, whatever it was; only the status of a refusal matters.
    return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 0
  } finally {
    watchdog.stop()
    over.abort()
  }
}

/** Barks once when it was not reset for a time. */
export function createWatchdog(silenceMs: number, bark: () => void) {
  let timer = setTimeout(bark, silenceMs)
  return {
    stop: () => clearTimeout(timer),
    reset() {
      clearTimeout(timer)
      timer = setTimeout(bark, silenceMs)
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}
