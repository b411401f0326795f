/** How much a run measures: `tiny` only shows that it works, `quick` takes less than a minute, `full` gives the figures to quote. */
export type Scale = 'tiny' | 'quick' | 'full'

/** One measured number. */
export interface Figure {
  /** What was measured, such as `call, interleaved`. */
  readonly subject: string
  /** Which number of it, such as `stored` or `stored / bare rows`. */
  readonly measure: string
  readonly unit: string
  /** The median of the rounds. */
  readonly value: number
  /** The value of each round, in the order in which they ran. */
  readonly rounds: readonly number[]
}

/** Where a bench works and what it tells. */
export interface BenchContext {
  readonly scale: Scale
  /** How many spans a store holds or gets, for benches of large ones, where another number than that of the scale is wanted. */
  readonly spans?: number | undefined
  /** An empty folder for databases, removed at the end of the run. */
  readonly folder: string
  /** Takes one line about the progress. */
  readonly log: (line: string) => void
}

/** One thing that can be measured by name. */
export interface Bench {
  readonly name: string
  readonly summary: string
  run(context: BenchContext): Promise<readonly Figure[]>
}
