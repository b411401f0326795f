import { useSyncExternalStore } from 'react'

const TICK_MS = 1_000

let nowMs = Date.now()
let isHeld = false
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

/**
 * The time, which moves on once a second for everybody at once while somebody looks.
 * @param isTicking whether the caller is told; else the time is 0
 */
export function useNow(isTicking = true): number {
  return useSyncExternalStore(isTicking ? subscribe : stayStill, isTicking ? read : readNothing)
}

/** Stops the time for everybody at a moment (ms since 1970), for what is not known to go on; undefined lets it go on. */
export function holdTime(atMs: number | undefined): void {
  isHeld = atMs !== undefined
  tell(atMs ?? Date.now())
}

function read(): number {
  return nowMs
}

function readNothing(): number {
  return 0
}

function stayStill(): () => void {
  return () => undefined
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    // Nobody has looked for a while.
    if (!isHeld) nowMs = Date.now()
    timer = setInterval(tick, TICK_MS)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick(): void {
  if (!isHeld) tell(Date.now())
}

function tell(ms: number): void {
  nowMs = ms
  for (const listener of listeners) listener()
}
