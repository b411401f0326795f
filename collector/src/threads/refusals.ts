import type { RecordBatch } from '../domain/telemetry-writer.ts'

/** Receipts of refused requests, until a transaction takes them along: a sync of their own for each would let anybody keep the disk busy. */
export interface Refusals {
  add(batch: RecordBatch): void
  /** Gives what waits, and forgets it. */
  take(): readonly RecordBatch[]
  /** Puts back what could not be written. */
  putBack(batches: readonly RecordBatch[]): void
  readonly waiting: number
  /** How many were left out, because too many came at once, since it was told last; 0 where that was only just now. */
  takeDropped(): number
  /** The same, however recently it was told: there is no later time. */
  takeDroppedNow(): number
}

/**
 * Receipts of a flood: its first thousand, then ten a second, and the number of the others. More would push the receipts of what was
 * stored out of the table within minutes.
 */
const MAX_WAITING = 1_000
const REGAINED_PER_SECOND = 10
/** How often, at most, it is told how many were left out. */
const TELL_MS = 10_000

/** Nothing waits at first. @param nowMs of any clock that goes steadily */
export function createRefusals(nowMs: () => number = () => performance.now()): Refusals {
  let waiting: RecordBatch[] = []
  let dropped = 0
  let left = MAX_WAITING
  let countedMs = nowMs()
  let toldMs = Number.NEGATIVE_INFINITY
  const mayAdd = (): boolean => {
    const atMs = nowMs()
    left = Math.min(MAX_WAITING, left + ((atMs - countedMs) / 1000) * REGAINED_PER_SECOND)
    countedMs = atMs
    if (left < 1) return false
    left--
    return true
  }
  const bound = (): void => {
    dropped += Math.max(waiting.length - MAX_WAITING, 0)
    waiting.length = Math.min(waiting.length, MAX_WAITING)
  }
  const takeDroppedNow = (): number => {
    const count = dropped
    dropped = 0
    return count
  }
  return {
    add(batch) {
      if (mayAdd()) waiting.push(batch)
      else dropped++
      bound()
    },
    take() {
      const taken = waiting
      waiting = []
      return taken
    },
    putBack(batches) {
      waiting = [...batches, ...waiting]
      bound()
    },
    get waiting() {
      return waiting.length
    },
    takeDropped() {
      if (dropped === 0 || nowMs() - toldMs < TELL_MS) return 0
      toldMs = nowMs()
      return takeDroppedNow()
    },
    takeDroppedNow,
  }
}
