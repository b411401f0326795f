import type { QueryKey } from '@tanstack/react-query'

/**
 * Names of what was asked for. What belongs to a session begins with `['session', id]`, lists of sessions with `['sessions']`: `live.ts`
 * relies on it. An `id` of a session is the text of its integer.
 */
export const keys = {
  sessions: ['sessions'] as const,
  sessionLists: ['sessions', 'list'] as const,
  session: (id: string) => ['session', id] as const,
  /** A list of a session that may have thousands of pages. It is not below the session: all of its pages would be asked for at once. */
  longList: (id: string, name: string) => ['long-list', id, name] as const,
}

/** Whether a screen asks for a query anew when it sees that the session has changed, and nobody else does. */
export function isFollowed([name]: QueryKey): boolean {
  return name === 'long-list'
}
