import type { TelemetryWriter } from '../../collector/src/domain/telemetry-writer.ts'
import { createPlainTable, insertTables, plainRows, readTables, type TableRows } from './bare-statements.ts'
import type { Bench, BenchContext, Figure, Scale } from './bench.ts'
import { encodedRequests, LOADS, type LoadName, type LoadSpec, loadRequests, spanCount } from './loads/load.ts'
import { createPipeline, type Pipeline } from './pipeline.ts'
import { alternate, type Contender, figure, ratio, threadCpuMs, timed } from './rounds.ts'
import { onNewFile, type StoreFile } from './store-file.ts'

/** What eight senders have under way at one time becomes one transaction. */
const REQUESTS_PER_TRANSACTION = 8

interface Size {
  readonly traces: Readonly<Record<LoadName, number>>
  readonly width: number
  readonly warmUps: number
  readonly rounds: number
}

const SIZES: Readonly<Record<Scale, Size>> = {
  tiny: { traces: { plain: 40, call: 40, agent: 10 }, width: 20, warmUps: 0, rounds: 1 },
  quick: { traces: { plain: 400, call: 200, agent: 30 }, width: 200, warmUps: 1, rounds: 1 },
  full: { traces: { plain: 4000, call: 2000, agent: 2000 }, width: 2000, warmUps: 1, rounds: 5 },
}

/** From bytes to committed rows, all derived ones included, against bare statements in the same run. Words are indexed afterwards. */
export const writeBench: Bench = {
  name: 'write',
  summary: 'bytes to committed rows, against bare statements',
  async run(context) {
    const { traces, width } = SIZES[context.scale]
    const pipeline = await createPipeline()
    const figures: Figure[] = []
    for (const load of LOADS)
      for (const each of [1, width]) figures.push(...(await measure({ load, traces: traces[load], width: each }, pipeline, context)))
    return figures
  },
}

/** Milliseconds of computing in the steps of one write. */
interface Steps {
  readonly decodeMs: number
  readonly deriveMs: number
  readonly storeMs: number
  /** The full-text index, for which no sender waits: not in the rates. */
  readonly indexMs: number
}

async function measure(spec: LoadSpec, pipeline: Pipeline, context: BenchContext): Promise<readonly Figure[]> {
  const subject = spec.width === 1 ? spec.load : `${spec.load}, interleaved`
  const spans = spanCount(spec)
  const { warmUps, rounds } = SIZES[context.scale]
  context.log(`write ${subject}: ${spans} spans, ${rounds} rounds`)
  const cpu: CpuTimes = { steps: [], rowsMs: [] }
  const rates = await alternate(await contendersOf(spec, { pipeline, context, cpu }), { rounds, warmUps })
  const micros = (timesMs: readonly number[]) => timesMs.slice(-rounds).map((timeMs) => (timeMs * 1000) / spans)
  const step = (key: keyof Steps) => micros(cpu.steps.map((each) => each[key]))
  const ours = micros(cpu.steps.map(({ decodeMs, deriveMs, storeMs }) => decodeMs + deriveMs + storeMs))
  const rows = micros(cpu.rowsMs)
  return [
    figure(subject, ['written', 'spans/s'], rates.ours),
    figure(subject, ['same rows, bare statements', 'spans/s'], rates.rows),
    figure(subject, ['12 columns, one index', 'spans/s'], rates.table),
    ratio(subject, 'written / same rows', [rates.ours, rates.rows]),
    ratio(subject, 'written / 12 columns', [rates.ours, rates.table]),
    ratio(subject, 'written / same rows, by CPU time', [rows, ours]),
    figure(subject, ['CPU of the same rows', 'µs/span'], rows),
    figure(subject, ['CPU of decode', 'µs/span'], step('decodeMs')),
    figure(subject, ['CPU of interpret and price', 'µs/span'], step('deriveMs')),
    figure(subject, ['CPU of store', 'µs/span'], step('storeMs')),
    figure(subject, ['CPU of the full-text index', 'µs/span'], step('indexMs')),
  ]
}

