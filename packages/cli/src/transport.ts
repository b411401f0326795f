import { setTimeout } from 'node:timers/promises'
import {
  AppError,
  type ErrorBody,
  type ErrorCode,
  findOwner,
  type LocalApi,
  type Owner,
  openLocalApi,
  pinStoredSession,
  removeStoredSession,
} from '@ai-tracker/collector'
import { checkDatabasePath } from './database-file.ts'
import { EXIT_CODES, outsideOfTheCall } from './exit-codes.ts'

/** Sends requests to whoever has the database. */
export interface Transport {
  /** The JSON that `GET path` answers. @throws AppError as the API states it, or `unavailable` when nobody answers */
  get(path: string): Promise<unknown>
  /** What `GET path` answers, in pieces as they come. @throws AppError as `get`, and `unavailable` when the answer breaks off */
  stream(path: string): AsyncIterable<Uint8Array>
  /** Changes a session, told by its integer. @throws AppError as `get` */
  change(change: SessionChange): Promise<void>
  close(): void
}

/** What a person does to a session: removes it for good, pins it, or takes the pin off. */
export interface SessionChange {
  readonly do: 'remove' | 'pin' | 'unpin'
  readonly sessionId: number
}

/** Which database, and what its collector wants to see. */
export interface TransportOptions {
  readonly file: string
  readonly token: string | undefined
  /** Takes what a bug of ours threw while answering in this process. */
  readonly report: (error: unknown) => void
  /** How long to try when nobody can answer: a server starts or stops, or another command has the file. */
  readonly patienceMs?: number
}

/** The server gives up a read after 10 s. */
const REQUEST_TIMEOUT_MS = 20_000
const PATIENCE_MS = 5_000
const RETRY_MS = 100

/** The collector that owns the file, by REST; else the file itself, which is ours until `close`. Who that is may change between two attempts. */
export function openTransport(options: TransportOptions): Transport {
  const deadline = Date.now() + (options.patienceMs ?? PATIENCE_MS)
  let current: Connection | undefined
  const close = (): void => {
    current?.close()
    current = undefined
  }
  const retried = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        current ??= connect(options)
        return await work(current)
      } catch (error) {
        const mayPass = error instanceof AppError && error.code === 'unavailable'
        if (!mayPass || Date.now() > deadline) throw error
        close()
        await setTimeout(RETRY_MS)
      }
    }
  }
  return {
    get: (path) => retried(async ({ request }) => await jsonOf(await request(path, REQUEST_TIMEOUT_MS))),
    async *stream(path) {
      const response = await retried(async ({ request }) => await streamOf(await request(path)))
      try {
        for await (const piece of response.body ?? []) yield piece
      } catch (cause) {
        throw new AppError('unavailable', 'the answer broke off before its end; try again', { cause })
      }
    },
    change: (change) => retried((connection) => connection.change(change)).finally(close),
    close,
  }
}

/** Whoever answers. */
interface Connection {
  /** @param timeoutMs bound of the whole answer; without it only its beginning is bounded */
  request(path: string, timeoutMs?: number): Promise<Response>
  /** The connection is of no use after it. */
  change(change: SessionChange): Promise<void>
  close(): void
}

function connect({ file, token, report }: TransportOptions): Connection {
  const owner = outsideOfTheCall(() => findOwner(file))
  if (owner) return remote(owner, token)
  checkDatabasePath(file)
  return local(
    file,
    outsideOfTheCall(() => openLocalApi(file, report)),
  )
}

function local(file: string, api: LocalApi): Connection {
  return {
    request: (path) => api.request(path),
    async change({ do: what, sessionId }) {
      // The file has one owner at a time: who writes it opens it anew.
      api.close()
      if (what === 'remove') await removeStoredSession(file, sessionId)
      else await pinStoredSession(file, sessionId, what === 'pin')
    },
    close: api.close,
  }
}

function remote(owner: Owner, token: string | undefined): Connection {
  const headers = { Accept: 'application/json', ...(token !== undefined && { Authorization: `Bearer ${token}` }) }
  const request = async (path: string, timeoutMs?: number, method = 'GET'): Promise<Response> => {
    const response = await send(owner, path, { method, headers, timeoutMs })
    if (response.status === 401) throw unauthorized(owner, token)
    return response
  }
  return {
    request,
    async change({ do: what, sessionId }) {
      const path = `/api/v1/sessions/${sessionId}${what === 'remove' ? '' : '/pin'}`
      const response = await request(path, REQUEST_TIMEOUT_MS, what === 'pin' ? 'PUT' : 'DELETE')
      if (response.status !== 204) await jsonOf(response)
    },
    close: () => undefined,
  }
}

/** The collector did not take our token, or we had none. */
export function unauthorized(owner: Owner, token: string | undefined): AppError {
  const what =
    token === undefined ? `the collector at ${owner.url} wants a token` : `TRACKER_TOKEN is not the token of the collector at ${owner.url}`
  return new AppError('unauthorized', `${what}: set TRACKER_TOKEN to the one that it was started with`)
}

interface Sending {
  readonly method: string
  readonly headers: Record<string, string>
  readonly timeoutMs: number | undefined
}

async function send(owner: Owner, path: string, { method, headers, timeoutMs }: Sending): Promise<Response> {
  const begun = new AbortController()
  const timer = globalThis.setTimeout(() => begun.abort(), REQUEST_TIMEOUT_MS)
  const signal = timeoutMs === undefined ? begun.signal : AbortSignal.timeout(timeoutMs)
  try {
    return await fetch(new URL(path, owner.url), { method, headers, signal, redirect: 'error' })
  } catch (cause) {
    throw new AppError('unavailable', `the collector at ${owner.url} (pid ${owner.pid}) does not answer; try again, or restart it`, {
      cause,
    })
  } finally {
    clearTimeout(timer)
  }
}

async function streamOf(response: Response): Promise<Response> {
  if (!response.ok) await jsonOf(response)
  return response
}

/** The body of an answer. The collector and this program are one package, so a good answer has the shape of the contract. */
async function jsonOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok && body !== undefined) return body
  if (!isErrorBody(body))
    throw new AppError('unavailable', `the collector answered ${response.status} without saying why; is it another program?`)
  const { code, message, candidates = [] } = body.error
  throw new AppError(isErrorCode(code) ? code : 'internal', message, { candidates })
}

function isErrorBody(body: unknown): body is ErrorBody {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false
  const { error } = body
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error && typeof error.message === 'string'
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(EXIT_CODES, code)
}
