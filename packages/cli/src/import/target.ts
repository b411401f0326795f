import { setTimeout } from 'node:timers/promises'
import { AppError, type Config, findOwner, type LocalIngest, type Owner, openLocalIngest } from '@ai-tracker/collector'
import { outsideOfTheCall } from '../exit-codes.ts'
import { askOwner } from '../transport.ts'

/** Whoever has the database, and takes what is imported. */
export interface Target {
  /**
   * @throws AppError `unavailable` when nobody answers now, or not to the end (a later try asks whoever has the database then),
   * `unauthorized` without its token
   */
  request(path: string, init: TargetRequest): Promise<Reply>
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

/** An answer that came to its end. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
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
        return await wholeOf(await (await mine).request(path, init))
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
  const ask = askOwner(owner, token)
  return {
    request: (path, init = {}) => ask(path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }),
    close: () => Promise.resolve(),
  }
}

/** Reads an answer to its end, which a collector that is killed does not come to. */
async function wholeOf(response: Response): Promise<Reply> {
  try {
    // Not `bytes()`: the Response of a server of Hono in the same process does not have it.
    return { status: response.status, headers: response.headers, body: new Uint8Array(await response.arrayBuffer()) }
  } catch (cause) {
    throw new AppError('unavailable', 'the answer of the collector broke off before its end', { cause })
  }
}

const READ_ATTEMPTS = 50
const READ_RETRY_MS = 200

/** The JSON that `GET path` answers. @throws AppError `unavailable` when nobody answers for some seconds, or not as a collector */
export async function getJson<T>(target: Target, path: string): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      // What the API answers is typed by the contract, and tested against it there.
      return jsonOf(path, await target.request(path, {})) as T
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'unavailable' || attempt === READ_ATTEMPTS) throw error
      await setTimeout(READ_RETRY_MS)
    }
  }
}

function jsonOf(path: string, { status, body }: Reply): unknown {
  if (status !== 200) throw new AppError('unavailable', `the collector answered ${status} to ${path}`)
  try {
    return JSON.parse(Buffer.from(body).toString())
  } catch (cause) {
    throw new AppError('unavailable', `what answered ${path} is no JSON; is it another program?`, { cause })
  }
}
