import type { OverviewBucket, SessionOverview, TimeRange } from '../contract.ts'
import type { StoredOverview, Stretches } from '../domain/stored-overview.ts'
import { nsText } from './values.ts'

const NS_PER_MS = 1e6
/** A shorter pause is no pause to a person … */
const MIN_IDLE_NS = 1e9
/** … nor is a small part of a long session. It also bounds the list. */
const MIN_IDLE_SHARE = 0.01

/** How a session spent its time, for the head of its timeline. */
export function overviewView(overview: StoredOverview): SessionOverview {
  const { startNs, endNs, bucketNs, count, runningFrom } = overview
  const since = (offset: number | undefined): string | null => (offset === undefined ? null : at(startNs, offset))
  const idle = gaps(overview)
  return {
    startNs: nsText(startNs),
    endNs: nsText(endNs),
    bucketNs: bucketNs.toString(),
    buckets: bucketsOf(overview, {
      calls: shares(overview.calls, Number(bucketNs), count),
      actions: shares(overview.actions, Number(bucketNs), count),
    }),
    idleMs: idle.reduce((sum, [from, to]) => sum + to - from, 0) / NS_PER_MS,
    idle: noticed(idle, Number(endNs - startNs)).map(([from, to]): TimeRange => ({ startNs: at(startNs, from), endNs: at(startNs, to) })),
    runningSince: { calls: since(runningFrom.calls), actions: since(runningFrom.actions) },
  }
}

function at(startNs: bigint, offset: number): string {
  return nsText(startNs + BigInt(Math.round(offset)))
}

function bucketsOf(
  { starts, count }: StoredOverview,
  { calls, actions }: { readonly calls: Float64Array; readonly actions: Float64Array },
): readonly OverviewBucket[] {
  const started = new Map(starts.map((bucket) => [bucket.bucket, bucket]))
  return Array.from({ length: count }, (_, index) => ({
    spans: started.get(index)?.spans ?? 0,
    errors: started.get(index)?.errors ?? 0,
    calls: calls[index] ?? 0,
    actions: actions[index] ?? 0,
  }))
}

/** Which share of each bucket stretches cover. One pass over the stretches and the buckets that they touch. */
function shares(stretches: Stretches, width: number, count: number): Float64Array {
  const covered = new Float64Array(count)
  for (let i = 0; i < stretches.length; i += 2) {
    const [from, to] = [stretches[i] ?? 0, stretches[i + 1] ?? 0]
    const last = Math.min(count - 1, Math.floor(to / width))
    for (let bucket = Math.min(count - 1, Math.floor(from / width)); bucket <= last; bucket++) {
      const part = Math.min(to, (bucket + 1) * width) - Math.max(from, bucket * width)
      covered[bucket] = Math.min(1, (covered[bucket] ?? 0) + part / width)
    }
  }
  return covered
}

/** The stretches between start and end in which neither a call nor an action ran. */
function gaps({ calls, actions, startNs, endNs }: StoredOverview): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = []
  let busyUntil = 0
  for (const [from, to] of inOrder(calls, actions)) {
    if (from > busyUntil) found.push([busyUntil, from])
    busyUntil = Math.max(busyUntil, to)
  }
  const end = Number(endNs - startNs)
  if (end > busyUntil) found.push([busyUntil, end])
  return found
}

/** The stretches of both lists by their start. */
function* inOrder(a: Stretches, b: Stretches): Generator<readonly [number, number]> {
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const isFirst = (a[i] ?? Number.POSITIVE_INFINITY) <= (b[j] ?? Number.POSITIVE_INFINITY)
    const [list, index] = isFirst ? [a, i] : [b, j]
    yield [list[index] ?? 0, list[index + 1] ?? 0]
    if (isFirst) i += 2
    else j += 2
  }
}

/** The ranges that a person would notice. */
function noticed(ranges: readonly (readonly [number, number])[], length: number): readonly (readonly [number, number])[] {
  return ranges.filter(([from, to]) => to - from >= Math.max(MIN_IDLE_NS, length * MIN_IDLE_SHARE))
}
