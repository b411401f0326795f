import type { LogsData } from '../domain/log.ts'
import type { MetricsData } from '../domain/metric.ts'
import type { Signal } from '../domain/signal.ts'
import type { TracesData } from '../domain/span.ts'

/** How many items were left out, or accepted with a repair, for one reason. The reason holds no content of the sender. */
export interface ReasonCount {
  readonly reason: string
  readonly count: number
}

/** What a request of each signal holds. */
export interface SignalData {
  readonly traces: TracesData
  readonly logs: LogsData
  readonly metrics: MetricsData
}

/** What a request of one signal holds, and what was wrong with it. Items are spans, log records and, of metrics, data points. */
export interface DecodedOf<S extends Signal> {
  readonly signal: S
  /** Only valid items. */
  readonly data: SignalData[S]
  /** Strings in which invalid UTF-8 or a lone surrogate became U+FFFD. */
  readonly repairedStrings: number
  /** Ids that came as base64 instead of hex. */
  readonly base64Ids: number
  /** Items that are not in `data`. */
  readonly rejected: readonly ReasonCount[]
  /** Items that are in `data` with something put right, such as a parent id that was none. */
  readonly warnings: readonly ReasonCount[]
}

/** `DecodedOf` by signal. */
export type DecodedBySignal = { readonly [S in Signal]: DecodedOf<S> }

/** A request of any signal; `signal` tells which. */
export type Decoded = DecodedBySignal[Signal]
