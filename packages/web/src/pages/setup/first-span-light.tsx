import type { Session } from '@ai-tracker/collector/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import { connection } from '../../data/connection.ts'
import { latestSessionQuery } from '../../data/session-list-queries.ts'
import { counted } from '../../trace/format.ts'
import { LogsOnly } from '../../trace/logs-only.tsx'
import { SafeText } from '../../trace/safe-text.tsx'
import { sessionName } from '../../trace/session-name.ts'
import { RelativeTime } from '../../trace/time.tsx'
import { buttonClasses } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'

/** Grey until the first span has arrived, green from then on. */
export function FirstSpanLight() {
  const { data: session, error } = useQuery(latestSessionQuery())
  const { lostSinceMs } = useSyncExternalStore(connection.subscribe, connection.read)
  return (
    <div className={classes('rounded-lg border p-4', session ? 'border-success-fill bg-success-soft' : 'border-line bg-surface')}>
      <div role="status" aria-live="polite" className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span
          aria-hidden="true"
          className={classes('size-3 shrink-0 rounded-full', session ? 'bg-success-fill' : 'bg-kind-plain motion-safe:animate-pulse')}
        />
        {session ? <Received session={session} /> : <Waiting isUnreachable={error !== null || lostSinceMs !== undefined} />}
      </div>
      {!session && <LogsOnly />}
      {/* Not in what is read out: it changes every second. */}
      {session && (
        <p className="mt-1 pl-6 text-xs text-muted">
          <RelativeTime at={session.receivedAt} />
        </p>
      )}
    </div>
  )
}

function Waiting({ isUnreachable }: { readonly isUnreachable: boolean }) {
  return (
    <span className="min-w-0 flex-1 text-muted">
      {isUnreachable ? 'The collector does not answer. Is it still running?' : 'Waiting for the first span. This page notices by itself.'}
    </span>
  )
}

function Received({ session }: { readonly session: Session }) {
  return (
    <>
      <span className="min-w-0 flex-1 basis-60">
        <strong className="font-semibold text-success">Received</strong>{' '}
        <span>
          {counted(session.spanCount, 'span')} from{' '}
          <span className="font-medium">
            <SafeText text={session.service ?? 'a program without a name'} oneLine />
          </span>
        </span>
      </span>
      <Link to="/sessions/$id/timeline" params={{ id: String(session.id) }} className={classes(buttonClasses('primary'), 'max-w-full')}>
        <span className="one-line">
          Open <SafeText text={sessionName(session)} oneLine />
        </span>
      </Link>
    </>
  )
}
