import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import type { NamedFigure } from './run-benches.ts'
import { BENCHES, runBenches } from './run-benches.ts'
import { figureTable } from './table.ts'

/** The benches run, on loads too small to measure anything: only that every figure is there. */

const LOADS = ['plain', 'call', 'agent']
const BOTH_ORDERS = LOADS.flatMap((load) => [load, `${load}, interleaved`])
const QUESTIONS = [
  'list of sessions',
  'list by cost',
  'small session',
  'largest session',
  'tree of a small session',
  'first page of the largest tree',
  'first page of the largest transcript',
  'overview of the largest session',
  'cost of the largest session',
  'cost by model',
  'give back a small trace',
]
const LATENCIES = ['p50, small store', 'p50, large store', 'p99, large store', 'large / small store']

const cross = (subjects: readonly string[], measures: readonly string[]): readonly string[] =>
  subjects.flatMap((subject) => measures.map((measure) => `${subject}: ${measure}`))

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  decode: cross([...LOADS, 'logs', 'metrics'], ['decoded', 'protobufjs', 'decoded / protobufjs']),
  write: cross(BOTH_ORDERS, [
    'written',
    'same rows, bare statements',
    '12 columns, one index',
    'written / same rows',
    'written / 12 columns',
    'written / same rows, by CPU time',
    'CPU of the same rows',
    'CPU of decode',
    'CPU of interpret and price',
    'CPU of store',
    'CPU of the full-text index',
  ]),
  ingest: cross(BOTH_ORDERS, [
    'acknowledged',
    '12 columns, one index',
    'acknowledged / 12 columns',
    'acknowledgement p50',
    'acknowledgement p99',
  ]),
  latency: cross(
    ['plain, a tenth of the full rate'],
    ['full rate', 'p50', 'p99', 'p50 beside a busy reader', 'p99 beside a busy reader', 'p99 beside a busy reader / alone'],
  ),
  large: cross(['plain, interleaved'], ['spans in the large file', 'large file', 'new file', 'large / new file']),
  memory: cross(['plain', 'agent'], ['idle', 'peak under load', 'last quarter of the load / second', 'spans sent']),
  start: cross(['a file with spans'], ['to the ready line', 'empty program', 'ready / empty program', 'resident memory when ready']),
  read: [
    ...cross(['stores'], ['small', 'large']),
    ...cross(QUESTIONS, LATENCIES),
    ...cross(['give back the largest trace'], ['small store', 'large store', 'large / small store']),
  ],
  redact: cross(LOADS, ['CPU of the rules', 'CPU of ingest without them', 'rules / ingest']),
  sdk: cross(
    ['explicit form', 'callback form'],
    ['recorded', 'recorded and sent', 'held'].flatMap((measure) => [measure, `${measure}, bare SDK`, `${measure} / bare SDK`]),
  ),
  storage: cross(
    ['OTel GenAI', 'OpenInference', 'OpenLLMetry'],
    ['sent', 'database', 'database / sent', 'database without its empty tables / sent'],
  ),
}

const run = (...names: readonly string[]) => runBenches({ names, scale: 'tiny', log: () => undefined })

describe('benches', () => {
  it.each(BENCHES.map(({ name }) => name))('%s gives every figure', { timeout: 60_000 }, async (name) => {
    const figures = await run(name)
    expect(figures.map(({ subject, measure }) => `${subject}: ${measure}`)).toEqual(EXPECTED[name])
    // The clock of CPU time ticks in milliseconds, which such a small load may not take.
    for (const { subject, measure, value, rounds } of figures.filter((each) => !each.measure.includes('CPU')))
      expect([subject, measure, value > 0 && Number.isFinite(value), rounds.length]).toEqual([subject, measure, true, 1])
  })

  it('leave no file behind', async () => {
    const folders = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(`ai-tracker-bench-${process.pid}-`))
    await run('storage')
    expect(folders()).toEqual([])
  })

  it('are known by name', async () => {
    await expect(run('decode', 'nothing')).rejects.toThrow('no bench is called nothing; known are decode, write, ingest, latency, large')
  })
})

describe('figureTable', () => {
  const figure = (value: number, rounds: readonly number[]): NamedFigure => ({
    bench: 'write',
    subject: 'plain',
    measure: 'written',
    unit: 'spans/s',
    value,
    rounds,
  })

  it('aligns columns, and shows the spread of several rounds', () => {
    expect(figureTable([figure(123_456.7, [99_999, 200_000]), figure(0.613, [0.613])])).toBe(
      [
        'bench  subject  measure   median  unit     rounds',
        'write  plain    written  123,457  spans/s  99,999 – 200,000',
        'write  plain    written     0.61  spans/s',
      ].join('\n'),
    )
  })
})
