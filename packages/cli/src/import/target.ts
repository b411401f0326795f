import { setTimeout } from 'node:timers/promises'
import { AppError, type Config, findOwner, type LocalIngest, type Owner, openLocalIngest } from '@ai-tracker/collector'
import { outsideOfTheCall } from '../exit-codes.ts'
import { unauthorized } from '../transport.ts'

/** Whoever has the database, and takes what is imported. */
export interface Target {
  /** @throws AppError `unavailable` when nobody answers now (a later try asks whoever has the database then), `unauthorized` without its token */
  request(path: string, init: TargetRequest): Promise<Response>
  /** Whether no collector will go on when we are done. */
  readonly isOurs: boolean
  close(): Promise<void>
}

/** A request of the importer. */
export interface TargetRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
}

/** A request of 64 MiB of spans takes some seconds. */
const TIMEOUT_MS = 120_000

/** The collector that owns the file, by OTLP/HTTP; else the file itself, which is ours until `close`, and is made when there is none. */
export function openTarget(config: Config, log: (line: string) => void): Target {
  let current: Promise<LocalIngest> | undefined
  let isOurs = false
  const connect = async (): Promise<LocalIngest> => {
    const owner = outsideOfTheCall(() => findOwner(config.db))
    isOurs = owner === undefined
    return owner ? remote(owner, config.token) : await openLocalIngest(config, log).catch(fileFault)
  }
  return {
    async request(path, init) {
      current ??= connect()
      const mine = current
      try {
        return await (await mine).request(path, init)
      } catch (error) {
        // Others may wait for the same connection; the first to fail takes it away.
        if (current === mine) {
          current = undefined
          await mine.then(({ close }) => close()).catch(() => undefined)
        }
        throw error
      }
    },
    get isOurs() {
      return isOurs
    },
    async close() {
      await (await current?.catch(() => undefined))?.close()
    },
  }
}

/** What is wrong with a file is no wrong call. */
function fileFault(error: unknown): never {
  return outsideOfTheCall(() => {
    throw error
  })
}

function remote(owner: Owner, token: string | undefined): LocalIngest {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  return {
    async request(path, init = {}) {
      const headers = new Headers(init.headers)
      for (const [name, value] of Object.entries(authorization)) headers.set(name, value)
      const signal = AbortSignal.timeout(TIMEOUT_MS)
      const response = await fetch(new URL(path, owner.url), { ...init, headers, redirect: 'error', signal }).catch((cause: unknown) => {
        throw new AppError('unavailable', `the collector at ${owner.url} (pid ${owner.pid}) does not answer`, { cause })
      })
      if (response.status === 401) throw unauthorized(owner, token)
      return response
    },
    close: () => Promise.resolve(),
  }
}

const READ_ATTEMPTS = 50
const READ_RETRY_MS = 200

/** The JSON that `GET path` answers. @throws AppError `unavailable` when nobody answers for some seconds, or not as a collector */
export async function getJson<T>(target: Target, path: string): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await target.request(path, {})
      if (!response.ok) throw new AppError('unavailable', `the collector answered ${response.status} to ${path}`)
      // What the API answers is typed by the contract, and tested against it there.
      return (await response.json()) as T
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'unavailable' || attempt === READ_ATTEMPTS) throw error
      await setTimeout(READ_RETRY_MS)
    }
  }
}
