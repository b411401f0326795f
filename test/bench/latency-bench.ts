import type { Bench, BenchContext, Scale } from './bench.ts'
import { historySpans } from './loads/history.ts'
import { type LoadSpec, requestCount, spanCount } from './loads/load.ts'
import { createPipeline } from './pipeline.ts'
import { fillStore } from './read-store.ts'
import { alternate, figure, percentile, ratio } from './rounds.ts'
import { sendLoad, withCollector } from './running-collector.ts'

const CONNECTIONS = 8
const SHARE = 0.1

interface Size {
  /** What the store holds before. */
  readonly stored: number
  /** The load that shows the full rate, and of which a share of the pace is sent then. */
  readonly traces: number
  readonly roundSeconds: number
  readonly rounds: number
}

const SIZES: Readonly<Record<Scale, Size>> = {
  tiny: { stored: 320, traces: 64, roundSeconds: 0.1, rounds: 1 },
  quick: { stored: 40_000, traces: 2_000, roundSeconds: 5, rounds: 1 },
  full: { stored: 500_000, traces: 8_000, roundSeconds: 20, rounds: 5 },
}
/** What is asked for again and again in a reader: sums over all calls and all sessions. */
const QUESTIONS = ['/api/v1/cost?by=model', '/api/v1/stats?by=workflow', '/api/v1/cost?by=day']
const SUBJECT = 'plain, a tenth of the full rate'

/** Time to acknowledgement where a collector has time: alone, and beside a reader that never rests. */
export const latencyBench: Bench = {
  name: 'latency',
  summary: 'time to acknowledgement at a tenth of the full rate',
  async run(context) {
    const { stored } = SIZES[context.scale]
    context.log(`latency: filling a store with ${stored} spans`)
    const file = await fillStore(historySpans(stored), await createPipeline(), context.folder)
    try {
      return await withCollector(file.path, (_, url) => measure(url, context))
    } finally {
      file.remove()
    }
  },
}

async function measure(url: string, { scale, log }: BenchContext) {
  const { traces, roundSeconds, rounds } = SIZES[scale]
  let seed = 100
  const newLoad = (count: number): LoadSpec => ({ load: 'plain', traces: count, width: 1, seed: seed++ })
  const full = newLoad(traces)
  const { elapsedMs } = await sendLoad({ spec: full, connections: CONNECTIONS, warmUps: 0 }, url)
  const requestsPerSecond = (requestCount(full) / elapsedMs) * 1000 * SHARE
  log(`latency: ${rounds} rounds of ${requestsPerSecond.toFixed(1)} requests a second`)
  const tracesPerRound = Math.ceil((requestsPerSecond * roundSeconds * traces) / requestCount(full))
  const p50: Record<'alone' | 'beside', number[]> = { alone: [], beside: [] }
  const round = async (name: keyof typeof p50): Promise<number> => {
    const order = { spec: newLoad(tracesPerRound), connections: CONNECTIONS, warmUps: 0, requestsPerSecond }
    const { latenciesMs } = await sendLoad(order, url)
    p50[name].push(percentile(latenciesMs, 0.5))
    return percentile(latenciesMs, 0.99)
  }
  const p99 = await alternate(
    { alone: () => round('alone'), beside: () => besideReader(url, () => round('beside')) },
    { rounds, warmUps: 0 },
  )
  return [
    figure(SUBJECT, ['full rate', 'spans/s'], [(spanCount(full) / elapsedMs) * 1000]),
    figure(SUBJECT, ['p50', 'ms'], p50.alone),
    figure(SUBJECT, ['p99', 'ms'], p99.alone),
    figure(SUBJECT, ['p50 beside a busy reader', 'ms'], p50.beside),
    figure(SUBJECT, ['p99 beside a busy reader', 'ms'], p99.beside),
    ratio(SUBJECT, 'p99 beside a busy reader / alone', [p99.beside, p99.alone]),
  ]
}

/** Does the work while one reader has a question at every moment. */
async function besideReader<T>(url: string, work: () => Promise<T>): Promise<T> {
  let isDone = false
  const ask = async (): Promise<void> => {
    for (let turn = 0; !isDone; turn++) {
      const reply = await fetch(url + (QUESTIONS[turn % QUESTIONS.length] ?? ''))
      await reply.arrayBuffer()
      if (reply.status !== 200) throw new Error(`${reply.url} was answered ${reply.status}`)
    }
  }
  const asking = ask()
  try {
    return await work()
  } finally {
    isDone = true
    await asking
  }
}
