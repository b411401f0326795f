import { defined, textParam } from '../../../data/search-params.ts'

/** View state of the raw screen, in the address. */
export interface RawSearch {
  /** The trace that is shown; the first one without it. */
  readonly trace?: string | undefined
}

const TRACE_ID = /^[0-9a-f]{32}$/

export function rawSearch(search: Readonly<Record<string, unknown>>): RawSearch {
  const trace = textParam(search.trace)
  return defined({ trace: trace !== undefined && TRACE_ID.test(trace) ? trace : undefined })
}
