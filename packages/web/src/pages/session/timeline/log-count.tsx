import { ScrollText } from 'lucide-react'
import { use } from 'react'
import { count, counted } from '../../../trace/format.ts'
import { LOG_LEVELS } from '../../../trace/statuses.ts'
import { classes } from '../../../ui/classes.ts'
import { type LogMark, LogMarksContext, worstOf } from './log-marks.ts'

/** How many log records a span has, at least, and the worst of them where that is worth a look; the drawer has them. */
export function LogCount({ marks }: { readonly marks: readonly LogMark[] }) {
  const { isPartial } = use(LogMarksContext)
  const worst = worstOf(marks)
  if (marks.length === 0) return null
  const isBad = worst === 'error' || worst === 'fatal'
  return (
    <span
      className={classes(
        'flex min-w-5 items-center gap-1 text-xs',
        isBad ? 'text-danger' : worst === 'warn' ? 'text-warning' : 'text-muted',
      )}
    >
      <ScrollText size={12} aria-hidden="true" className="shrink-0" />
      <span className="one-line">
        {isPartial ? `${count(marks.length)}+ logs` : counted(marks.length, 'log')}
        {worst !== null && (isBad || worst === 'warn') && ` · ${LOG_LEVELS[worst].label.toLowerCase()}`}
      </span>
    </span>
  )
}
