import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Bench, BenchContext, Figure, Scale } from './bench.ts'
import { alternate, figure, ratio, threadCpuMs } from './rounds.ts'
import { bareRecorder, ourRecorder, type Recorder, SPANS_PER_SESSION } from './sdk-spans.ts'

const SIZES: Readonly<Record<Scale, { readonly sessions: number; readonly rounds: number; readonly warmUps: number }>> = {
  // Enough to hold more than the garbage of the first round leaves.
  tiny: { sessions: 60, rounds: 1, warmUps: 1 },
  quick: { sessions: 500, rounds: 5, warmUps: 2 },
  full: { sessions: 1500, rounds: 15, warmUps: 3 },
}

const FORMS = ['explicit form', 'callback form'] as const
type Form = (typeof FORMS)[number]

/** What one round of one contender cost, for each span. */
interface Costs {
  /** Computing of the program's own thread until the spans have ended. */
  readonly recordedUs: number
  /** And until they have been sent. */
  readonly sentUs: number
  /** What ended spans hold until they are sent. */
  readonly heldBytes: number
}

/** What our SDK costs a program, against the bare OpenTelemetry SDK with its own exporter doing the same spans. */
export const sdkBench: Bench = {
  name: 'sdk',
  summary: 'what recording costs a program, against the bare OpenTelemetry SDK',
  run: (context) =>
    withSink(async (url) => {
      const recorders = { ours: ourRecorder(url), bare: bareRecorder(url) }
      const figures: Figure[] = []
      for (const form of FORMS) figures.push(...(await measure(form, recorders, context)))
      return figures
    }),
}

async function measure(
  form: Form,
  recorders: Readonly<Record<'ours' | 'bare', Recorder>>,
  { scale, log }: BenchContext,
): Promise<readonly Figure[]> {
  const { sessions, rounds, warmUps } = SIZES[scale]
  log(`sdk ${form}: ${sessions * SPANS_PER_SESSION} spans, ${rounds} rounds`)
  const costs: Record<'ours' | 'bare', Costs[]> = { ours: [], bare: [] }
  const contender = (name: 'ours' | 'bare') => async () => {
    const cost = await costsOf(recorders[name], form, sessions)
    costs[name].push(cost)
    return cost.recordedUs
  }
  await alternate({ ours: contender('ours'), bare: contender('bare') }, { rounds, warmUps })
  const values = (name: 'ours' | 'bare', key: keyof Costs) => costs[name].slice(-rounds).map((cost) => cost[key])
  return MEASURES.flatMap(([key, measure, unit]) => [
    figure(form, [measure, unit], values('ours', key)),
    figure(form, [`${measure}, bare SDK`, unit], values('bare', key)),
    ratio(form, `${measure} / bare SDK`, [values('ours', key), values('bare', key)]),
  ])
}

const MEASURES: readonly (readonly [key: keyof Costs, measure: string, unit: string])[] = [
  ['recordedUs', 'recorded', 'µs/span'],
  ['sentUs', 'recorded and sent', 'µs/span'],
  ['heldBytes', 'held', 'B/span'],
]

async function costsOf(recorder: Recorder, form: Form, sessions: number): Promise<Costs> {
  const spans = sessions * SPANS_PER_SESSION
  const heapBefore = heapBytes()
  const startMs = threadCpuMs()
  for (let index = 0; index < sessions; index++) {
    if (form === 'explicit form') recorder.explicit()
    else await recorder.callbacks()
  }
  const recordedMs = threadCpuMs() - startMs
  const heldBytes = heapBytes() - heapBefore
  const sendMs = threadCpuMs()
  await recorder.flush()
  const sentMs = recordedMs + threadCpuMs() - sendMs
  return { recordedUs: (recordedMs * 1000) / spans, sentUs: (sentMs * 1000) / spans, heldBytes: heldBytes / spans }
}

/** The heap without garbage. */
function heapBytes(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** A process that takes what is sent. */
async function withSink<T>(use: (url: string) => Promise<T>): Promise<T> {
  const sink = spawn(process.execPath, [join(import.meta.dirname, 'sdk-sink.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const url = await new Promise<string>((resolve, reject) => {
      sink.once('error', reject)
      sink.stdout.setEncoding('utf8').once('data', (line: string) => resolve(line.trim()))
    })
    return await use(url)
  } finally {
    sink.kill()
  }
}
