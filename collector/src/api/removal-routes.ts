import { AppError } from '../domain/app-error.ts'
import type { SessionKeeper } from '../domain/removal.ts'
import { retentionView } from '../query/retention-view.ts'
import type { ApiNeeds } from './needs.ts'
import { sessionParams } from './parameters.ts'
import { retentionSchema } from './removal-schemas.ts'
import { type Route, route } from './route.ts'

const SESSION = '/api/v1/sessions/{id}'
const PIN = `${SESSION}/pin`

/** What removes sessions, and what keeps them. */
export const removalRoutes = ({ reader, keeper, sessionId }: ApiNeeds): readonly Route[] => [
  route({
    method: 'DELETE',
    path: SESSION,
    summary: 'Removes a session for good: its spans, logs, metrics and all that was made of them. What is sent again of it is not stored',
    params: sessionParams,
    answer: { kind: 'nothing', text: 'Nothing that reads finds it any more; its rows are deleted from now on' },
    handle: async ({ params: { id } }) => writing(keeper).removeSession(await sessionId(id)),
  }),
  route({
    method: 'PUT',
    path: PIN,
    summary: 'Pins a session: no limit of age or size removes it',
    params: sessionParams,
    answer: { kind: 'nothing', text: 'It is pinned' },
    handle: async ({ params: { id } }) => writing(keeper).setPinned(await sessionId(id), true),
  }),
  route({
    method: 'DELETE',
    path: PIN,
    summary: 'Takes the pin off a session',
    params: sessionParams,
    answer: { kind: 'nothing', text: 'It is not pinned' },
    handle: async ({ params: { id } }) => writing(keeper).setPinned(await sessionId(id), false),
  }),
  route({
    path: '/api/v1/retention',
    summary: 'How long things are kept, how near the limits are, and what goes next',
    answer: { kind: 'one', schema: retentionSchema },
    handle: async () => retentionView(await reader.retentionState()),
  }),
]

/** @throws AppError `unimplemented` where a file is only read */
function writing(keeper: SessionKeeper | undefined): SessionKeeper {
  if (keeper) return keeper
  throw new AppError('unimplemented', 'nothing can be changed here: no collector runs on this file')
}
