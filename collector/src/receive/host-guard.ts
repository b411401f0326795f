import type { MiddlewareHandler } from 'hono'
import { AppError } from '../domain/app-error.ts'

/** Which authorities (`host` or `host:port`) are ours. */
export type IsOwnAuthority = (authority: string) => boolean

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']
/** An authority that is fit to be repeated, and a value of the setting. */
const NAMED = /^([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What decides whether an authority is ours. */
export interface AuthorityRules {
  /** The address that we listen on. */
  readonly host: string
  /** The ports that we listen on; asked late, because port 0 is known only after listening. */
  readonly ports: () => readonly number[]
  /** Further names: `name` for any port, or `name:port`. */
  readonly allowedHosts: readonly string[]
}

/** An allow-list of the loopback names and our own address with our ports, and of the names that were added by hand. */
export function ownAuthorities(rules: AuthorityRules): IsOwnAuthority {
  const added = new Set(rules.allowedHosts.map((name) => name.toLowerCase()))
  const names = new Set([...LOOPBACK_NAMES, bracketed(rules.host.toLowerCase())])
  return (authority) => {
    const [name, port] = splitAuthority(authority.toLowerCase())
    if (added.has(name) || added.has(`${name}:${port}`)) return true
    return names.has(name) && rules.ports().includes(port)
  }
}

/**
 * Refuses requests that a web page makes through a name of its own (DNS rebinding) or to change something here (CSRF).
 * For every route of the process. `Origin` is compared with the allow-list and not with `Host`: after rebinding both are the attacker's name.
 */
export function hostGuard(isOwn: IsOwnAuthority): MiddlewareHandler {
  return async (c, next) => {
    mustBeOwn(c.req.header('host') ?? '', isOwn)
    const origin = c.req.header('origin')
    if (origin !== undefined && !isOwnOrigin(origin, isOwn))
      throw new AppError('forbidden', 'this Origin header is not allowed; add the name to TRACKER_ALLOWED_HOSTS if it is yours')
    if (origin === undefined && !SAFE_METHODS.has(c.req.method) && isForeignSite(c.req.header('sec-fetch-site'))) {
      throw new AppError('forbidden', 'a page of another site may not change anything here')
    }
    await next()
  }
}

/** Refuses an authority that is not ours, whatever protocol it came by. @throws AppError `forbidden`, with the setting that would allow it */
export function mustBeOwn(authority: string, isOwn: IsOwnAuthority): void {
  if (!isOwn(authority)) throw refusedHost(authority)
}

/** Whoever forwards a port (`ssh -L`, Docker) calls us by another one: the message gives the setting for it. */
function refusedHost(host: string): AppError {
  const [, name] = NAMED.exec(host) ?? []
  if (name === undefined) return new AppError('forbidden', 'this Host header is not allowed; send the name and port of this collector')
  const setting = host === name ? `TRACKER_ALLOWED_HOSTS=${name}` : `TRACKER_ALLOWED_HOSTS=${host} (or ${name}, for any port)`
  return new AppError('forbidden', `the Host ${host} is none of this collector's; if it is yours (ssh -L, Docker, a proxy), set ${setting}`)
}

/** Programs that are not browsers send no `Sec-Fetch-Site`. */
function isForeignSite(site: string | undefined): boolean {
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

function isOwnOrigin(origin: string, isOwn: IsOwnAuthority): boolean {
  const match = /^(https?):\/\/([^/]+)$/.exec(origin.toLowerCase())
  if (!match) return false
  const [, scheme, authority = ''] = match
  const hasPort = /:\d+$/.test(authority)
  return isOwn(hasPort || scheme === 'http' ? authority : `${authority}:443`)
}

/** Name and port; 80 where none is named, as HTTP has it. */
function splitAuthority(authority: string): readonly [name: string, port: number] {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(authority)
  return match ? [match[1] ?? '', Number(match[2] ?? 80)] : ['', 0]
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}
