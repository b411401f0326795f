import type { SessionDetail } from '@ai-tracker/collector'
import { everyItem } from '../paging.ts'
import type { SessionLists, Source } from '../source.ts'

/** The lists of an export, in their order. */
export const EXPORTED = [
  'phases',
  'prompts',
  'responses',
  'actions',
  'artifacts',
  'issues',
  'events',
] as const satisfies readonly (keyof SessionLists)[]

export type ExportedList = (typeof EXPORTED)[number]

/** Everything that an export of a session holds. */
export interface SessionContent {
  /** Without its phases, which are a list. */
  readonly session: Omit<SessionDetail, 'phases'>
  /** The items of a list, read while they are taken: a session can be larger than memory. */
  items<N extends ExportedList>(list: N): AsyncIterable<SessionLists[N]>
}

/** Items have their whole texts, so many in one answer would be large. */
const PAGE = 100

/** The content of one session. @param onItem is called for every item that was taken */
export function sessionContent(source: Source, { phases: _, ...session }: SessionDetail, onItem: () => void): SessionContent {
  return {
    session,
    async *items(list) {
      for await (const item of everyItem((query) => source.listOf(String(session.id), list, query), PAGE)) {
        onItem()
        yield item
      }
    },
  }
}
