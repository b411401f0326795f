import { Money } from '../../../trace/amount.tsx'
import { Duration, RunningDuration } from '../../../trace/time.tsx'
import { classes } from '../../../ui/classes.ts'
import type { SpanRow } from './rows.ts'
import { SpanBar } from './span-bar.tsx'
import { SpanName } from './span-name.tsx'
import type { TimeWindow } from './time-window.ts'

/** Columns of the waterfall: name, bar, duration, cost. On a phone the bar goes below the name. */
export const COLUMNS = 'grid grid-cols-[minmax(0,1fr)_4.5rem] md:grid-cols-[minmax(220px,38%)_minmax(0,1fr)_4.5rem_4.5rem] gap-x-3'

interface SpanLineProps {
  readonly row: SpanRow
  readonly shown: TimeWindow
  readonly isFolded: boolean
  readonly onToggle: () => void
}

/** One span of the waterfall. */
export function SpanLine({ row, shown, isFolded, onToggle }: SpanLineProps) {
  const { span, isRunning } = row
  return (
    <span className={classes(COLUMNS, 'h-full px-3 text-sm sm:px-4')}>
      <SpanName span={span} isFolded={isFolded} onToggle={onToggle} />
      <span className="order-last col-span-full flex md:order-none md:col-span-1">
        <SpanBar row={row} shown={shown} />
      </span>
      <span className="self-center text-right text-xs text-muted">
        {isRunning && span.startedAt !== null ? <RunningDuration since={span.startedAt} /> : <Duration ms={span.durationMs} />}
      </span>
      <span className="hidden self-center text-right text-xs md:block">{span.costUsd !== null && <Money usd={span.costUsd} />}</span>
    </span>
  )
}
