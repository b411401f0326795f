import { QueryClient } from '@tanstack/react-query'
import { RequestError } from './http.ts'

const MAX_RETRIES = 2

/**
 * The cache of everything that was asked for. Nothing grows stale by time alone: the live connection says what has changed, and a
 * reconnect asks for everything anew.
 */
export function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // The collector is on this machine most of the time: whether there is a network does not matter.
        networkMode: 'always',
        retry: (failures, error) => failures < MAX_RETRIES && mayPass(error),
      },
    },
  })
}

/** Whether the same request may succeed later: nobody answered, the answer broke off, or the collector was busy. */
function mayPass(error: Error): boolean {
  return error instanceof RequestError && (error.status === 0 || error.status === 429 || error.status === 503)
}
