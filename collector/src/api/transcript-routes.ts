import { AppError } from '../domain/app-error.ts'
import { TRANSCRIPT_KINDS } from '../domain/stored-transcript.ts'
import { messageView, transcriptItemView } from '../query/transcript-view.ts'
import { listView } from '../query/values.ts'
import type { ApiNeeds } from './needs.ts'
import { kindPageQuery, pageQuery, responseParams, sessionParams } from './parameters.ts'
import { type Route, route } from './route.ts'
import { messageSchema, transcriptItemSchema } from './transcript-schemas.ts'

/** The conversation of a session, and all messages of one call. */
export const transcriptRoutes = ({ reader, workspaceId, sessionId }: ApiNeeds): readonly Route[] => [
  route({
    path: '/api/v1/sessions/{id}/transcript',
    summary: 'What was said and done, in order of time, without what calls repeat, log records among it; long texts cut',
    params: sessionParams,
    query: kindPageQuery(TRANSCRIPT_KINDS),
    answer: { kind: 'list', schema: transcriptItemSchema },
    handle: async ({ params: { id }, query: { limit, cursor, kind } }) =>
      listView(
        await reader.listTranscript({
          sessionId: await sessionId(id),
          limit,
          ...(cursor !== undefined && { cursor }),
          ...(kind !== undefined && { kinds: kind }),
        }),
        transcriptItemView,
      ),
  }),
  route({
    path: '/api/v1/responses/{responseId}/messages',
    summary: 'Every message of a model call, those of its request first, whole',
    params: responseParams,
    query: pageQuery,
    answer: { kind: 'list', schema: messageSchema },
    handle: async ({ params: { responseId }, query: { limit, cursor } }) => {
      const page = await reader.listMessages({ workspaceId, responseId, limit, ...(cursor !== undefined && { cursor }) })
      if (!page) throw new AppError('not_found', `no response ${responseId}`)
      return listView(page, messageView)
    },
  }),
]
