import type { TranscriptCall } from '@ai-tracker/collector/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { messagesQuery } from '../../../data/queries.ts'
import { counted } from '../../../trace/format.ts'
import { Button } from '../../../ui/button.tsx'
import { MoreFailed, nextPageOf } from '../../../ui/next-page.tsx'
import { SkeletonLines } from '../../../ui/skeleton.tsx'
import { Fold } from './fold.tsx'
import { MessageView } from './message-view.tsx'
import { useSessionId } from './transcript-context.ts'

interface RepeatedMessagesProps {
  readonly call: TranscriptCall
}

/** What the request sent again: folded, as it stands further up. */
export function RepeatedMessages({ call }: RepeatedMessagesProps) {
  return (
    <Fold label={<span className="font-normal text-muted">{counted(call.repeatedCount, 'earlier message')} sent again</span>}>
      <Loaded call={call} />
    </Fold>
  )
}

function Loaded({ call }: RepeatedMessagesProps) {
  const sessionId = useSessionId()
  const query = useInfiniteQuery(messagesQuery(sessionId, call.id))
  const { data, error } = query
  const next = nextPageOf(query)
  if (error && !data) return <p className="text-danger">{error.message}</p>
  if (!data) return <SkeletonLines lines={3} label="Loading the messages" />
  const isNew = new Set(call.messages.map(({ index }) => index))
  const messages = data.pages.flatMap(({ items }) => items).filter(({ index }) => !isNew.has(index))
  const mayHaveMore = query.hasNextPage && !next.failure && messages.length < call.repeatedCount
  return (
    <div className="flex flex-col gap-3 border-l-2 border-line pl-3">
      {messages.map((message) => (
        <MessageView
          key={message.index}
          message={message}
          parts={message.parts.map((part, index) => ({ part, index }))}
          responseId={call.id}
        />
      ))}
      {mayHaveMore && (
        <Button size="sm" className="w-fit" disabled={!next.isFree} onClick={next.load}>
          Show more
        </Button>
      )}
      <MoreFailed next={next} />
    </div>
  )
}
