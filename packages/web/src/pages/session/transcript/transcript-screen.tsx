import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { RefreshCw } from 'lucide-react'
import { useMemo } from 'react'
import { sessionQuery, transcriptQuery } from '../../../data/queries.ts'
import { useFollowing } from '../../../trace/use-following.ts'
import { Button } from '../../../ui/button.tsx'
import { nextPageOf } from '../../../ui/next-page.tsx'
import { EmptyState, ErrorState } from '../../../ui/notice.tsx'
import { PagedList } from '../../../ui/paged-list.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { SkeletonLines } from '../../../ui/skeleton.tsx'
import { conversation } from './conversation.ts'
import { EntryView } from './entry-view.tsx'
import { TranscriptContext } from './transcript-context.ts'

const SHOWS = [
  { value: 'all', label: 'Everything' },
  { value: 'talk', label: 'Messages only' },
] as const

/** The transcript screen of a session: the conversation as a person reads it. */
export function TranscriptScreen() {
  const { id } = useParams({ from: '/sessions/$id' })
  const { show = 'all' } = useSearch({ from: '/sessions/$id/transcript' })
  const navigate = useNavigate({ from: '/sessions/$id/transcript' })
  const { data: session } = useQuery(sessionQuery(id))
  const onlyTalk = show === 'talk'
  const query = useInfiniteQuery(transcriptQuery(id, { withLogs: !onlyTalk }))
  const { data, error, refetch } = query
  const news = useFollowing(session?.receivedAt, query)
  const phases = session?.phases
  const { entries, exceptions } = useMemo(
    () => conversation(data?.pages.flatMap(({ items }) => items) ?? [], { onlyTalk, phases: phases ?? [] }),
    [data?.pages, onlyTalk, phases],
  )
  const isLive = session?.status === 'running'
  const content = useMemo(() => ({ sessionId: id, isLive, exceptions }), [id, isLive, exceptions])

  if (!data && error) return <ErrorState title="The transcript could not be loaded" error={error} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <div className="px-4">
        <SkeletonLines lines={12} label="Loading the transcript" />
      </div>
    )
  }
  const choose = (next: 'all' | 'talk'): void =>
    void navigate({ search: (before) => ({ ...before, show: next === 'all' ? undefined : next }), replace: true, resetScroll: false })
  return (
    <div className="mx-auto w-full max-w-240 px-3 sm:px-4">
      <h2 className="sr-only">Transcript</h2>
      <div className="flex min-h-14 flex-wrap items-center gap-3 py-3">
        <Segmented label="What is shown" value={show} options={SHOWS} onChange={choose} />
        {news.hasNews && (
          <Button size="sm" onClick={news.refresh}>
            <RefreshCw size={14} aria-hidden="true" />
            Show what is new
          </Button>
        )}
      </div>
      {entries.length === 0 && !query.hasNextPage ? (
        <EmptyState title="No messages">This session has no model calls or actions{onlyTalk ? ' with a text' : ''}.</EmptyState>
      ) : (
        <TranscriptContext value={content}>
          <PagedList
            label="Conversation"
            items={entries}
            keyOf={({ item }) => `${item.kind} ${item.id}`}
            rowPx={160}
            next={nextPageOf(query)}
          >
            {(entry) => <EntryView entry={entry} />}
          </PagedList>
        </TranscriptContext>
      )}
    </div>
  )
}
