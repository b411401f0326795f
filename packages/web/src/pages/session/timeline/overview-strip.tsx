import type { SessionOverview } from '@ai-tracker/collector/contract'
import { Activity } from './activity.tsx'
import { offsetMs } from './rows.ts'
import { fractionOf } from './time-window.ts'
import { useTimelineView } from './timeline-view.ts'
import { type Stretch, useBrush } from './use-brush.ts'

/** The whole session at a glance: when models and tools were at work, where spans failed, where nothing happened. Drag over it to zoom. */
export function OverviewStrip({ overview }: { readonly overview: SessionOverview }) {
  const { clock, whole, shown, zoom } = useTimelineView()
  const at = (share: number): number => whole.fromMs + share * (whole.toMs - whole.fromMs)
  const { pulled, handlers } = useBrush(({ from, to }) => zoom({ fromMs: at(from), toMs: at(to) }))
  const marked = pulled ?? { from: fractionOf(whole, shown.fromMs), to: fractionOf(whole, shown.toMs) }
  const shareOf = (ns: string): number => fractionOf(whole, offsetMs(ns, clock.startNs))
  return (
    <div
      {...handlers}
      title="Drag to zoom"
      className="relative h-12 cursor-crosshair touch-pan-y overflow-hidden rounded-md border border-line bg-sunken select-none"
    >
      <Activity overview={overview} shareOf={shareOf} />
      <Shade from={0} to={marked.from} />
      <Shade from={marked.to} to={1} />
    </div>
  )
}

/** What lies outside of the zoom. */
function Shade({ from, to }: Stretch) {
  if (to - from <= 0) return null
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 bg-canvas/75"
      style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
    />
  )
}
