import type { AddressInfo, Server } from 'node:net'
import { AppError } from '../domain/app-error.ts'

/** A server that can stop in good order. */
export interface Drainable {
  readonly server: Server
  /** Stops accepting, waits for what is in flight for at most `graceMs`, then cuts it off. Safe twice. */
  drain(graceMs: number): Promise<void>
}

/** Where to listen. */
export interface BindOptions {
  /** `localhost` (also `127.0.0.1`) = both loopback addresses. */
  readonly host: string
  /** 0 = any free one, the same on each address. */
  readonly port: number
  /** The setting of the port, for errors: `--http-port (TRACKER_HTTP_PORT)`. */
  readonly setting: string
  /** Makes the server of one address. */
  readonly open: () => Drainable
}

/** The listening sockets of one port. */
export interface Bound {
  readonly port: number
  /** Drains all of them. */
  close(graceMs: number): Promise<void>
}

/** Another program may take the port of one address between our two calls. */
const PORT_ATTEMPTS = 10

/** Listens on every address of the host. @throws AppError `unavailable` when the port is in use, `forbidden` or `invalid` when it cannot be had */
export async function bindAll(options: BindOptions): Promise<Bound> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await bindOnce(options)
    } catch (error) {
      const canRetry = options.port === 0 && errorCode(error) === 'EADDRINUSE' && attempt < PORT_ATTEMPTS
      if (!canRetry) throw bindError(error, options)
    }
  }
}

/** `host:port` as an address to show or call. */
export function authorityOf(host: string, port: number): string {
  const name = host === 'localhost' ? '127.0.0.1' : host
  return `${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${port}`
}

async function bindOnce({ host, port: asked, open }: BindOptions): Promise<Bound> {
  const servers: Drainable[] = []
  let port = asked
  try {
    for (const address of addressesOf(host)) {
      const opened = open()
      const isSecond = servers.length > 0
      const bound = await bind(opened.server, port, address).catch((error: unknown) => {
        // A machine without IPv6 is served on IPv4 alone.
        if (isSecond && isAddressMissing(error)) return undefined
        throw error
      })
      if (bound === undefined) continue
      port = bound
      servers.push(opened)
    }
  } catch (error) {
    await drainAll(servers, 0)
    throw error
  }
  return { port, close: (graceMs) => drainAll(servers, graceMs) }
}

function bind(server: Server, port: number, address: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', reject)
  server.listen({ port, host: address, ipv6Only: address === '::1' }, () => {
    server.off('error', reject)
    resolve(portOf(server.address(), port))
  })
  return promise
}

function portOf(address: AddressInfo | string | null, asked: number): number {
  return typeof address === 'object' && address ? address.port : asked
}

async function drainAll(servers: readonly Drainable[], graceMs: number): Promise<void> {
  await Promise.all(servers.map((server) => server.drain(graceMs)))
}

function addressesOf(host: string): readonly string[] {
  return host === 'localhost' || host === '127.0.0.1' ? ['127.0.0.1', '::1'] : [host.replace(/^\[(.*)\]$/, '$1')]
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function isAddressMissing(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(errorCode(error))
}

function bindError(error: unknown, { host, port, setting }: BindOptions): unknown {
  const code = errorCode(error)
  if (code === 'EADDRINUSE')
    return new AppError('unavailable', `port ${port} on ${host} is in use; stop the other program or set ${setting}`, { cause: error })
  if (code === 'EACCES') return new AppError('forbidden', `port ${port} needs more rights; set ${setting} above 1023`, { cause: error })
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAFNOSUPPORT', 'EINVAL', 'EAI_AGAIN'].includes(code)) {
    const message = `cannot listen on ${host} (${code}); set --host (TRACKER_HOST) to an address of this machine`
    return new AppError('invalid', message, { cause: error })
  }
  return error
}
