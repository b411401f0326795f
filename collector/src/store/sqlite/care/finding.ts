/** Something in a database that is not as it must be. */
export interface Fault {
  /** What was looked at: `pages`, `rows`, `texts`, `sums` or `counts`. */
  readonly area: FaultArea
  /** What is wrong, with the number of cases. */
  readonly text: string
}

/** Parts of a check, in the order in which they run. */
export type FaultArea = 'pages' | 'rows' | 'texts' | 'sums' | 'counts'
