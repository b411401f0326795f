import { setTimeout } from 'node:timers/promises'
import { AppError, type ErrorBody, type ErrorCode, findOwner, type LocalApi, type Owner, openLocalApi } from '@ai-tracker/collector'
import { checkDatabaseFile } from './database-file.ts'
import { EXIT_CODES, outsideOfTheCall } from './exit-codes.ts'

/** Sends requests to whoever has the database. */
export interface Transport {
  /** The JSON that `GET path` answers. @throws AppError as the API states it, or `unavailable` when nobody answers */
  get(path: string): Promise<unknown>
  close(): void
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
  let current: Transport | undefined
  const close = (): void => {
    current?.close()
    current = undefined
  }
  return {
    async get(path) {
      for (;;) {
        try {
          current ??= connect(options)
          return await current.get(path)
        } catch (error) {
          const mayPass = error instanceof AppError && error.code === 'unavailable'
          if (!mayPass || Date.now() > deadline) throw error
          close()
          await setTimeout(RETRY_MS)
        }
      }
    },
    close,
  }
}

function connect({ file, token, report }: TransportOptions): Transport {
  const owner = outsideOfTheCall(() => findOwner(file))
  if (owner) return remote(owner, token)
  checkDatabaseFile(file)
  return local(outsideOfTheCall(() => openLocalApi(file, report)))
}

function local(api: LocalApi): Transport {
  return {
    get: async (path) => jsonOf(await api.request(path)),
    close: api.close,
  }
}

function remote(owner: Owner, token: string | undefined): Transport {
  const headers = { Accept: 'application/json', ...(token !== undefined && { Authorization: `Bearer ${token}` }) }
  return {
    async get(path) {
      const response = await send(owner, path, headers)
      if (response.status === 401) {
        throw new AppError(
          'unauthorized',
          `the collector at ${owner.url} wants a token: set TRACKER_TOKEN to the one that it was started with`,
        )
      }
      return await jsonOf(response)
    },
    close: () => undefined,
  }
}

async function send(owner: Owner, path: string, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(new URL(path, owner.url), { headers, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS), redirect: 'error' })
  } catch (cause) {
    throw new AppError('unavailable', `the collector at ${owner.url} (pid ${owner.pid}) does not answer; try again, or restart it`, {
      cause,
    })
  }
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
