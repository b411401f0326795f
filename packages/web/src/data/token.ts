import { readStored, writeStored } from './stored.ts'

/**
 * The collector's token, for as long as the tab lives. Without TRACKER_TOKEN the collector asks for none and this stays empty.
 */
const KEY = 'tracker.token'

/** What the page knows about its right to read. */
export interface Access {
  readonly token: string | undefined
  /** Whether the collector answered 401: the page asks for a token then. */
  readonly isRefused: boolean
}

let access: Access = { token: readStored('sessionStorage', KEY), isRefused: false }
const listeners = new Set<() => void>()

/** The same object until something changes. */
export function readAccess(): Access {
  return access
}

/** @returns how to stop */
export function subscribeAccess(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Takes a token that a person typed. */
export function signIn(token: string): void {
  writeStored('sessionStorage', KEY, token)
  change({ token, isRefused: false })
}

/** Notes that the collector wants another token, or one at all. A reply to an older token says nothing about the present one. */
export function refuseToken(refused: string | undefined): void {
  if (refused === access.token && !access.isRefused) change({ token: refused, isRefused: true })
}

/** Headers that every request carries. */
export function authorization(): Readonly<Record<string, string>> {
  return access.token === undefined ? {} : { Authorization: `Bearer ${access.token}` }
}

function change(next: Access): void {
  access = next
  for (const listener of listeners) listener()
}
