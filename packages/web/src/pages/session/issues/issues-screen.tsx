import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { errorsQuery, issuesQuery, sessionQuery } from '../../../data/queries.ts'
import { count } from '../../../trace/format.ts'
import { Listed } from '../../../trace/listed.tsx'
import { EmptyState } from '../../../ui/notice.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { FailedLine } from './failed-line.tsx'
import { IssueLine } from './issue-line.tsx'

/** The issues screen of a session: problems of quality that were reported, and spans that failed. */
export function IssuesScreen() {
  const { id } = useParams({ from: '/sessions/$id' })
  const { data: session } = useQuery(sessionQuery(id))
  const issues = useInfiniteQuery(issuesQuery(id))
  const errors = useInfiniteQuery(errorsQuery(id))
  const isClean = session !== undefined && session.issueCount === 0 && session.errorCount === 0
  if (isClean) return <EmptyState title="Nothing went wrong">No span failed, and no issue was reported.</EmptyState>
  return (
    <div className="flex flex-col gap-4 p-3 sm:p-4">
      <h2 className="sr-only">Issues</h2>
      <Panel title="Reported issues" isFlush aside={<Sum value={session?.issueCount} />}>
        <Listed
          query={issues}
          version={session?.receivedAt}
          what="issues"
          keyOf={(issue) => issue.id}
          rowPx={57}
          empty={<None>No issue was reported.</None>}
        >
          {(issue) => <IssueLine issue={issue} />}
        </Listed>
      </Panel>
      <Panel title="Failed spans" isFlush aside={<Sum value={session?.errorCount} />}>
        <Listed
          query={errors}
          version={session?.receivedAt}
          what="failed spans"
          keyOf={(span) => span.id}
          rowPx={57}
          empty={<None>No span failed.</None>}
        >
          {(span) => <FailedLine span={span} start={session?.startedAt ?? null} />}
        </Listed>
      </Panel>
    </div>
  )
}

function Sum({ value }: { readonly value: number | undefined }) {
  return <span className="figures text-xs text-muted">{value === undefined ? '' : count(value)}</span>
}

function None({ children }: { readonly children: string }) {
  return <p className="p-4 text-muted">{children}</p>
}
