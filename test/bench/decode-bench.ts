import type { Type } from 'protobufjs'
import { decodeLogs } from '../../collector/src/decode/protobuf/read-logs.ts'
import { decodeMetrics } from '../../collector/src/decode/protobuf/read-metrics.ts'
import { decodeTraces } from '../../collector/src/decode/protobuf/read-traces.ts'
import { otlp } from '../../collector/src/decode/testing/otlp-proto.ts'
import type { Bench, BenchContext, Figure, Scale } from './bench.ts'
import { encodedRequests, LOADS, type LoadName, spanCount } from './loads/load.ts'
import { ITEMS_PER_REQUEST, logRequests, metricRequests } from './loads/signals.ts'
import { alternate, figure, ratio, timed } from './rounds.ts'
import { touchDecoded, touchMessage } from './touch.ts'

const TRACES: Readonly<Record<LoadName, number>> = { plain: 1600, call: 1600, agent: 300 }
const SIZES: Readonly<Record<Scale, { readonly share: number; readonly passes: number; readonly rounds: number }>> = {
  tiny: { share: 0.01, passes: 1, rounds: 1 },
  quick: { share: 0.25, passes: 1, rounds: 5 },
  full: { share: 1, passes: 2, rounds: 9 },
}

const TracesMessage = otlp.lookupType('otlp.TracesData')

/** One of the other signals: both decoders make every value at once, so nothing has to be looked at. */
interface SignalLoad {
  readonly subject: string
  readonly unit: string
  requests(count: number): readonly Uint8Array[]
  ours(body: Uint8Array): object
  readonly Message: Type
}

const SIGNAL_REQUESTS = 60
const SIGNALS: readonly SignalLoad[] = [
  { subject: 'logs', unit: 'records/s', requests: logRequests, ours: decodeLogs, Message: otlp.lookupType('otlp.LogsData') },
  { subject: 'metrics', unit: 'points/s', requests: metricRequests, ours: decodeMetrics, Message: otlp.lookupType('otlp.MetricsData') },
]

/** From bytes to spans, every string and value materialised, against protobufjs on the same bytes. */
export const decodeBench: Bench = {
  name: 'decode',
  summary: 'protobuf to spans, log records and points, against protobufjs',
  async run(context) {
    const figures: Figure[] = []
    for (const load of LOADS) figures.push(...(await measure(load, context)))
    for (const signal of SIGNALS) figures.push(...(await measureSignal(signal, context)))
    return figures
  },
}

async function measure(load: LoadName, { scale, log }: BenchContext): Promise<readonly Figure[]> {
  const { share, passes, rounds } = SIZES[scale]
  const spec = { load, traces: Math.ceil(TRACES[load] * share), width: 1 }
  // As Buffer, which protobufjs reads faster than a plain Uint8Array; to ours it is the same.
  const bodies = encodedRequests(spec).map((body) => Buffer.from(body.buffer))
  const spans = spanCount(spec) * passes
  log(`decode ${load}: ${bodies.length} requests, ${spanCount(spec)} spans`)
  expectSame(bodies)
  const rate = (touch: (body: Uint8Array) => number) => async () => {
    const elapsedMs = await timed(() => {
      for (let pass = 0; pass < passes; pass++) for (const body of bodies) touch(body)
    })
    return (spans / elapsedMs) * 1000
  }
  const { ours, theirs } = await alternate({ ours: rate(ourUnits), theirs: rate(theirUnits) }, { rounds })
  return [
    figure(load, ['decoded', 'spans/s'], ours),
    figure(load, ['protobufjs', 'spans/s'], theirs),
    ratio(load, 'decoded / protobufjs', [ours, theirs]),
  ]
}

async function measureSignal(
  { subject, unit, requests, ours, Message }: SignalLoad,
  { scale, log }: BenchContext,
): Promise<readonly Figure[]> {
  const { share, passes, rounds } = SIZES[scale]
  const bodies = requests(Math.ceil(SIGNAL_REQUESTS * share)).map((body) => Buffer.from(body))
  const items = bodies.length * ITEMS_PER_REQUEST * passes
  log(`decode ${subject}: ${bodies.length} requests, ${bodies.length * ITEMS_PER_REQUEST} items`)
  const rate = (decode: (body: Uint8Array) => unknown) => async () => {
    const elapsedMs = await timed(() => {
      for (let pass = 0; pass < passes; pass++) for (const body of bodies) decode(body)
    })
    return (items / elapsedMs) * 1000
  }
  const measured = await alternate({ ours: rate(ours), theirs: rate((body) => Message.decode(body)) }, { rounds })
  return [
    figure(subject, ['decoded', unit], measured.ours),
    figure(subject, ['protobufjs', unit], measured.theirs),
    ratio(subject, 'decoded / protobufjs', [measured.ours, measured.theirs]),
  ]
}

const ourUnits = (body: Uint8Array): number => touchDecoded(decodeTraces(body).data)
const theirUnits = (body: Uint8Array): number => touchMessage(TracesMessage.decode(body))

/** Both must have read the same, or the comparison says nothing. */
function expectSame(bodies: readonly Uint8Array[]): void {
  for (const body of bodies)
    if (ourUnits(body) !== theirUnits(body)) throw new Error(`the two decoders disagree: ${ourUnits(body)} and ${theirUnits(body)}`)
}
