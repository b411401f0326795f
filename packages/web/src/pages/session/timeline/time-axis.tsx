import { duration } from '../../../trace/format.ts'
import { fractionOf, type TimeWindow, ticks } from './time-window.ts'

interface TimeAxisProps {
  readonly shown: TimeWindow
  readonly mostTicks: number
}

/** Moments from the start of the session, over the bars. */
export function TimeAxis({ shown, mostTicks }: TimeAxisProps) {
  return (
    <div aria-hidden="true" className="relative h-full overflow-hidden text-2xs text-muted">
      {ticks(shown, mostTicks).map((ms) => {
        const share = fractionOf(shown, ms)
        const isLast = share > 0.92
        return (
          <span
            key={ms}
            className={`figures absolute inset-y-0 flex items-center border-line whitespace-nowrap ${isLast ? 'border-r pr-1' : 'border-l pl-1'}`}
            style={isLast ? { right: `${(1 - share) * 100}%` } : { left: `${share * 100}%` }}
          >
            {ms === 0 ? '0' : duration(ms)}
          </span>
        )
      })}
    </div>
  )
}
