import type { SessionDetail } from '@ai-tracker/collector/contract'
import type { ReactNode } from 'react'
import { Money, Tokens } from '../../../trace/amount.tsx'
import { count, percent, UNKNOWN } from '../../../trace/format.ts'
import { SafeText } from '../../../trace/safe-text.tsx'
import { SessionDuration } from '../../../trace/session-duration.tsx'
import { RelativeTime } from '../../../trace/time.tsx'
import { classes } from '../../../ui/classes.ts'

/** What a session adds up to, each with its unit and what is missing in it. */
export function SessionSums({ session }: { readonly session: SessionDetail }) {
  const { costCoverage } = session
  const isPartial = costCoverage !== null && costCoverage < 1
  return (
    <dl className="mt-3 grid grid-cols-3 gap-x-6 gap-y-2 sm:flex sm:flex-wrap">
      <Sum name="Started">
        <RelativeTime at={session.startedAt} />
      </Sum>
      <Sum name="Duration">
        <SessionDuration session={session} />
      </Sum>
      <Sum name="Cost" note={isPartial && session.responseCount > 0 ? `${percent(costCoverage)} of calls priced` : undefined}>
        <Money usd={session.costUsd} coverage={costCoverage} className="font-semibold" />
      </Sum>
      <Sum
        name="Tokens"
        width="col-span-2"
        note={
          session.tokensCacheRead > 0 && session.tokensInput > 0
            ? `${percent(Math.min(1, session.tokensCacheRead / session.tokensInput))} of input cached`
            : undefined
        }
      >
        <Tokens value={session.tokensInput} /> <span className="text-muted">in</span> · <Tokens value={session.tokensOutput} />{' '}
        <span className="text-muted">out</span>
      </Sum>
      <Sum name="Model calls">{count(session.responseCount)}</Sum>
      <Sum name="Actions">{count(session.actionCount)}</Sum>
      <Sum name="Errors">
        <span className={session.errorCount > 0 ? 'text-danger' : ''}>{count(session.errorCount)}</span>
      </Sum>
      <Sum name="Issues" note={openWords(session)}>
        <span className={session.openIssueCount > 0 ? 'text-warning' : ''}>{count(session.issueCount)}</span>
      </Sum>
      <Sum name="Spans">{count(session.spanCount)}</Sum>
      <Sum name={session.models.length === 1 ? 'Model' : 'Models'} width="col-span-2">
        {session.models.length === 0 ? UNKNOWN : <SafeText text={session.models.join(', ')} oneLine />}
      </Sum>
    </dl>
  )
}

/** How many issues are open; nothing to say where there are none. */
function openWords({ issueCount, openIssueCount }: SessionDetail): string | undefined {
  if (issueCount === 0) return undefined
  if (openIssueCount === 0) return 'all fixed'
  return openIssueCount === issueCount ? 'all open' : `${count(openIssueCount)} open`
}

interface SumProps {
  readonly name: string
  readonly note?: string | undefined
  /** Columns that it takes on a phone. */
  readonly width?: string
  readonly children: ReactNode
}

function Sum({ name, note, width, children }: SumProps) {
  return (
    <div className={classes('min-w-0', width)}>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="break-words">
        {children}
        {note !== undefined && <span className="ml-1 text-xs text-muted"> {note}</span>}
      </dd>
    </div>
  )
}
