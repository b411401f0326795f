/** What became of the inputs of a run. */
export interface Tally {
  count(outcome: string): void
  /** How long one took. */
  took(ms: number): void
  /** Says from time to time how far the run is. */
  progress(): void
  /** A line for the log. */
  note(line: string): void
  readonly total: number
  /** Counts by outcome, the rate and the slowest input. */
  summary(): readonly string[]
}

const PROGRESS_MS = 30_000
const MS_PER_S = 1000

/** A tally that tells `log`. */
export function createTally(log: (line: string) => void): Tally {
  const counts = new Map<string, number>()
  const startMs = performance.now()
  let slowestMs = 0
  let toldMs = startMs
  let total = 0
  const perSecond = () => Math.round(total / ((performance.now() - startMs) / MS_PER_S))
  return {
    count(outcome) {
      total += 1
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    },
    took(ms) {
      slowestMs = Math.max(slowestMs, ms)
    },
    progress() {
      if (performance.now() - toldMs < PROGRESS_MS) return
      toldMs = performance.now()
      log(`${total} inputs, ${perSecond()} a second`)
    },
    note: log,
    get total() {
      return total
    },
    summary: () => [
      ...[...counts].toSorted(([a], [b]) => a.localeCompare(b)).map(([outcome, count]) => `  ${outcome}: ${count}`),
      `${total} inputs in ${Math.round((performance.now() - startMs) / MS_PER_S)} s, ${perSecond()} a second, the slowest took ${Math.round(slowestMs)} ms`,
    ],
  }
}
