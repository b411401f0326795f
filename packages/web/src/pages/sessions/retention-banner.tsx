import type { Retention } from '@ai-tracker/collector/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { retentionQuery } from '../../data/queries.ts'
import { readStored, writeStored } from '../../data/stored.ts'
import { exactTime } from '../../trace/format.ts'
import { WarningNotice } from '../../ui/notice.tsx'
import { retentionWords } from './retention-words.ts'

/** The warning that a person has dismissed, for as long as the browser's tab lives. */
const KEY = 'tracker.retention-dismissed'

/** Says which sessions go next, when, and what to do about it. Its place is there before, so that it is read out when it appears. */
export function RetentionBanner() {
  const { data } = useQuery(retentionQuery())
  const [dismissed, setDismissed] = useState(() => readStored('sessionStorage', KEY))
  const name = data && nameOf(data)
  const dismiss = (): void => {
    writeStored('sessionStorage', KEY, name)
    setDismissed(name)
  }
  return <div role="status">{data && name !== dismissed && <Warning retention={data} onDismiss={dismiss} />}</div>
}

function Warning({ retention, onDismiss }: { readonly retention: Retention; readonly onDismiss: () => void }) {
  const words = retentionWords(retention)
  if (!words) return null
  const { title, reason, what, at, advice } = words
  return (
    <WarningNotice title={title} onDismiss={onDismiss}>
      <p>
        {reason}{' '}
        {at !== undefined && (
          <>
            {what}{' '}
            <time dateTime={at} title={exactTime(at)} className="figures whitespace-nowrap">
              {exactTime(at).slice(0, 16)}
            </time>
            .{' '}
          </>
        )}
        {advice}{' '}
        <Link to="/" search={{ sort: 'started:asc' }} className="whitespace-nowrap text-accent underline">
          Show the oldest
        </Link>
      </p>
    </WarningNotice>
  )
}

/** Another warning is shown again. */
function nameOf({ notice, stuck }: Retention): string {
  return `${notice?.since ?? ''}${stuck ? ' stuck' : ''}`
}
