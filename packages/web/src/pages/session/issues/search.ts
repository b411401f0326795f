/** View state of the issues screen, in the address: none of its own. */
export type IssuesSearch = Readonly<Record<never, never>>

export function issuesSearch(_search: Readonly<Record<string, unknown>>): IssuesSearch {
  return {}
}
