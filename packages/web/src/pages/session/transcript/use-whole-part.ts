import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { messagesQuery } from '../../../data/queries.ts'
import { nextPageOf } from '../../../ui/next-page.tsx'

/** Names one part of a message of a call. */
export interface PartSource {
  readonly sessionId: string
  readonly responseId: number
  readonly messageIndex: number
  readonly partIndex: number
}

/** The whole text of a part that was cut, once it is wanted: pages of the call's messages are loaded until it is among them. */
export function useWholePart({ sessionId, responseId, messageIndex, partIndex }: PartSource, isWanted: boolean) {
  const query = useInfiniteQuery({ ...messagesQuery(sessionId, responseId), enabled: isWanted })
  const { data, error, isFetching, refetch } = query
  const next = nextPageOf(query)
  const message = data?.pages.flatMap(({ items }) => items).find(({ index }) => index === messageIndex)
  const mustGoOn = isWanted && data !== undefined && !message && next.isFree
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page
  useEffect(() => {
    if (mustGoOn) next.load()
  }, [mustGoOn])
  const part = message?.parts[partIndex]
  return {
    text: part && 'text' in part ? part.text : undefined,
    isLoading: isWanted && part === undefined && (isFetching || mustGoOn),
    error: isFetching ? null : error,
    /** Asks again for what failed. */
    retry: () => (data === undefined ? void refetch() : next.retry()),
  }
}
