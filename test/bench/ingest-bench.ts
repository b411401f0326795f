import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { startCollector } from '../../collector/src/collector.ts'
import { loadConfig } from '../../collector/src/config.ts'
import { openDatabase } from '../../collector/src/store/sqlite/database.ts'
import { createPlainTable, insertTables, plainRows } from './bare-statements.ts'
import type { Bench, BenchContext, Figure, Scale } from './bench.ts'
import type { LoadDone } from './load-messages.ts'
import { startLoad } from './load-sender.ts'
import { LOADS, type LoadName, type LoadSpec, loadRequests, requestCount, spanCount, spansAfter } from './loads/load.ts'
import { alternate, figure, percentile, ratio, timed } from './rounds.ts'
import { onNewFile } from './store-file.ts'

const CONNECTIONS = 8
/** A collector that has just started runs slower: the first quarter of a load does not count. */
const WARM_UP = 0.25

interface Size {
  readonly traces: Readonly<Record<LoadName, number>>
  readonly width: number
  readonly rounds: number
}

const SIZES: Readonly<Record<Scale, Size>> = {
  tiny: { traces: { plain: 40, call: 40, agent: 10 }, width: 20, rounds: 1 },
  quick: { traces: { plain: 800, call: 400, agent: 80 }, width: 400, rounds: 1 },
  full: { traces: { plain: 8000, call: 4000, agent: 2000 }, width: 2000, rounds: 3 },
}

/** Acknowledged spans over HTTP: a whole collector, and a load from another process on the same cores. */
export const ingestBench: Bench = {
  name: 'ingest',
  summary: 'spans acknowledged over HTTP, 8 connections',
  async run(context) {
    const { traces, width } = SIZES[context.scale]
    const figures: Figure[] = []
    for (const load of LOADS)
      for (const each of [1, width]) figures.push(...(await measure({ load, traces: traces[load], width: each }, context)))
    return figures
  },
}

async function measure(spec: LoadSpec, context: BenchContext): Promise<readonly Figure[]> {
  const subject = spec.width === 1 ? spec.load : `${spec.load}, interleaved`
  const { rounds } = SIZES[context.scale]
  const warmUps = Math.floor(requestCount(spec) * WARM_UP)
  const spans = spansAfter(warmUps, spec)
  context.log(`ingest ${subject}: ${spans} spans, ${rounds} rounds`)
  const answers: LoadDone[] = []
  const ours = async (): Promise<number> => {
    const done = await ingest(spec, warmUps, context)
    answers.push(done)
    return (spans / done.elapsedMs) * 1000
  }
  const rates = await alternate({ ours, table: () => plainTableRate(spec, context) }, { rounds, warmUps: 0 })
  const latency = (name: string, share: number) =>
    figure(
      subject,
      [name, 'ms'],
      answers.map(({ latenciesMs }) => percentile(latenciesMs, share)),
    )
  return [
    figure(subject, ['acknowledged', 'spans/s'], rates.ours),
    figure(subject, ['12 columns, one index', 'spans/s'], rates.table),
    ratio(subject, 'acknowledged / 12 columns', [rates.ours, rates.table]),
    latency('acknowledgement p50', 0.5),
    latency('acknowledgement p99', 0.99),
  ]
}

/** One run over a new collector. @throws Error when a request was refused or a span is missing afterwards */
async function ingest(spec: LoadSpec, warmUps: number, { folder }: BenchContext): Promise<LoadDone> {
  const db = join(folder, 'ingest.db')
  const collector = await startCollector(loadConfig({ argv: ['--db', db, '--http-port', '0'], env: {}, readFile: () => undefined }))
  try {
    const sender = await startLoad({ spec, connections: CONNECTIONS, warmUps })
    const done = await sender.send(collector.url)
    await collector.close()
    expectStored(db, { spans: spanCount(spec), refused: done.refused })
    return done
  } finally {
    await collector.close()
    for (const suffix of ['', '-wal', '-shm', '.owner', '.server.json']) rmSync(`${db}${suffix}`, { force: true })
  }
}

function expectStored(file: string, expected: { readonly spans: number; readonly refused: number }): void {
  const db = openDatabase(file, { readonly: true })
  const stored = Number(db.prepare('SELECT count(*) FROM spans').pluck().get())
  db.close()
  if (stored !== expected.spans || expected.refused > 0)
    throw new Error(`${stored} of ${expected.spans} spans are stored, ${expected.refused} requests were refused: the figures mean nothing`)
}

/** The same spans into the plain table, a transaction for as many as eight connections send at a time, without HTTP. */
function plainTableRate(spec: LoadSpec, { folder }: BenchContext): Promise<number> {
  const requests = [...loadRequests(spec)]
  const rows = plainRows(requests)
  const transactions = Math.ceil(requests.length / CONNECTIONS)
  return onNewFile(folder, async ({ db, tidyUp }) => {
    createPlainTable(db)
    const elapsedMs = await timed(() => insertTables(db, [rows], { transactions, afterEach: tidyUp }))
    return (rows.rows.length / elapsedMs) * 1000
  })
}
