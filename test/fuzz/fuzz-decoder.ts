import { type Corpus, createCorpus } from './corpus.ts'
import { type Coverage, watchCoverage } from './coverage.ts'
import { createDice } from './dice.ts'
import type { Failure } from './failure.ts'
import { type DecoderInput, type Encoding, judge } from './judge.ts'
import type { Tally } from './tally.ts'

/** What to run. */
export interface DecoderRun {
  readonly encoding: Encoding
  readonly inputs: number
  readonly seed: number
  /** Whether inputs that reach code that none before did are changed further. */
  readonly isGuided: boolean
  readonly tally: Tally
  readonly failed: (failure: Failure) => void
}

const BATCH = 500
/** Watching makes everything several times as slow, and after so many inputs hardly one reaches anything new. */
const MAX_GUIDED = 20_000
/** Of all inputs, so that a short run is not slow as a whole. */
const GUIDED_SHARE = 0.02
/** What an input may take of one core. */
const MAX_CPU_MS = 1_000
/** A look at the clock that long wakes the suspicion. */
const SUSPICIOUS_MS = 200
/** So much more than at the start may live when all garbage is gone: the table of strings, and the corpus. */
const MAX_GROWTH_BYTES = 64 * 2 ** 20

/** Gives a decoder inputs that are made from valid ones, and reports those that are not treated as they should be. */
export async function fuzzDecoder(run: DecoderRun): Promise<void> {
  const { encoding, inputs, seed, isGuided, tally } = run
  const dice = createDice(seed)
  const corpus = createCorpus(encoding, seed)
  const coverage = isGuided ? await watchCoverage() : undefined
  const startBytes = liveBytes()
  try {
    const guided = Math.max(BATCH, Math.min(MAX_GUIDED, inputs * GUIDED_SHARE))
    for (let done = 0; done < inputs; done += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, inputs - done) }, () => corpus.next(dice))
      const work = () => {
        for (const input of batch) runOne(input, run)
      }
      if (coverage && done < guided) {
        const fresh = await coverage.ran(work)
        if (fresh.size > 0) await keepWhatIsNew(batch, fresh, { coverage, corpus })
      } else {
        coverage?.close()
        work()
      }
      tally.progress()
    }
  } finally {
    coverage?.close()
  }
  tally.note(`${encoding}: ${corpus.size} inputs to start from${coverage ? `, which reach ${coverage.size} places` : ''}`)
  if (globalThis.gc) mustNotGrow(liveBytes() - startBytes, run)
}

function mustNotGrow(grownBytes: number, { encoding, tally, failed }: DecoderRun): void {
  tally.note(`${encoding}: memory grew by ${Math.round(grownBytes / 2 ** 20)} MiB`)
  if (grownBytes > MAX_GROWTH_BYTES) failed({ what: `memory grew by ${grownBytes} bytes`, input: undefined })
}

function runOne(input: DecoderInput, { tally, failed }: DecoderRun): void {
  const startMs = performance.now()
  try {
    tally.count(`${input.encoding} ${judge(input)}`)
  } catch (error) {
    tally.count(`${input.encoding} FAILED`)
    failed({ what: error instanceof Error ? `${error.name}: ${error.message}` : String(error), input })
  }
  const ms = performance.now() - startMs
  tally.took(ms)
  if (ms > SUSPICIOUS_MS && cpuMsOf(input) > MAX_CPU_MS) failed({ what: `takes more than ${MAX_CPU_MS} ms of computing`, input })
}

/** The least of three runs, for the machine has other things to do. */
function cpuMsOf(input: DecoderInput): number {
  const runs = [1, 2, 3].map(() => {
    const start = process.cpuUsage()
    try {
      judge(input)
    } catch {
      // Reported by who judged it first.
    }
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  })
  return Math.min(...runs)
}

interface Guide {
  readonly coverage: Coverage
  readonly corpus: Corpus
}

/** Finds by halves which inputs of a batch reached new places, and adds them to the corpus. */
async function keepWhatIsNew(batch: readonly DecoderInput[], places: ReadonlySet<string>, guide: Guide): Promise<void> {
  const [only] = batch
  if (batch.length === 1 && only) return guide.corpus.add(only)
  guide.coverage.forget(places)
  const middle = Math.ceil(batch.length / 2)
  for (const half of [batch.slice(0, middle), batch.slice(middle)]) {
    const fresh = await guide.coverage.ran(() => {
      for (const input of half) judgeQuietly(input)
    })
    if (fresh.size > 0) await keepWhatIsNew(half, fresh, guide)
  }
}

function judgeQuietly(input: DecoderInput): void {
  try {
    judge(input)
  } catch {
    // Reported by who judged it first.
  }
}

function liveBytes(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
