import type { RecordBatch } from '../domain/telemetry-writer.ts'

/** Receipts of refused requests, until a transaction takes them along: a sync of their own for each would let anybody keep the disk busy. */
export interface Refusals {
  add(batch: RecordBatch): void
  /** Gives what waits, and forgets it. */
  take(): readonly RecordBatch[]
  /** Puts back what could not be written. */
  putBack(batches: readonly RecordBatch[]): void
  readonly waiting: number
  /** How many were left out since the last call because too many waited. */
  takeDropped(): number
}

/** Receipts that may wait. A flood of refused requests is told by its first thousand, and by the number of the others. */
const MAX_WAITING = 1_000

/** Nothing waits at first. */
export function createRefusals(): Refusals {
  let waiting: RecordBatch[] = []
  let dropped = 0
  const bound = (): void => {
    dropped += Math.max(waiting.length - MAX_WAITING, 0)
    waiting.length = Math.min(waiting.length, MAX_WAITING)
  }
  return {
    add(batch) {
      waiting.push(batch)
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
      const count = dropped
      dropped = 0
      return count
    },
  }
}
