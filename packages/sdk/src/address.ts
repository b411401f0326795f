import type { Target } from './export/send.ts'

/** A scheme with its `//`; `localhost:4318` has none, although `URL` takes `localhost:` for one. */
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i

/**
 * An HTTP address from what a person has written, as text or `URL`: `host:port` means `http://host:port`, and a name with a password
 * becomes a header, because `fetch` takes no such address and messages would tell the password. `undefined` = it is none.
 */
export function parseAddress(value: unknown): Target | undefined {
  const text = value instanceof URL ? value.href : typeof value === 'string' ? value.trim() : ''
  const url = URL.parse(SCHEME.test(text) ? text : `http://${text}`)
  // A word alone is a mistake more often than the name of a host.
  const isHost = SCHEME.test(text) || /^\[|[.:]|^localhost(?=\/|$)/.test(text)
  if (!url || !isHost || !/^https?:$/.test(url.protocol)) return undefined
  const { username, password } = url
  url.username = ''
  url.password = ''
  if (username === '' && password === '') return { url: url.href, headers: {} }
  const login = Buffer.from(`${plain(username)}:${plain(password)}`).toString('base64')
  return { url: url.href, headers: { authorization: `Basic ${login}` } }
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
