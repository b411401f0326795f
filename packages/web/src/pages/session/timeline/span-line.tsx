import { use } from 'react'
import { Money } from '../../../trace/amount.tsx'
import { TimeTaken } from '../../../trace/time.tsx'
import { classes } from '../../../ui/classes.ts'
import { type LogMark, LogMarksContext } from './log-marks.ts'
import type { SpanRow } from './rows.ts'
import { SpanBar } from './span-bar.tsx'
import { SpanName } from './span-name.tsx'
import { useTimelineView } from './timeline-view.ts'

/** Columns of the waterfall: name, bar, duration (`--took` wide), cost. On a phone the bar goes below the name. */
export const COLUMNS =
  'grid grid-cols-[minmax(0,1fr)_var(--took)] md:grid-cols-[minmax(220px,38%)_minmax(0,1fr)_var(--took)_4.5rem] gap-x-3'

const NO_MARKS: readonly LogMark[] = []

interface SpanLineProps {
  readonly row: SpanRow
  readonly isFolded: boolean
}

/** One span of the waterfall. */
export function SpanLine({ row, isFolded }: SpanLineProps) {
  const { session, shown, toggle } = useTimelineView()
  const marks = use(LogMarksContext).bySpan.get(row.id) ?? NO_MARKS
  const { span, isRunning } = row
  return (
    <span className={classes(COLUMNS, 'h-full px-3 text-sm sm:px-4')}>
      <SpanName span={span} marks={marks} isFolded={isFolded} onToggle={() => toggle(row)} />
      <span className="order-last col-span-full flex md:order-none md:col-span-1">
        <SpanBar row={row} marks={marks} shown={shown} isLive={session.status === 'running'} />
      </span>
      <span className="self-center text-right text-xs text-muted">
        <TimeTaken startedAt={span.startedAt} durationMs={isRunning ? null : span.durationMs} isLive={session.status === 'running'} />
      </span>
      <span className="hidden self-center text-right text-xs md:block">{span.costUsd !== null && <Money usd={span.costUsd} />}</span>
    </span>
  )
}
