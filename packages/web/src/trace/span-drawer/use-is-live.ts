import type { SpanDetail } from '@ai-tracker/collector/contract'
import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../../data/queries.ts'

/** Whether the session of a span runs: a span without an end goes on then, else it never ended. */
export function useIsLive({ sessionId }: Pick<SpanDetail, 'sessionId'>): boolean {
  const { data: session } = useQuery(sessionQuery(String(sessionId)))
  return session?.status === 'running'
}
