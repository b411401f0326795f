import { issueView } from '../query/fact-views.ts'
import { libraryPromptView } from '../query/row-views.ts'
import { listView } from '../query/values.ts'
import { issueListQuery, promptListQuery } from './library-parameters.ts'
import type { ApiNeeds } from './needs.ts'
import { type Route, route } from './route.ts'
import { issueSchema, libraryPromptSchema } from './row-schemas.ts'

/** Rows of all sessions. */
export const libraryRoutes = ({ reader, workspaceId }: ApiNeeds): readonly Route[] => [
  route({
    path: '/api/v1/prompts',
    summary:
      'What models were asked in all sessions, latest first; a page may hold fewer than there are, even none, as long as it has a nextCursor',
    query: promptListQuery,
    answer: { kind: 'list', schema: libraryPromptSchema },
    handle: async ({ query: { limit, cursor, workflow, phase, model, minRating, after, before, q } }) =>
      listView(
        await reader.listLibraryPrompts({
          workspaceId,
          limit,
          ...(cursor !== undefined && { cursor }),
          ...(workflow !== undefined && { workflow }),
          ...(phase !== undefined && { phase }),
          ...(model !== undefined && { model }),
          ...(minRating !== undefined && { minRating }),
          ...(after !== undefined && { afterNs: after }),
          ...(before !== undefined && { beforeNs: before }),
          ...(q !== undefined && { text: q }),
        }),
        libraryPromptView,
      ),
  }),
  route({
    path: '/api/v1/issues',
    summary: 'Problems of quality in all sessions, latest first; pages as those of prompts',
    query: issueListQuery,
    answer: { kind: 'list', schema: issueSchema },
    handle: async ({ query: { limit, cursor, workflow, severity, fixed, after, before } }) =>
      listView(
        await reader.listIssues({
          workspaceId,
          limit,
          ...(cursor !== undefined && { cursor }),
          ...(workflow !== undefined && { workflow }),
          ...(severity !== undefined && { severity }),
          ...(fixed !== undefined && { fixed: fixed === 'true' }),
          ...(after !== undefined && { afterNs: after }),
          ...(before !== undefined && { beforeNs: before }),
        }),
        issueView,
      ),
  }),
]
