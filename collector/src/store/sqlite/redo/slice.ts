import type { Looked } from './reports.ts'

/** Some rows that lie together, and what of them changes. */
export interface Slice<C> extends Looked {
  /** The row of the last one; `undefined` = there are no more. */
  readonly last: number | undefined
  readonly changes: readonly C[]
}

/** The slice behind a row. */
export type Look<S> = (after: number) => S

/** Goes through all slices. */
export function eachSlice<S extends Slice<unknown>>(look: Look<S>, take: (slice: S) => void): void {
  for (let slice = look(0); slice.last !== undefined; slice = look(slice.last)) take(slice)
}
