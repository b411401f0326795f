import { join } from 'node:path'
import type { Bench, BenchContext, Scale } from './bench.ts'
import { type LoadSpec, loadSpans, spanCount } from './loads/load.ts'
import { createPipeline } from './pipeline.ts'
import { fillStore } from './read-store.ts'
import { alternate, figure, ratio } from './rounds.ts'
import { removeDatabase, sendLoad, withCollector } from './running-collector.ts'

const CONNECTIONS = 8

interface Size {
  /** What the large file holds. */
  readonly spans: number
  readonly traces: number
  readonly width: number
  readonly rounds: number
}

const SIZES: Readonly<Record<Scale, Size>> = {
  tiny: { spans: 1_280, traces: 40, width: 20, rounds: 1 },
  quick: { spans: 200_000, traces: 2_000, width: 400, rounds: 1 },
  full: { spans: 2_000_000, traces: 8_000, width: 2_000, rounds: 5 },
}
const SUBJECT = 'plain, interleaved'
/** Far from the seeds of what is sent. */
const STORED_SEED = 1_000_000

/** Spans acknowledged by a collector whose file is large, against one whose file is new. */
export const largeBench: Bench = {
  name: 'large',
  summary: 'spans acknowledged on a file that holds many, against a new one',
  async run(context) {
    const { scale, folder, log } = context
    const { traces, width, rounds, spans: ofScale } = SIZES[scale]
    const kind: LoadSpec = { load: 'plain', traces, width }
    const stored = Math.ceil((context.spans ?? ofScale) / (spanCount(kind) / traces))
    log(`large: filling a store with ${spanCount({ ...kind, traces: stored })} spans`)
    const spans = loadSpans({ ...kind, traces: stored, seed: STORED_SEED })
    const large = await fillStore(spans, await createPipeline(), folder)
    try {
      let seed = 1
      const rates = await alternate(
        {
          large: () => rateOn(large.path, { ...kind, seed: seed++ }),
          fresh: () => rateOnNew(context, { ...kind, seed: seed++ }),
        },
        { rounds, warmUps: 0 },
      )
      return [
        figure(SUBJECT, ['spans in the large file', 'spans'], [spanCount({ ...kind, traces: stored })]),
        figure(SUBJECT, ['large file', 'spans/s'], rates.large),
        figure(SUBJECT, ['new file', 'spans/s'], rates.fresh),
        ratio(SUBJECT, 'large / new file', [rates.large, rates.fresh]),
      ]
    } finally {
      large.remove()
    }
  },
}

async function rateOnNew({ folder }: BenchContext, spec: LoadSpec): Promise<number> {
  const file = join(folder, 'fresh.db')
  try {
    return await rateOn(file, spec)
  } finally {
    removeDatabase(file)
  }
}

/** Spans per second, after a quarter that lets the collector get warm. */
function rateOn(file: string, spec: LoadSpec): Promise<number> {
  return withCollector(file, async (_, url) => {
    const warmUp: LoadSpec = { ...spec, traces: Math.ceil(spec.traces / 4), seed: STORED_SEED + (spec.seed ?? 0) }
    await sendLoad({ spec: warmUp, connections: CONNECTIONS, warmUps: 0 }, url)
    const { elapsedMs } = await sendLoad({ spec, connections: CONNECTIONS, warmUps: 0 }, url)
    return (spanCount(spec) / elapsedMs) * 1000
  })
}
