import type { List, MetricPoint, SessionDetail } from '@ai-tracker/collector'
import { everyItem } from '../paging.ts'
import type { Query, SessionLists, Source } from '../source.ts'

/** What lists of an export hold, by their names. */
export interface ExportedLists extends SessionLists {
  /** The latest first. */
  readonly metrics: MetricPoint
}

/** The lists of an export, in their order. */
export const EXPORTED = [
  'phases',
  'prompts',
  'responses',
  'actions',
  'artifacts',
  'issues',
  'events',
  'logs',
  'metrics',
] as const satisfies readonly (keyof ExportedLists)[]

export type ExportedList = (typeof EXPORTED)[number]

/** Everything that an export of a session holds. */
export interface SessionContent {
  /** Without its phases, which are a list. */
  readonly session: Omit<SessionDetail, 'phases'>
  /** The items of a list, read while they are taken: a session can be larger than memory. */
  items<N extends ExportedList>(list: N): AsyncIterable<ExportedLists[N]>
}

/** Items have their whole texts, so many in one answer would be large. */
const PAGE = 100

/** The content of one session. @param onItem is called for every item that was taken */
export function sessionContent(source: Source, { phases: _, ...session }: SessionDetail, onItem: () => void): SessionContent {
  const id = String(session.id)
  const lists: { readonly [N in ExportedList]: (query: Query) => Promise<List<ExportedLists[N]>> } = {
    phases: (query) => source.listOf(id, 'phases', query),
    prompts: (query) => source.listOf(id, 'prompts', query),
    responses: (query) => source.listOf(id, 'responses', query),
    actions: (query) => source.listOf(id, 'actions', query),
    artifacts: (query) => source.listOf(id, 'artifacts', query),
    issues: (query) => source.listOf(id, 'issues', query),
    events: (query) => source.listOf(id, 'events', query),
    logs: (query) => source.listOf(id, 'logs', query),
    metrics: (query) => source.listMetricPoints({ ...query, session: id }),
  }
  return {
    session,
    async *items(list) {
      for await (const item of everyItem(lists[list], PAGE)) {
        onItem()
        yield item
      }
    },
  }
}
