import { useNow } from '../ui/use-now.ts'
import { duration, exactTime, NEVER_ENDED, relativeTime, runningFor, tickingDuration, UNKNOWN } from './format.ts'

/** A moment by its distance from now, the exact local time in its title. */
export function RelativeTime({ at }: { readonly at: string | null }) {
  const now = useNow()
  if (at === null) return <span title="The start was not received">{UNKNOWN}</span>
  return (
    <time dateTime={at} title={exactTime(at)} className="figures whitespace-nowrap">
      {relativeTime(at, now)}
    </time>
  )
}

interface DurationProps {
  readonly ms: number | null
  readonly className?: string
}

/** How long something took; one that runs has none. */
export function Duration({ ms, className }: DurationProps) {
  return <span className={`figures whitespace-nowrap ${className ?? ''}`}>{duration(ms)}</span>
}

interface TimeTakenProps {
  /** Null when it was not received. */
  readonly startedAt: string | null
  /** Null while it has no end. */
  readonly durationMs: number | null
  /** Whether what it belongs to runs: else it never ended. */
  readonly isLive: boolean
}

/** How long something took; of what runs, that it does and for how long. */
export function TimeTaken({ startedAt, durationMs, isLive }: TimeTakenProps) {
  if (durationMs !== null) return <Duration ms={durationMs} />
  if (!isLive) return <span className="whitespace-nowrap text-warning">{NEVER_ENDED}</span>
  return startedAt === null ? <span className="text-info">running</span> : <RunningFor since={startedAt} />
}

function RunningFor({ since }: { readonly since: string }) {
  const now = useNow()
  return <span className="figures whitespace-nowrap text-info">{runningFor(now - Date.parse(since))}</span>
}

/** How long something has been running, beside a status that says so: it ticks. */
export function RunningDuration({ since }: { readonly since: string }) {
  const now = useNow()
  return <span className="figures whitespace-nowrap text-info">{tickingDuration(Math.max(0, now - Date.parse(since)))}</span>
}
