import { defined, listParam, numberParam } from '../../../data/search-params.ts'

/** View state of the timeline screen, in the address. */
export interface TimelineSearch {
  /** The zoom, in milliseconds from the start of the session. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Spans at this depth and below are folded. */
  readonly depth?: number | undefined
  /** Spans that are folded or opened against that, by span id, separated by commas. */
  readonly toggled?: string | undefined
  /** `errors`: only spans that failed. */
  readonly only?: 'errors' | undefined
}

/** Folded spans in an address; whoever folds more than that has folded by depth. */
const MAX_TOGGLED = 60

export function timelineSearch(search: Readonly<Record<string, unknown>>): TimelineSearch {
  const [from, to] = [numberParam(search.from), numberParam(search.to)]
  const depth = numberParam(search.depth)
  return defined({
    ...(from !== undefined && to !== undefined && from < to && { from, to }),
    depth: depth !== undefined && Number.isInteger(depth) && depth >= 0 ? depth : undefined,
    toggled: listParam(search.toggled)?.slice(-MAX_TOGGLED).join(','),
    only: search.only === 'errors' ? ('errors' as const) : undefined,
  })
}

/** The spans that an address names as toggled. */
export function toggledOf({ toggled }: TimelineSearch): ReadonlySet<string> {
  return new Set(listParam(toggled))
}

/** The same with one span the other way round; undefined when none is left. */
export function withToggled(search: TimelineSearch, spanId: string): string | undefined {
  const toggled = toggledOf(search)
  const others = [...toggled].filter((other) => other !== spanId)
  const next = toggled.has(spanId) ? others : [...others, spanId]
  return next.slice(-MAX_TOGGLED).join(',') || undefined
}
