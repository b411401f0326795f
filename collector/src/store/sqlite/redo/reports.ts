/** What redacting again came to. */

/** How many of some kind there are, and how many of them change. */
export interface Looked {
  readonly items: number
  readonly changed: number
}

/** By kind of item. */
export interface RedoCounts {
  readonly spans: Looked
  /** Other copies of spans, which are kept beside the one that counts. */
  readonly copies: Looked
  readonly logs: Looked
  /** Log records that are the same as another one without what was taken out of them; they are gone. */
  readonly equalLogs: number
  /** Metrics, each with one set of attributes. */
  readonly series: Looked
  /** Points of metrics that carry examples. */
  readonly exemplars: Looked
  readonly receipts: Looked
}
