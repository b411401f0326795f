import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { memoryMib } from '../process-memory.ts'
import type { Bench, BenchContext, Figure, Scale } from './bench.ts'
import { type LoadName, spanCount } from './loads/load.ts'
import { figure, median, ratio } from './rounds.ts'
import { removeDatabase, sendLoad, withCollector } from './running-collector.ts'

const CONNECTIONS = 8
const SAMPLE_MS = 100

interface Size {
  readonly spans: number
  /** Traces of one load, whose requests the sender holds at one time. */
  readonly traces: number
  readonly width: number
  /** After the ready line, before the memory counts as that of an idle collector. */
  readonly restMs: number
}

const SIZES: Readonly<Record<Scale, Size>> = {
  tiny: { spans: 1_280, traces: 20, width: 20, restMs: 0 },
  quick: { spans: 128_000, traces: 2_000, width: 400, restMs: 2_000 },
  full: { spans: 1_024_000, traces: 8_000, width: 2_000, restMs: 5_000 },
}
/** Spans that say little, and spans with 16 KB of text, of which a tenth as many are sent. */
const LOADS: readonly (readonly [load: LoadName, share: number])[] = [
  ['plain', 1],
  ['agent', 0.1],
]

/** Resident memory of a whole collector, from its start to its end. */
export const memoryBench: Bench = {
  name: 'memory',
  summary: 'resident memory idle and under full load',
  async run(context) {
    const figures: Figure[] = []
    for (const [load, share] of LOADS) figures.push(...(await measure(load, share, context)))
    return figures
  },
}

async function measure(load: LoadName, share: number, context: BenchContext): Promise<readonly Figure[]> {
  const size = SIZES[context.scale]
  const spec = { load, traces: Math.ceil(size.traces * share), width: Math.ceil(size.width * share) }
  const loads = Math.max(4, Math.ceil(((context.spans ?? size.spans) * share) / spanCount(spec)))
  const spans = loads * spanCount(spec)
  context.log(`memory: ${spans} ${load} spans`)
  const file = join(context.folder, 'memory.db')
  try {
    return await withCollector(file, async ({ pid }, url) => {
      await setTimeout(size.restMs)
      const idleMib = memoryMib(pid, 'VmRSS')
      const quarters: number[][] = [[], [], [], []]
      for (let seed = 1; seed <= loads; seed++) {
        const quarter = quarters[Math.floor(((seed - 1) * 4) / loads)]
        quarter?.push(...(await sampled(pid, sendLoad({ spec: { ...spec, seed }, connections: CONNECTIONS, warmUps: 0 }, url))))
      }
      const [, second = [], , last = []] = quarters
      return [
        figure(load, ['idle', 'MiB'], [idleMib]),
        figure(load, ['peak under load', 'MiB'], [memoryMib(pid, 'VmHWM')]),
        ratio(load, 'last quarter of the load / second', [[median(last)], [median(second)]]),
        figure(load, ['spans sent', 'spans'], [spans]),
      ]
    })
  } finally {
    removeDatabase(file)
  }
}

/** Memory in MiB now and then until the work is done, at least once. */
async function sampled(pid: number, work: Promise<unknown>): Promise<readonly number[]> {
  const samples: number[] = []
  let isDone = false
  const ended = work.finally(() => {
    isDone = true
  })
  do {
    await Promise.race([setTimeout(SAMPLE_MS), ended])
    samples.push(memoryMib(pid, 'VmRSS'))
  } while (!isDone)
  await ended
  return samples
}
