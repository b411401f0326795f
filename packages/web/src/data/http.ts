import { authorization, readAccess, refuseToken } from './token.ts'

/** A request that was refused or not answered. `message` names the thing, what was found and what to do. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  /** HTTP status; 0 when there was no answer, or not all of it. */
  readonly status: number
  /** Code of the API, `unreachable`, `unreadable` or `broken_off`. */
  readonly code: string

  constructor({ status, code, message }: { readonly status: number; readonly code: string; readonly message: string }) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Whether a request was refused for what it says: the same one can only be refused again. */
export function isRefusal(error: Error): boolean {
  return error instanceof RequestError && error.status === 400
}

/** Query parameters; what is undefined or empty is left out. */
export type QueryParameters = Readonly<Record<string, string | number | undefined>>

/** A path with its parameters. */
export function address(path: string, parameters: QueryParameters = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined && value !== '') query.set(name, String(value))
  return query.size === 0 ? path : `${path}?${query}`
}

/** The JSON of an answer, whose shape the contract promises. Throws `RequestError`. */
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await request(url, { ...(signal && { signal }) })
  return await body(async () => (await response.json()) as T, signal)
}

/** The text of an answer. Throws `RequestError`. */
export async function getText(url: string, signal?: AbortSignal): Promise<string> {
  const response = await request(url, { ...(signal && { signal }) })
  return await body(() => response.text(), signal)
}

/** An answer as a file. Throws `RequestError`. */
export async function getBlob(url: string): Promise<Blob> {
  const response = await request(url)
  return await body(() => response.blob())
}

/** The beginning of a text, and whether there is more. What is not wanted is not sent. Throws `RequestError`. */
export async function getBeginning(url: string, { maxChars, signal }: { readonly maxChars: number; readonly signal?: AbortSignal }) {
  const response = await request(url, { ...(signal && { signal }) })
  return await body(() => beginning(response, maxChars), signal)
}

async function beginning(response: Response, maxChars: number) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    text += piece.value
    if (text.length <= maxChars) continue
    await reader?.cancel()
    return { text: text.slice(0, maxChars), hasMore: true }
  }
  return { text, hasMore: false }
}

/** What is read of an answer. Throws `RequestError` when it breaks off. */
async function body<T>(read: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (signal?.aborted) throw error
    throw new RequestError({ status: 0, code: 'broken_off', message: 'the answer broke off; try again' })
  }
}

/** An answer whose body is still to be read. Throws `RequestError` unless it is a success. */
export async function request(url: string, init: RequestInit = {}): Promise<Response> {
  const { token } = readAccess()
  const response = await reach(url, init)
  if (response.ok) return response
  if (response.status === 401) refuseToken(token)
  throw await refusal(response)
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, headers: { ...init.headers, ...authorization() } })
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new RequestError({ status: 0, code: 'unreachable', message: 'the collector does not answer; is it still running?' })
  }
}

async function refusal(response: Response): Promise<RequestError> {
  const { status } = response
  const text = await response.text().catch(() => '')
  return new RequestError({ status, ...(errorOf(text) ?? { code: 'unreadable', message: `the collector answered with status ${status}` }) })
}

/** What an error of the API says; `undefined` for a body that somebody else wrote, such as a proxy. */
export function errorOf(body: string): { readonly code: string; readonly message: string } | undefined {
  try {
    const value: unknown = JSON.parse(body)
    const error = field(value, 'error')
    const [code, message] = [field(error, 'code'), field(error, 'message')]
    return typeof code === 'string' && typeof message === 'string' ? { code, message } : undefined
  } catch {
    return undefined // not JSON
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
