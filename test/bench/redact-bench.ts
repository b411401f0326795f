import { createRedactor, type Redactor } from '../../collector/src/redact/redactor.ts'
import type { Bench, BenchContext, Figure, Scale } from './bench.ts'
import { encodedRequests, LOADS, type LoadName, spanCount } from './loads/load.ts'
import { createPipeline, type Pipeline } from './pipeline.ts'
import { alternate, figure, ratio, threadCpuMs } from './rounds.ts'
import { onNewFile, type StoreFile } from './store-file.ts'

/** As in the bench `write`: what eight senders have under way at one time becomes one transaction. */
const REQUESTS_PER_TRANSACTION = 8

const SIZES: Readonly<Record<Scale, { readonly traces: Readonly<Record<LoadName, number>>; readonly rounds: number }>> = {
  tiny: { traces: { plain: 40, call: 40, agent: 10 }, rounds: 1 },
  quick: { traces: { plain: 400, call: 200, agent: 60 }, rounds: 1 },
  full: { traces: { plain: 2000, call: 1000, agent: 600 }, rounds: 5 },
}

/** What all built-in rules cost, against decoding, interpreting and storing the same spans. By CPU time. */
export const redactBench: Bench = {
  name: 'redact',
  summary: 'all built-in redaction rules, against ingest without them',
  async run(context) {
    const pipeline = await createPipeline()
    const figures: Figure[] = []
    for (const load of LOADS) figures.push(...(await measure(load, pipeline, context)))
    return figures
  },
}

async function measure(load: LoadName, pipeline: Pipeline, { scale, folder, log }: BenchContext): Promise<readonly Figure[]> {
  const { traces, rounds } = SIZES[scale]
  const spec = { load, traces: traces[load], width: 1 }
  const bodies = encodedRequests(spec)
  const spans = spanCount(spec)
  log(`redact ${load}: ${spans} spans, ${rounds} rounds`)
  const micros = (timeMs: number): number => (timeMs * 1000) / spans
  const contenders = {
    rules: async () => micros(redactAll(bodies, pipeline, createRedactor({ mode: 'redacted' }))),
    ingest: () => onNewFile(folder, async (file) => micros(await ingestAll(bodies, pipeline, file))),
  }
  const { rules, ingest } = await alternate(contenders, { rounds })
  return [
    figure(load, ['CPU of the rules', 'µs/span'], rules),
    figure(load, ['CPU of ingest without them', 'µs/span'], ingest),
    ratio(load, 'rules / ingest', [rules, ingest]),
  ]
}

/** Milliseconds of computing for the rules alone; nothing is remembered at the beginning. */
function redactAll(bodies: readonly Uint8Array[], { decode }: Pipeline, { traces }: Redactor): number {
  let elapsedMs = 0
  for (let at = 0; at < bodies.length; at += REQUESTS_PER_TRANSACTION) {
    const data = bodies.slice(at, at + REQUESTS_PER_TRANSACTION).map(decode)
    const startMs = threadCpuMs()
    const redacted = data.map(traces)
    elapsedMs += threadCpuMs() - startMs
    if (redacted.some((each, index) => each !== data[index]))
      throw new Error('the loads of the benches hold no secrets, yet a rule found one')
  }
  return elapsedMs
}

/** Milliseconds of computing from bytes to rows. */
async function ingestAll(bodies: readonly Uint8Array[], pipeline: Pipeline, { db, tidyUp }: StoreFile): Promise<number> {
  const writer = pipeline.openWriter(db)
  const startMs = threadCpuMs()
  for (let at = 0; at < bodies.length; at += REQUESTS_PER_TRANSACTION) {
    await writer.write(bodies.slice(at, at + REQUESTS_PER_TRANSACTION).map((body) => pipeline.derive(pipeline.decode(body))))
    tidyUp()
  }
  return threadCpuMs() - startMs
}