/** Takes the computing time of each run, the warm-ups' too. */
interface CpuTimes {
  readonly steps: Steps[]
  readonly rowsMs: number[]
}

interface Needs {
  readonly pipeline: Pipeline
  readonly context: BenchContext
  readonly cpu: CpuTimes
}

/** Ours and the two references, each in spans per second over a new database. */
async function contendersOf(
  spec: LoadSpec,
  { pipeline, context: { folder }, cpu }: Needs,
): Promise<Readonly<Record<'ours' | 'rows' | 'table', Contender>>> {
  const bodies = encodedRequests(spec)
  const transactions = Math.ceil(bodies.length / REQUESTS_PER_TRANSACTION)
  const ours = (file: StoreFile) => writeRequests(file, bodies, pipeline)
  const insert = (tables: readonly TableRows[]) => (file: StoreFile) =>
    insertTables(file.db, tables, { transactions, afterEach: file.tidyUp })
  const rate = (action: (file: StoreFile) => unknown) => () =>
    onNewFile(folder, async (file) => {
      createPlainTable(file.db)
      return (spanCount(spec) / (await timed(() => action(file)))) * 1000
    })
  const writtenRate = () =>
    onNewFile(folder, async (file) => {
      createPlainTable(file.db)
      let written: Written | undefined
      const elapsedMs = await timed(async () => {
        written = await ours(file)
      })
      if (written) cpu.steps.push(await indexWords(written))
      return (spanCount(spec) / elapsedMs) * 1000
    })
  const sameRows = await rowsOf(folder, ours)
  const plainTable = plainRows(loadRequests(spec))
  const rows = (file: StoreFile): void => {
    const startMs = threadCpuMs()
    insert(sameRows)(file)
    cpu.rowsMs.push(threadCpuMs() - startMs)
  }
  return { ours: writtenRate, rows: rate(rows), table: rate(insert([plainTable])) }
}

/** A store whose rows are complete. */
interface Written {
  readonly writer: TelemetryWriter
  readonly steps: Steps
}

async function writeRequests({ db, tidyUp }: StoreFile, bodies: readonly Uint8Array[], pipeline: Pipeline): Promise<Written> {
  const writer = pipeline.openWriter(db)
  const hasJobs = db.prepare('SELECT id FROM jobs LIMIT 1')
  const steps = { decodeMs: 0, deriveMs: 0, storeMs: 0, indexMs: 0 }
  for (let at = 0; at < bodies.length; at += REQUESTS_PER_TRANSACTION) {
    const startMs = threadCpuMs()
    const data = bodies.slice(at, at + REQUESTS_PER_TRANSACTION).map(pipeline.decode)
    const decodedMs = threadCpuMs()
    const batches = data.map(pipeline.derive)
    const derivedMs = threadCpuMs()
    await writer.write(batches)
    tidyUp()
    steps.decodeMs += decodedMs - startMs
    steps.deriveMs += derivedMs - decodedMs
    steps.storeMs += threadCpuMs() - derivedMs
  }
  const startMs = threadCpuMs()
  while (hasJobs.get() !== undefined) await writer.work()
  steps.storeMs += threadCpuMs() - startMs
  return { writer, steps }
}

async function indexWords({ writer, steps }: Written): Promise<Steps> {
  const startMs = threadCpuMs()
  while (await writer.work());
  return { ...steps, indexMs: threadCpuMs() - startMs }
}

/** Every row that our writer leaves. */
function rowsOf(folder: string, write: (file: StoreFile) => Promise<unknown>): Promise<readonly TableRows[]> {
  return onNewFile(folder, (finished) =>
    onNewFile(folder, async (fresh) => {
      await write(finished)
      return readTables(finished.db, fresh.db)
    }),
  )
}
