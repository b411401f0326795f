import { AppError } from '../domain/app-error.ts'
import { liveResponse } from './live.ts'
import type { ApiNeeds } from './needs.ts'
import { type Route, route } from './route.ts'

/** What changes, while it changes. */
export const liveRoutes = ({ subscribe, stopping }: ApiNeeds): readonly Route[] => [
  route({
    path: '/api/v1/live',
    summary: 'Server-sent events: {"type":"session","id":…} when a session changed',
    answer: { kind: 'other', mediaTypes: ['text/event-stream'], text: 'One LiveMessage per event' },
    needsCollector: true,
    handle: () => {
      if (!subscribe) throw new AppError('unimplemented', 'nothing is live here: no collector runs on this file')
      return liveResponse(subscribe, stopping)
    },
  }),
]
