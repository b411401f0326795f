import type { SessionOverview } from '@ai-tracker/collector/contract'
import { duration } from '../../../trace/format.ts'

interface ActivityProps {
  readonly overview: SessionOverview
  /** Where a moment lies in the session: 0 = at its start, 1 = at its end. */
  readonly shareOf: (ns: string) => number
}

/** Tracks of the strip, in hundredths of its height: model calls grow up from a line, actions down from it, errors lie at the bottom. */
const LINE = 45
const TRACK = 42
const ERRORS = { y: 90, height: 8 }

interface RunningProps {
  readonly from: number
  readonly y: number
  readonly className: string
}

/** Work without an end so far: it goes on to the end of the strip, which for a session that runs is now. */
function Running({ from, y, className }: RunningProps) {
  return <rect data-running x={from} width={Math.max(0, 1 - from)} y={y} height={TRACK} className={className} />
}

/** When models and tools were at work, where spans failed, and where nothing happened. */
export function Activity({ overview, shareOf }: ActivityProps) {
  const { buckets, bucketNs, startNs, idle, idleMs, runningSince } = overview
  const first = shareOf(startNs)
  const width = shareOf(String(BigInt(startNs) + BigInt(bucketNs))) - first
  const errors = buckets.reduce((sum, bucket) => sum + bucket.errors, 0)
  return (
    <svg
      role="img"
      aria-label={`Activity over time; idle for ${duration(idleMs)}; ${errors} failed spans`}
      viewBox="0 0 1 100"
      preserveAspectRatio="none"
      // Without softened edges no seam shows between neighbours.
      shapeRendering="crispEdges"
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
      {runningSince.calls !== null && <Running from={shareOf(runningSince.calls)} y={LINE - TRACK} className="fill-kind-call" />}
      {runningSince.actions !== null && <Running from={shareOf(runningSince.actions)} y={LINE} className="fill-kind-action" />}
      {buckets.map((bucket, index) => {
        const x = first + index * width
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bucket is its place
          <g key={index}>
            {bucket.calls > 0 && (
              <rect x={x} width={width} y={LINE - TRACK * bucket.calls} height={TRACK * bucket.calls} className="fill-kind-call" />
            )}
            {bucket.actions > 0 && <rect x={x} width={width} y={LINE} height={TRACK * bucket.actions} className="fill-kind-action" />}
            {bucket.errors > 0 && <rect x={x} width={Math.max(width, 0.003)} {...ERRORS} className="fill-danger-fill" />}
          </g>
        )
      })}
    </svg>
  )
}
