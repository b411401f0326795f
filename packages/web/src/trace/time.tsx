import { useNow } from '../ui/use-now.ts'
import { duration, exactTime, relativeTime, tickingDuration, UNKNOWN } from './format.ts'

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

/** How long something has been running: it ticks. */
export function RunningDuration({ since }: { readonly since: string }) {
  const now = useNow()
  return <span className="figures whitespace-nowrap text-info">{tickingDuration(Math.max(0, now - Date.parse(since)))}</span>
}
