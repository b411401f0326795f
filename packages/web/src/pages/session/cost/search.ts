import { defined, numberParam, oneOf } from '../../../data/search-params.ts'

/** View state of the cost screen, in the address. */
export interface CostSearch {
  /** Order of the model calls; dearest first without it. */
  readonly sort?: 'started' | undefined
  /** The response whose calculation is shown, by its integer. */
  readonly call?: number | undefined
}

export function costSearch(search: Readonly<Record<string, unknown>>): CostSearch {
  return defined({ sort: oneOf(search.sort, ['started'] as const), call: numberParam(search.call) })
}
