import { context, createContextKey } from '@opentelemetry/api'
import { messageOf } from '../failure.ts'

/**
 * What became of one request. `retry` may go well later; `denied` will when somebody has put the token right, and `misplaced` when
 * somebody has put the address right; `refused` never will.
 */
export type SendResult =
  | { readonly status: 'ok'; readonly rejectedSpans: number; readonly message: string }
  | { readonly status: 'retry'; readonly afterMs: number | undefined; readonly reason: string }
  | { readonly status: 'denied'; readonly reason: string }
  | { readonly status: 'misplaced'; readonly reason: string }
  | { readonly status: 'too large' }
  | { readonly status: 'refused'; readonly reason: string }

/** Sends one OTLP/JSON request; `stop` ends the waiting for its answer, which counts as `retry`. Never rejects. */
export type Send = (body: string, stop: AbortSignal) => Promise<SendResult>

/** Where requests go. */
export interface Target {
  /** Whole address of the traces endpoint. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

const TIMEOUT_MS = 10_000
/** The answer of a receiver has some hundred bytes; whoever says more than this is none. */
const MAX_REPLY_BYTES = 64 * 1024
const MAX_QUOTED_LENGTH = 200
const TOO_LARGE = 413
/** A missing or wrong token can be mended, so what it has cost must not be lost. */
const DENIED: ReadonlySet<number> = new Set([401, 403])
/** Whoever answers so is no receiver of OTLP/JSON: another program that has this port, or another path of the right one. */
const MISPLACED: ReadonlySet<number> = new Set([404, 405, 410, 415, 421, 501])
/** OTLP/HTTP: only these may be sent again. 408 is what proxies answer when the body came too slowly. */
const RETRYABLE: ReadonlySet<number> = new Set([408, 429, 502, 503, 504])

/** OpenTelemetry's own key: instrumentation of HTTP leaves requests alone that are made under it. */
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

/** @param fetchNow the `fetch` of the moment of creation: one that a test of the program puts in its place later is not ours to use */
export function createSend({ url, headers }: Target, fetchNow: typeof fetch = fetch): Send {
  return (body, stop) =>
    context.with(context.active().setValue(SUPPRESS_TRACING, true), async (): Promise<SendResult> => {
      try {
        const reply = await fetchNow(url, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body,
          // Followed, a POST would become a GET, and the page that answers it would count as a receipt.
          redirect: 'manual',
          signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
        })
        return resultOf(reply, await beginningOf(reply))
      } catch (error) {
        return { status: 'retry', afterMs: undefined, reason: reasonOf(error) }
      }
    })
}

function resultOf({ ok, status, headers }: Response, text: string): SendResult {
  if (RETRYABLE.has(status)) return { status: 'retry', afterMs: retryAfterMs(headers.get('retry-after')), reason: `it answered ${status}` }
  if (status === TOO_LARGE) return { status: 'too large' }
  if (status >= 300 && status < 400)
    return { status: 'misplaced', reason: `it answered ${status}, to ${quoted(headers.get('location') ?? 'nowhere')}` }
  const reason = `it answered ${status}: ${quoted(text)}`
  if (ok) return receipt(text) ?? { status: 'misplaced', reason }
  if (DENIED.has(status)) return { status: 'denied', reason }
  return { status: MISPLACED.has(status) ? 'misplaced' : 'refused', reason }
}

/** The text of an answer, up to a bound: what follows can be endless. */
async function beginningOf({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop gives the rest up.
  for await (const piece of body ?? []) {
    pieces.push(piece)
    bytes += piece.byteLength
    if (bytes > MAX_REPLY_BYTES) break
  }
  return Buffer.concat(pieces).toString('utf8', 0, MAX_REPLY_BYTES)
}

/** Words of somebody else in one line, for a terminal. */
function quoted(text: string): string {
  return text
    .slice(0, MAX_QUOTED_LENGTH)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}

/**
 * What an answer that says "ok" says. OTLP/HTTP asks for an `ExportTraceServiceResponse` in the form of the request, which is JSON; some
 * receivers leave it empty. Anything else comes from a program that would have said so to any request.
 */
function receipt(text: string): SendResult | undefined {
  if (text.trim() === '') return { status: 'ok', rejectedSpans: 0, message: '' }
  try {
    const response: unknown = JSON.parse(text)
    if (typeof response !== 'object' || response === null || Array.isArray(response)) return undefined
    return { status: 'ok', ...partialSuccess(response) }
  } catch {
    return undefined
  }
}

function partialSuccess(response: { readonly partialSuccess?: unknown }): { readonly rejectedSpans: number; readonly message: string } {
  const partial: { rejectedSpans?: unknown; errorMessage?: unknown } = Object(response.partialSuccess)
  return { rejectedSpans: Number(partial.rejectedSpans ?? 0) || 0, message: String(partial.errorMessage ?? '') }
}

function retryAfterMs(value: string | null): number | undefined {
  const seconds = Number(value ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}

/** `fetch` hides why: the reason is in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? code : messageOf(cause ?? error)
}
