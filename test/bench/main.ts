/**
 * `npm run bench -- [name …] [--quick] [--spans N] [--json FILE]`
 *
 * Measures what this product promises about speed and size. Without a name every bench runs (about half an hour on two cores);
 * `--quick` measures less and takes two minutes. Prints a table and writes every round to a file (`bench-results.json`).
 *
 * | bench | measures | against, in the same run |
 * |---|---|---|
 * | `decode` | spans/s, log records/s and points/s from protobuf to values | protobufjs on the same bytes |
 * | `write` | spans/s from bytes to commit, with all derived rows | the very same rows by bare statements; one table of 12 columns |
 * | `ingest` | spans/s acknowledged over HTTP, 8 connections, the sender on the same cores | one table of 12 columns, without HTTP |
 * | `latency` | time to acknowledgement at a tenth of the full rate | the same while a reader adds up costs without end |
 * | `large` | spans/s acknowledged by a collector whose file holds 2 M spans (`--spans N`) | a new file |
 * | `memory` | resident memory after the start, and under full load over 1 M spans (`--spans N`) | the last quarter of the load and the second |
 * | `start` | time to the ready line on a file with 1 M spans (`--spans N`) | a Node.js that does nothing |
 * | `read` | time of list, session, tree, cost, give back with 100 k and 1 M spans | the small store and the large one |
 * | `storage` | bytes on disk of a conversation of 50 turns of 16 KB whose history is sent again with each call | the bytes sent |
 * | `redact` | computing of all built-in redaction rules, per span | decoding, interpreting and storing the same spans without them |
 * | `sdk` | computing and memory that our SDK takes from a program, per span | the bare OpenTelemetry SDK with its exporter |
 *
 * Loads follow from fixed seeds (`loads/`): *plain* spans have 10 attributes, 16 a trace, 512 a request; *call* spans carry model
 * and usage, in traces of agents with 12 calls; *agent* spans carry 16 KB of messages, 64 a request. *Interleaved* means 2,000
 * traces at the same time, a span of each in turn; children always come before their parents, as exporters send them.
 *
 * Machines are noisy: contenders take turns (A B A B …), a figure is the median of the rounds, and a ratio that of the rounds'
 * ratios. Compare ratios between machines, absolute numbers only on one; on a busy machine those by CPU time still hold, which
 * leave out waiting. Every database is synced like a collector's.
 */
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { thisMachine } from './machine.ts'
import { BENCHES, runBenches } from './run-benches.ts'
import { figureTable } from './table.ts'

const USAGE = `npm run bench -- [name …] [--quick] [--spans N] [--json FILE]\n${BENCHES.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`).join('\n')}`
const MS_PER_S = 1000

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      spans: { type: 'string' },
      json: { type: 'string', default: 'bench-results.json' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) console.log(USAGE)
  else await bench(positionals, { scale: values.quick ? 'quick' : 'full', spans: spansOf(values.spans), file: values.json })
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  console.error(USAGE)
  process.exitCode = 1
}

async function bench(
  names: readonly string[],
  { scale, spans, file }: { readonly scale: 'quick' | 'full'; readonly spans: number | undefined; readonly file: string },
): Promise<void> {
  const startMs = performance.now()
  const before = loadavg()[0]
  const measuredAt = new Date().toISOString()
  const figures = await runBenches({ names, scale, spans, log: console.error })
  const seconds = Math.round((performance.now() - startMs) / MS_PER_S)
  writeFileSync(
    file,
    `${JSON.stringify({ measuredAt, seconds, scale, load: [before, loadavg()[0]], machine: thisMachine(), figures }, undefined, 2)}\n`,
  )
  console.log(figureTable(figures))
  console.log(`\n${seconds} s, load average ${before?.toFixed(1)} before; every round is in ${file}`)
}

function spansOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const spans = Number(value)
  if (!Number.isSafeInteger(spans) || spans < 1) throw new Error(`--spans ${value} is no number of spans`)
  return spans
}
