import type { SessionDetail } from '@ai-tracker/collector/contract'
import type { QueryClient } from '@tanstack/react-query'
import { request } from './http.ts'
import { keys } from './keys.ts'
import { sessionQuery } from './queries.ts'
import { refreshSessionLists, removeFromLists } from './session-lists.ts'

/** Pins a session, or takes the pin off. Throws `RequestError`. */
export async function setPinned(client: QueryClient, { id, pinned }: Pick<SessionDetail, 'id' | 'pinned'>): Promise<void> {
  await request(`/api/v1/sessions/${id}/pin`, { method: pinned ? 'PUT' : 'DELETE' })
  client.setQueryData(sessionQuery(String(id)).queryKey, (session) => session && { ...session, pinned })
  await refreshSessionLists(client, [id])
}

/** Deletes a session for good, and takes it out of the lists. Throws `RequestError`. */
export async function deleteSession(client: QueryClient, id: number): Promise<void> {
  await request(`/api/v1/sessions/${id}`, { method: 'DELETE' })
  removeFromLists(client, id)
}

/** Forgets everything that was asked for of a session, when nothing shows it any more. */
export function forgetSession(client: QueryClient, id: number): void {
  const name = String(id)
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.sessions[0] && queryKey[1] === name })
  void client.invalidateQueries({ queryKey: keys.sessions })
}
