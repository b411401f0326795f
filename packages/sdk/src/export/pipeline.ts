import type { RecordedEvent, RecordedSpan } from '../recorded-span.ts'
import type { Liveness } from './open-spans.ts'

/** Takes spans as they start and end, and sends them to one collector. Nothing here throws, waits for the network or grows without bound. */
export interface Pipeline {
  /** A span has started; `liveness` says when its start is worth a signal. Saying it twice is harmless. */
  started(span: RecordedSpan, liveness: Liveness): void
  /** What the times of a span lack, see `rounded-start.ts`. */
  isBehind(span: RecordedSpan, behindNs: number): void
  /** Something was added to a span that still runs. */
  changed(span: RecordedSpan): void
  /** A span has ended. Saying it twice is harmless. */
  ended(span: RecordedSpan): void
  /** Adds an event to a span that has ended, by sending it once more: of two copies the receiver keeps the richer one. */
  addLate(span: RecordedSpan, event: RecordedEvent): void
  /**
   * Sends what waits, also what had to wait from before. `true` when all of it has arrived, `false` when some is still kept for later,
   * or when, since the last time, some was refused or dropped.
   */
  flush(): Promise<boolean>
  /** Spans in the queue, and spans that found no place: neither in it nor in the spool. */
  counts(): { readonly waiting: number; readonly dropped: number }
  /** For the end of the process: see `exit.ts`. */
  readonly ending: {
    /** Names of the spans that have not ended. */
    open(): readonly string[]
    /** Whether anything has not arrived yet. */
    isBusy(): boolean
    /** Flushes with a single try, spans that still run included. */
    finish(): Promise<void>
    /** Ends the spans that still run as failed with an error that nobody has caught. */
    fail(error: unknown): void
    /** Writes what is left into the spool, without waiting, and leaves it to a process that outlives this one. */
    abandon(): void
    /** Spans that end with the process, because nothing holds them but its memory. */
    lost(): number
  }
}
