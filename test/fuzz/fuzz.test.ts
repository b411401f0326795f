import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Failure, readFailure, writeFailure } from './failure.ts'
import { fuzzDecoder } from './fuzz-decoder.ts'
import { fuzzIngest } from './fuzz-ingest.ts'
import { fuzzRest } from './fuzz-rest.ts'
import { ENCODINGS, judge } from './judge.ts'
import { createTally } from './tally.ts'

/** A short run of what `npm run fuzz` does; the seeds are fixed, so that it says the same each time. */
function watch() {
  const failures: Failure[] = []
  const tally = createTally(() => undefined)
  return { failures, tally, failed: (failure: Failure) => void failures.push(failure) }
}

/** Filling a store, starting collectors and comparing what is stored, on a machine with other work to do. */
const SLOW_MS = 120_000
/** The share of inputs that must be taken, so that more is tested than the refusals. */
const MIN_TAKEN = 0.2

describe('decoders', () => {
  it.each(ENCODINGS.flatMap((encoding) => [1, 2, 3].map((seed) => [encoding, seed] as const)))(
    '%s with seed %i: a value that is the same when written again, or an AppError',
    async (encoding, seed) => {
      const { failures, tally, failed } = watch()
      await fuzzDecoder({ encoding, inputs: 1_000, seed, isGuided: false, tally, failed })
      expect(failures).toEqual([])
      const counts = new Map(tally.summary().map((line) => [line.trim().split(': ')[0], Number(line.split(': ')[1])] as const))
      expect(counts.get(`${encoding} taken`)).toBeGreaterThan(1_000 * MIN_TAKEN)
      expect(counts.get(`${encoding} invalid`)).toBeGreaterThan(1_000 * MIN_TAKEN)
    },
    SLOW_MS,
  )

  it(
    'reach what no input reached before, when they are watched',
    async () => {
      const { failures, tally, failed } = watch()
      const notes: string[] = []
      await fuzzDecoder({
        encoding: 'json',
        inputs: 200,
        seed: 4,
        isGuided: true,
        tally: { ...tally, note: (line) => notes.push(line) },
        failed,
      })
      expect(failures).toEqual([])
      expect(Number(/reach (\d+) places/.exec(notes.join())?.[1])).toBeGreaterThan(10_000)
    },
    SLOW_MS,
  )
})

describe('the API', () => {
  it(
    'answers every question as documented, and changes nothing',
    async () => {
      const { failures, tally, failed } = watch()
      await fuzzRest({ inputs: 200, seed: 1, tally, failed })
      expect(failures).toEqual([])
      expect(tally.total).toBe(200)
    },
    SLOW_MS,
  )
})

describe('a collector', () => {
  it(
    'answers whatever telemetry comes by HTTP and gRPC, and can be read then',
    async () => {
      const { failures, tally, failed } = watch()
      await fuzzIngest({ inputs: 200, seed: 1, tally, failed })
      expect(failures).toEqual([])
      expect(tally.total).toBe(200)
    },
    SLOW_MS,
  )
})

describe('a failing input', () => {
  it.each<Failure>([
    { what: 'a', input: { encoding: 'protobuf', signal: 'logs', bytes: Buffer.from([1, 255]) } },
    { what: 'b', input: { method: 'GET', path: '/x', headers: { Host: 'y' }, body: undefined } },
    { what: 'c', input: { method: 'PUT', path: '/x', headers: {}, body: 'z' } },
  ])('is read back as it was written: $what', (failure) => {
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFailure(join(folder, 'f.json'), failure)
    expect(readFailure(join(folder, 'f.json'))).toEqual(failure)
  })

  it('is told from one that is treated as it should be', () => {
    expect(judge({ encoding: 'json', signal: 'logs', bytes: Buffer.from('{"resourceLogs":[{"scopeLogs":[{"logRecords":[{}]}]}]}') })).toBe(
      'taken',
    )
    expect(judge({ encoding: 'json', signal: 'logs', bytes: Buffer.from('{') })).toBe('invalid')
  })
})
