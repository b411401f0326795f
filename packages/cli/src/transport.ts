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
  type StoredRemoval,
} from '@ai-tracker/collector'
import { checkDatabasePath } from './database-file.ts'
import { EXIT_CODES, outsideOfTheCall } from './exit-codes.ts'

/** Sends requests to whoever has the database. */
export interface Transport {
  /** The JSON that `GET path` answers. @throws AppError as the API states it, or `unavailable` when nobody answers */
  get(path: string): Promise<unknown>
  /** What `GET path` answers, in pieces as they come. @throws AppError as `get`, and `unavailable` when the answer breaks off */
  stream(path: string): AsyncIterable<Uint8Array>
  /**
   * Changes a session, told by its integer.
   * @returns what could not be done now of a removal; `undefined` where a collector goes on with it
   * @throws AppError as `get`
   */
  change(change: SessionChange): Promise<ChangeLeft>
  close(): void
}

/** What is left to do of a change. */
export type ChangeLeft = StoredRemoval['left'] | undefined

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
  change(change: SessionChange): Promise<ChangeLeft>
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
      if (what === 'remove') return (await removeStoredSession(file, sessionId)).left
      await pinStoredSession(file, sessionId, what === 'pin')
      return undefined
    },
    close: api.close,
  }
}

function remote(owner: Owner, token: string | undefined): Connection {
  const ask = askOwner(owner, token)
  const request = async (path: string, timeoutMs?: number, method = 'GET'): Promise<Response> => {
    const begun = new AbortController()
    const timer = globalThis.setTimeout(() => begun.abort(), REQUEST_TIMEOUT_MS)
    const signal = timeoutMs === undefined ? begun.signal : AbortSignal.timeout(timeoutMs)
    return await ask(path, { method, headers: { Accept: 'application/json' }, signal }).finally(() => clearTimeout(timer))
  }
  return {
    request,
    async change({ do: what, sessionId }) {
      const path = `/api/v1/sessions/${sessionId}${what === 'remove' ? '' : '/pin'}`
      const response = await request(path, REQUEST_TIMEOUT_MS, what === 'pin' ? 'PUT' : 'DELETE')
      if (response.status !== 204) await jsonOf(response)
      return undefined
    },
    close: () => undefined,
  }
}

/**
 * Sends requests to a collector that runs, with its token.
 * @throws AppError `unavailable` when no answer begins, `unauthorized` when it is that of a collector that wants another token
 */
export function askOwner(owner: Owner, token: string | undefined): (path: string, init: RequestInit) => Promise<Response> {
  return async (path, init) => {
    const headers = new Headers(init.headers)
    if (token !== undefined) headers.set('Authorization', `Bearer ${token}`)
    const response = await fetchFrom(owner, path, { ...init, headers })
    if (response.status === 401) throw unauthorized(owner, token)
    return response
  }
}

async function fetchFrom({ url, pid }: Owner, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(new URL(path, url), { ...init, redirect: 'error' })
  } catch (cause) {
    throw new AppError('unavailable', `the collector at ${url} (pid ${pid}) does not answer; try again, or restart it`, { cause })
  }
}

/** The collector did not take our token, or we had none. */
function unauthorized(owner: Owner, token: string | undefined): AppError {
  const what =
    token === undefined ? `the collector at ${owner.url} wants a token` : `TRACKER_TOKEN is not the token of the collector at ${owner.url}`
  return new AppError('unauthorized', `${what}: set TRACKER_TOKEN to the one that it was started with`)
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
