import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, Outlet, useParams } from '@tanstack/react-router'
import { RequestError } from '../../data/http.ts'
import { sessionQuery } from '../../data/queries.ts'
import { sessionName } from '../../trace/session-name.ts'
import { visibleLine } from '../../trace/visible-text.ts'
import { buttonClasses } from '../../ui/button.tsx'
import { EmptyState, ErrorState } from '../../ui/notice.tsx'
import { usePageTitle } from '../../ui/page-title.ts'
import { SessionHeader } from './header/session-header.tsx'
import { SessionHeaderSkeleton } from './header/session-header-skeleton.tsx'
import { SessionTabs } from './header/session-tabs.tsx'
import { OpenSpan } from './open-span.tsx'

/** One session: its head, its screens, and the span that is open. */
export function SessionPage() {
  const { id } = useParams({ from: '/sessions/$id' })
  const { data: session, error, refetch } = useQuery(sessionQuery(id))
  usePageTitle(session ? visibleLine(sessionName(session)) : 'Session')
  if (error && (!session || isUnknown(error)))
    return <SessionFault id={id} error={error} wasThere={session !== undefined} onRetry={() => void refetch()} />
  // An address may name a session by its trace id; everything below, and what is live, goes by the integer.
  if (session && String(session.id) !== id) return <Navigate to="." params={{ id: String(session.id) }} search={true} replace />
  return (
    <main id="main" className="flex min-h-0 flex-1 flex-col">
      {session ? <SessionHeader session={session} /> : <SessionHeaderSkeleton />}
      <SessionTabs openIssueCount={session?.openIssueCount ?? 0} errorCount={session?.errorCount ?? 0} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <Outlet />
      </div>
      <OpenSpan sessionId={id} />
    </main>
  )
}

/** Whether the collector has no such session: it never had, or not any more. */
function isUnknown(error: Error): boolean {
  return error instanceof RequestError && (error.status === 404 || error.status === 400)
}

interface SessionFaultProps {
  readonly id: string
  readonly error: Error
  /** Whether it was shown a moment ago. */
  readonly wasThere: boolean
  readonly onRetry: () => void
}

function SessionFault({ id, error, wasThere, onRetry }: SessionFaultProps) {
  return (
    <main id="main">
      <h1 className="sr-only">Session</h1>
      {isUnknown(error) ? (
        <EmptyState
          title={wasThere ? 'This session was removed' : 'There is no such session'}
          action={
            <Link to="/" className={buttonClasses('primary')}>
              All sessions
            </Link>
          }
        >
          {wasThere ? (
            'It was deleted, or it was the turn of the oldest ones.'
          ) : (
            <>
              Nothing is stored for <code className="font-mono break-all">{visibleLine(id)}</code>. It was deleted, or is in another
              database.
            </>
          )}
        </EmptyState>
      ) : (
        <ErrorState title="The session could not be loaded" error={error} onRetry={onRetry} />
      )}
    </main>
  )
}
