import type { LogItem } from './log.ts'
import type { MetricItem } from './metric.ts'
import type { SpanItem } from './span.ts'

/** Takes out of items what must not be stored. What has nothing of it comes back as the same object, and so does what went through once. */
export interface RedactItem {
  span(item: SpanItem): SpanItem
  log(item: LogItem): LogItem
  metric(item: MetricItem): MetricItem
}

/** What the items that arrived in some time were redacted with. */
export interface StoredContentRules {
  /** Of the first and the last arrival, nanoseconds since 1970 by our clock; no last one = they go on. */
  readonly sinceNs: bigint
  readonly untilNs: bigint | undefined
  /** Content mode and version of the rules; `''` = stored as sent, `undefined` = nobody knows. */
  readonly version: string | undefined
  /** The modes and rules by which all of them were redacted again since, the last one last, with spaces between. */
  readonly redone: string | undefined
}
