import type { SessionOverview } from '@ai-tracker/collector/contract'
import { duration } from '../../../trace/format.ts'
import { offsetMs } from './rows.ts'
import { fractionOf, type TimeWindow } from './time-window.ts'
import { type Stretch, useBrush } from './use-brush.ts'

interface OverviewStripProps {
  readonly overview: SessionOverview
  readonly startNs: bigint
  /** The whole session. */
  readonly whole: TimeWindow
  /** What the rows below show. */
  readonly shown: TimeWindow
  readonly onZoom: (window: TimeWindow) => void
}

/** The whole session at a glance: when models and tools were at work, where spans failed, where nothing happened. Drag over it to zoom. */
export function OverviewStrip({ overview, startNs, whole, shown, onZoom }: OverviewStripProps) {
  const at = (share: number): number => whole.fromMs + share * (whole.toMs - whole.fromMs)
  const { pulled, handlers } = useBrush(({ from, to }) => onZoom({ fromMs: at(from), toMs: at(to) }))
  const marked = pulled ?? { from: fractionOf(whole, shown.fromMs), to: fractionOf(whole, shown.toMs) }
  const shareOf = (ns: string): number => fractionOf(whole, offsetMs(ns, startNs))
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

interface ActivityProps {
  readonly overview: SessionOverview
  readonly shareOf: (ns: string) => number
}

/** Tracks of the strip, in hundredths of its height: model calls grow up from a line, actions down from it, errors lie at the bottom. */
const LINE = 45
const TRACK = 42
const ERRORS = { y: 90, height: 8 }
/** Neighbours overlap a little, so that no seam shows between them. */
const SEAM = 1.03

function Activity({ overview, shareOf }: ActivityProps) {
  const { buckets, bucketNs, startNs, idle, idleMs } = overview
  const first = shareOf(startNs)
  const width = shareOf(String(BigInt(startNs) + BigInt(bucketNs))) - first
  const errors = buckets.reduce((sum, bucket) => sum + bucket.errors, 0)
  return (
    <svg
      role="img"
      aria-label={`Activity over time; idle for ${duration(idleMs)}; ${errors} failed spans`}
      viewBox="0 0 1 100"
      preserveAspectRatio="none"
      className="absolute inset-0 size-full"
    >
      {idle.map((range) => (
        <rect
          key={range.startNs}
          x={shareOf(range.startNs)}
          width={shareOf(range.endNs) - shareOf(range.startNs)}
          height={100}
          className="fill-hover"
        />
      ))}
      {buckets.map((bucket, index) => {
        const x = first + index * width
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bucket is its place
          <g key={index}>
            {bucket.calls > 0 && (
              <rect x={x} width={width * SEAM} y={LINE - TRACK * bucket.calls} height={TRACK * bucket.calls} className="fill-kind-call" />
            )}
            {bucket.actions > 0 && (
              <rect x={x} width={width * SEAM} y={LINE} height={TRACK * bucket.actions} className="fill-kind-action" />
            )}
            {bucket.errors > 0 && <rect x={x} width={Math.max(width, 0.003)} {...ERRORS} className="fill-danger-fill" />}
          </g>
        )
      })}
    </svg>
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
