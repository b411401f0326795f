import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench, Figure, Scale } from './bench.ts'
import { decodeBench } from './decode-bench.ts'
import { ingestBench } from './ingest-bench.ts'
import { largeBench } from './large-bench.ts'
import { latencyBench } from './latency-bench.ts'
import { memoryBench } from './memory-bench.ts'
import { readBench } from './read-bench.ts'
import { redactBench } from './redact-bench.ts'
import { sdkBench } from './sdk-bench.ts'
import { startBench } from './start-bench.ts'
import { storageBench } from './storage-bench.ts'
import { writeBench } from './write-bench.ts'

/** Every bench, in the order in which they run. */
export const BENCHES: readonly Bench[] = [
  decodeBench,
  writeBench,
  ingestBench,
  latencyBench,
  largeBench,
  memoryBench,
  startBench,
  readBench,
  storageBench,
  redactBench,
  sdkBench,
]

/** A figure and the bench that it comes from. */
export interface NamedFigure extends Figure {
  readonly bench: string
}

/** Which benches to run, and how. */
export interface BenchOrder {
  /** None = all. */
  readonly names: readonly string[]
  readonly scale: Scale
  readonly spans?: number | undefined
  readonly log: (line: string) => void
}

/**
 * Runs benches one after the other. Their databases lie in a folder below the system's folder for temporary files, which is gone
 * afterwards, also when a signal ends the process.
 * @throws Error for a name that no bench has
 */
export async function runBenches({ names, scale, spans, log }: BenchOrder): Promise<readonly NamedFigure[]> {
  const chosen = chooseBenches(names)
  const folder = mkdtempSync(join(tmpdir(), `ai-tracker-bench-${process.pid}-`))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  const stop = (signal: NodeJS.Signals): void => {
    remove()
    // The handler is gone after its first call, so this ends the process as the signal would have.
    process.kill(process.pid, signal)
  }
  for (const signal of SIGNALS) process.once(signal, stop)
  try {
    const figures: NamedFigure[] = []
    for (const bench of chosen) {
      const measured = await bench.run({ scale, spans, folder, log })
      figures.push(...measured.map((figure) => ({ bench: bench.name, ...figure })))
    }
    return figures
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop)
    remove()
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

function chooseBenches(names: readonly string[]): readonly Bench[] {
  const unknown = names.find((name) => !BENCHES.some((bench) => bench.name === name))
  if (unknown !== undefined) throw new Error(`no bench is called ${unknown}; known are ${BENCHES.map(({ name }) => name).join(', ')}`)
  return names.length === 0 ? BENCHES : BENCHES.filter(({ name }) => names.includes(name))
}
