/**
 * The shapes of the REST API, shared with the web page and the command line. Types only.
 *
 * Rules that hold everywhere
 *   * a time is ISO-8601 UTC with milliseconds (`2026-01-04T10:00:00.000Z`); a field that ends in `Ns` is the same time in nanoseconds
 *     since 1970, as a decimal string
 *   * money is a decimal string in US dollars (`"0.0125"`), exact to the nano-dollar; null = unknown, which is not zero
 *   * an `id` is our own integer; `traceId` (32) and `spanId` (16) are lower-case hex
 *   * absent is null, never a missing field
 */

export type * from './contract/cost.ts'
export type * from './contract/ingest.ts'
export type * from './contract/overview.ts'
export type * from './contract/removal.ts'
export type * from './contract/report.ts'
export type * from './contract/rows.ts'
export type * from './contract/session.ts'
export type * from './contract/signals.ts'
export type * from './contract/span.ts'
export type * from './contract/transcript.ts'
export type * from './contract/values.ts'
