import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { memoryMib } from '../process-memory.ts'
import type { Bench, Scale } from './bench.ts'
import { historySpans } from './loads/history.ts'
import { createPipeline } from './pipeline.ts'
import { fillStore } from './read-store.ts'
import { alternate, figure, ratio, timed } from './rounds.ts'
import { withCollector } from './running-collector.ts'

const SIZES: Readonly<Record<Scale, { readonly spans: number; readonly rounds: number }>> = {
  tiny: { spans: 320, rounds: 1 },
  quick: { spans: 40_000, rounds: 5 },
  full: { spans: 1_000_000, rounds: 11 },
}
const SUBJECT = 'a file with spans'

/** From the start of the process to the ready line. The round that does not count leaves compiled modules behind, as any earlier start does. */
export const startBench: Bench = {
  name: 'start',
  summary: 'time to the ready line on a file that holds many spans',
  async run({ scale, spans = SIZES[scale].spans, folder, log }) {
    log(`start: filling a store with ${spans} spans`)
    const file = await fillStore(historySpans(spans), await createPipeline(), folder)
    try {
      const idleMib: number[] = []
      const ours = async (): Promise<number> => {
        const startMs = performance.now()
        return await withCollector(file.path, async ({ pid }) => {
          const elapsedMs = performance.now() - startMs
          idleMib.push(memoryMib(pid, 'VmRSS'))
          return elapsedMs
        })
      }
      const times = await alternate({ ours, nothing: () => timed(emptyProgram) }, { rounds: SIZES[scale].rounds })
      return [
        figure(SUBJECT, ['to the ready line', 'ms'], times.ours),
        figure(SUBJECT, ['empty program', 'ms'], times.nothing),
        ratio(SUBJECT, 'ready / empty program', [times.ours, times.nothing]),
        figure(SUBJECT, ['resident memory when ready', 'MiB'], idleMib.slice(1)),
      ]
    } finally {
      file.remove()
    }
  },
}

async function emptyProgram(): Promise<void> {
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
}
