import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { sessionQuery } from '../../../data/queries.ts'
import { SkeletonLines } from '../../../ui/skeleton.tsx'
import { OtlpPanel } from './otlp-panel.tsx'
import { SessionFields } from './session-fields.tsx'
import { WaysIn } from './ways-in.tsx'

/** The raw screen of a session: what was sent, as it was sent, and how a program gets it. */
export function RawScreen() {
  const { id } = useParams({ from: '/sessions/$id' })
  const { data: session } = useQuery(sessionQuery(id))
  if (!session) {
    return (
      <div className="px-4">
        <SkeletonLines lines={12} label="Loading the session" />
      </div>
    )
  }
  return (
    <div className="grid grid-cols-1 items-start gap-4 p-3 sm:p-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <h2 className="sr-only">Raw</h2>
      <OtlpPanel session={session} />
      <div className="flex min-w-0 flex-col gap-4">
        <SessionFields session={session} />
        <WaysIn session={session} />
      </div>
    </div>
  )
}
