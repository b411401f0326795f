import { setTimeout } from 'node:timers/promises'
import type { Progress } from '../output/progress.ts'

/** How to wait. */
export interface Waiting {
  /** How many spans cannot be found yet. */
  readonly readPending: () => Promise<number>
  readonly progress: Progress
  /** How long there may be none fewer. */
  readonly patienceMs: number
  /** Milliseconds since any fixed moment. */
  readonly now?: () => number
}

const FIRST_LOOK_MS = 25
/** A look counts everything that is stored, in the process that indexes. */
const LOOK_MS = 250

/**
 * Waits until everything that is stored can be found.
 * @returns how many spans could not be found yet when nothing went on; else 0
 */
export async function waitUntilSearchable(waiting: Waiting): Promise<number> {
  const { readPending, progress, patienceMs, now = performance.now.bind(performance) } = waiting
  let most = 0
  let fewest = Number.POSITIVE_INFINITY
  let fellMs = now()
  try {
    for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(2 * lookMs, LOOK_MS)) {
      const pending = await readPending()
      if (pending < fewest) {
        fewest = pending
        fellMs = now()
      }
      if (pending === 0 || now() - fellMs > patienceMs) return pending
      most = Math.max(most, pending)
      progress.update(most - pending, most)
      await setTimeout(lookMs)
    }
  } finally {
    progress.end()
  }
}
