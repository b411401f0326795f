import { kindLook } from '../../../trace/kinds.ts'
import { classes } from '../../../ui/classes.ts'
import type { LogMark } from './log-marks.ts'
import type { SpanRow } from './rows.ts'
import { barIn, type TimeWindow } from './time-window.ts'

interface SpanBarProps {
  readonly row: SpanRow
  /** When the span logged. */
  readonly marks: readonly LogMark[]
  readonly shown: TimeWindow
  /** Whether the session runs. */
  readonly isLive: boolean
}

/** Kinds that are around the work of others: a thinner bar, so that the work itself stands out. */
const AROUND: ReadonlySet<string> = new Set(['session', 'workflow', 'phase', 'step', 'turn', 'agent'])

/** The bar of a span in the zoom. One outside of it leaves an arrow at the edge where it is. */
export function SpanBar({ row, marks, shown, isLive }: SpanBarProps) {
  if (row.isTimeless) return <span className="self-center text-2xs text-muted">no start was received</span>
  const place = barIn(shown, row)
  if (!place) {
    const isBefore = row.toMs < shown.fromMs
    return <span className={classes('self-center text-2xs text-muted', !isBefore && 'ml-auto')}>{isBefore ? '◂' : '▸'}</span>
  }
  const { span, isRunning } = row
  return (
    <span className="relative my-auto block h-3 w-full">
      <span
        className={classes(
          'absolute min-w-[3px] rounded-[3px]',
          AROUND.has(span.kind) ? 'inset-y-[3px]' : 'inset-y-0',
          span.status === 'failed' ? 'bg-danger-fill' : kindLook(span.kind).fill,
          span.repeated && 'opacity-40',
          isRunning && 'rounded-r-none',
          isRunning && isLive && 'motion-safe:animate-pulse',
        )}
        style={{ left: `min(${place.left * 100}%, 100% - 3px)`, width: `${place.width * 100}%` }}
      />
      {marks.map(({ id, atMs }) => (
        <LogTick key={id} place={barIn(shown, { fromMs: atMs, toMs: atMs })} />
      ))}
    </span>
  )
}

function LogTick({ place }: { readonly place: ReturnType<typeof barIn> }) {
  return (
    place && <span className="absolute -inset-y-0.5 w-0.5 rounded-full bg-ink" style={{ left: `min(${place.left * 100}%, 100% - 2px)` }} />
  )
}
