import { defined, textParam } from '../../data/search-params.ts'

/** What the set-up page has in its address. */
export interface SetupSearch {
  /** The client whose snippets are shown. */
  readonly client?: string | undefined
}

export function setupSearch(search: Readonly<Record<string, unknown>>): SetupSearch {
  return defined({ client: textParam(search.client) })
}
