import { stripVTControlCharacters } from 'node:util'
import type { Log, Phase, SessionOverview, Span } from '@ai-tracker/collector'
import { describe, expect, it } from 'vitest'
import { coloured, plain } from '../output/paint.ts'
import { textWidth } from '../output/text-width.ts'
import { asciiLine, drawTimeline } from './draw.ts'
import { placeLogs } from './place-logs.ts'
import { timelineRows } from './rows.ts'
import { at, log, overview, phase, span } from './testing/make.ts'

interface Sketch {
  readonly spans: readonly Span[]
  readonly phases?: readonly Phase[]
  readonly overview: SessionOverview
  readonly reasons?: Readonly<Record<string, string>>
  readonly hasMore?: boolean
  readonly logs?: readonly Log[]
}

/** The timeline of a sketch. Reasons by span id. */
function draw({ spans, logs = [], phases = [], overview: shown, reasons = {}, hasMore = false }: Sketch, columns = 80, paint = plain) {
  const byKey = new Map(Object.entries(reasons).map(([id, reason]) => [`t-${id}`, reason]))
  const totalMs = Number(BigInt(shown.endNs) - BigInt(shown.startNs)) / 1e6
  return drawTimeline(
    timelineRows({
      spans,
      logs: placeLogs(spans, logs, { isSelected: false, hasMore }),
      phases,
      overview: shown,
      reasons: byKey,
      tools: new Map(),
      hasMore,
      untilNowMs: totalMs,
    }),
    {
      columns,
      paint,
      totalMs,
    },
  )
}

const ran = (from: number, to: number | null) => ({ startNs: at(from), endNs: to === null ? '0' : at(to) })
const call = (id: number, depth: number, rest: Partial<Span> = {}) =>
  span(id, depth, { kind: 'llm', model: 'gpt-5', tokensTotal: 1_200, costUsd: '0.5', ...rest })

/** Two agents at once in a phase, a pause, and a call that runs. */
const session: Sketch = {
  spans: [
    span(1, 0, { name: 'invoke_workflow notes', kind: 'workflow', ...ran(0, null) }),
    span(2, 1, { name: 'phase', kind: 'phase', ...ran(0, 50) }),
    span(3, 2, { name: 'invoke_agent a', kind: 'agent', ...ran(0, 30) }),
    call(4, 3, ran(0, 30)),
    span(5, 2, { name: 'invoke_agent b', kind: 'agent', ...ran(10, 50) }),
    span(6, 3, { name: 'execute_tool fetch', kind: 'tool', status: 'failed', ...ran(10, 50) }),
    call(7, 1, { tokensTotal: 0, costUsd: '0', ...ran(90, null) }),
  ],
  phases: [phase(2, { name: 'research', iteration: 2, responseCount: 1, tokensTotal: 1_200, costUsd: '0.5', costCoverage: 0.5 })],
  overview: overview(100, [[50, 90]]),
  reasons: { 6: 'Timeout: no answer' },
}

describe('a timeline', () => {
  it('shows nesting, parallel work, pauses, failures, what runs, and sums of phases', () => {
    expect(draw(session)).toEqual([
      '     AT  STEP               0                     1m 40s    TOOK  TOKENS    COST',
      '  +0 ms  notes              ───────────────────────────▶  1m 40s',
      '  +0 ms    research #2      ━━━━━━━━━━━━━━                50.0 s   1,200  ≥$0.50',
      '  +0 ms      a              ────────                      30.0 s',
      '  +0 ms        gpt-5        ████████                      30.0 s   1,200   $0.50',
      '+10.0 s      b                 ───────────                40.0 s',
      '+10.0 s        ✗ fetch         ▒▒▒▒▒▒▒▒▒▒▒                40.0 s',
      '                 Timeout: no answer',
      '+50.0 s    · 40.0 s idle ·                ···········',
      '+1m 30s    gpt-5                                     ██▶  10.0 s',
      '█ model call  ▒ action  ━ phase  ─ other  · idle  ✗ failed  ▶ running',
    ])
  })

  it.each([20, 30, 40, 60, 80, 100, 160, 300])('fits into %i columns, also in colours', (columns) => {
    for (const line of draw(session, columns)) expect(textWidth(line), line).toBeLessThanOrEqual(columns)
    expect(draw(session, columns, coloured).map(stripVTControlCharacters)).toEqual(draw(session, columns))
  })

  it('gives the room of a wide terminal to the bars', () => {
    const barOf = (columns: number) => draw(session, columns)[1]?.match(/─+▶/)?.[0].length ?? 0
    expect(barOf(160)).toBeGreaterThan(barOf(80) + 70)
  })

  it('leaves columns out where there is no room, and those in which nothing stands', () => {
    expect(draw(session, 40)[0]).toMatch(/^STEP .* TOOK$/)
    expect(draw({ spans: [span(1, 0)], overview: overview(1) })[0]).toMatch(/AT {2}STEP .*1\.0 s {3}TOOK$/)
  })
})

describe('a bar', () => {
  /** Where the bar of the first span begins, and its length, in cells; and how many there are in all. */
  const barOf = (spans: readonly Span[], seconds: number) => {
    const [heading = '', first = '', second = ''] = draw({ spans, overview: overview(seconds) }, 60)
    const start = heading.indexOf('0', heading.indexOf('STEP'))
    const [, before = '', bar = ''] = /^( *)(─+)/.exec(first.slice(start)) ?? []
    return { from: before.length, length: bar.length, width: /─+/.exec(second)?.[0].length ?? 0 }
  }

  it.each<[name: string, from: number, to: number | null, seconds: number, first: number, length: number]>([
    ['of the whole', 0, 10, 10, 0, 1],
    ['of nothing is still seen', 5, 5, 10, 0.5, 0],
    ['at the very end', 10, 10, 10, 1, 0],
    ['that began before its session', -5, 5, 10, 0, 0.5],
    ['that ends after it', 5, 50, 10, 0.5, 0.5],
    ['that ends before it begins', 8, 2, 10, 0.8, 0],
    ['in a session without length', 0, 0, 0, 0, 0],
  ])('%s', (...[, from, to, seconds, first, share]) => {
    const bar = barOf([span(1, 0, ran(from, to)), span(2, 0, ran(0, seconds))], seconds)
    expect(bar.from).toBe(Math.min(Math.round(first * bar.width), bar.width - 1))
    expect(bar.length).toBe(Math.max(1, Math.round(share * bar.width)))
  })
})

describe('a pause', () => {
  const texts = ({ spans, overview: shown, hasMore = false }: Sketch) =>
    timelineRows({
      spans,
      logs: [],
      phases: [],
      overview: shown,
      reasons: new Map(),
      tools: new Map(),
      hasMore,
      untilNowMs: undefined,
    }).map(({ depth, label }) => '  '.repeat(depth) + label)

  it.each<[name: string, sketch: Sketch, expected: readonly string[]]>([
    [
      'stands before what follows it',
      { spans: [span(1, 0), call(2, 1, ran(6, 9))], overview: overview(9, [[0, 6]]) },
      ['span 1', '  · 6.0 s idle ·', '  gpt-5'],
    ],
    [
      'stands before the group whose work follows it',
      { spans: [span(1, 0), span(2, 1, ran(5.5, 9)), call(3, 2, ran(6, 9))], overview: overview(9, [[0, 6]]) },
      ['span 1', '  · 6.0 s idle ·', '  span 2', '    gpt-5'],
    ],
    ['may be last', { spans: [span(1, 0), call(2, 1)], overview: overview(9, [[1, 9]]) }, ['span 1', '  gpt-5', '  · 8.0 s idle ·']],
    ['is not known where the list is cut', { spans: [span(1, 0)], overview: overview(9, [[1, 9]]), hasMore: true }, ['span 1']],
    [
      'stands once, also where others run beside it',
      {
        spans: [span(1, 0), call(2, 1, ran(0, 2)), call(3, 1, ran(8, 9)), call(4, 1, ran(0, 2)), call(5, 1, ran(8, 9))],
        overview: overview(9, [[2, 8]]),
      },
      ['span 1', '  gpt-5', '  · 6.0 s idle ·', '  gpt-5', '  gpt-5', '  gpt-5'],
    ],
    ['alone', { spans: [], overview: overview(9, [[0, 9]]) }, ['· 9.0 s idle ·']],
  ])('%s', (...[, sketch, expected]) => expect(texts(sketch)).toEqual(expected))
})

describe('a reason', () => {
  const failed = (id: number, depth: number) => span(id, depth, { status: 'failed' })

  it('that is handed up is told where it began', () => {
    const lines = draw({
      spans: [failed(1, 0), failed(2, 1), failed(3, 2)],
      overview: overview(1),
      reasons: { 1: 'E: x', 2: 'E: x', 3: 'E: x' },
    })
    expect(lines.map((line) => line.trim()).filter((line) => line === 'E: x')).toHaveLength(1)
    expect(lines[4]?.trim()).toBe('E: x')
  })

  it('that is another one is told, too', () => {
    const lines = draw({ spans: [failed(1, 0), failed(2, 1), failed(3, 0)], overview: overview(1), reasons: { 1: 'a', 2: 'b', 3: 'b' } })
    expect(lines.map((line) => line.trim()).filter((line) => /^[ab]$/.test(line))).toEqual(['a', 'b', 'b'])
  })

  it('that is long is cut, and harmless', () => {
    const lines = draw({ spans: [failed(1, 0)], overview: overview(1), reasons: { 1: `\u001b[2J\u202e${'word '.repeat(1_000)}` } })
    expect(lines).toHaveLength(6)
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })
})

it('what repeats the usage of others has none of its own', () => {
  const lines = draw({ spans: [call(1, 0, { repeated: true }), call(2, 1)], overview: overview(1) })
  expect(lines.filter((line) => line.includes('1,200'))).toHaveLength(1)
})

describe('in ASCII', () => {
  it('every line has as many cells, and signs of its own', () => {
    const lines = draw({ ...session, reasons: { 6: '日本 é 👍' } })
    const ascii = lines.map(asciiLine)
    expect(ascii.join('')).toMatch(/^[ -~]*$/)
    expect(ascii.map((line) => line.length)).toEqual(lines.map(textWidth))
    expect(ascii[6]).toContain('x fetch')
    expect(ascii[7]?.trim()).toBe('???? ? ??')
  })

  it('colours stay', () => expect(asciiLine(coloured('bad', '█'))).toBe(coloured('bad', '#')))
})

describe('log records', () => {
  const logs = [
    log(1, { atNs: at(5), spanId: '2', severity: 'warn', body: { stringValue: 'slow\u001b[31m' } }),
    log(2, { atNs: at(20), spanId: '2', severity: 'error', severityNumber: 17, event: 'tool.failed' }),
    log(3, { atNs: at(60), spanId: '99', body: { kvlistValue: { values: [{ key: 'n', value: { intValue: '1' } }] } } }),
  ]
  const spans = [span(1, 0, ran(0, 100)), span(2, 1, ran(0, 50)), span(3, 2, ran(10, 50)), span(4, 1, ran(70, 100))]

  it('stand below their span, at their time', () => {
    expect(draw({ spans, logs, overview: overview(100) })).toEqual([
      '     AT  STEP                     0                               1m 40s    TOOK',
      '  +0 ms  span 1                   ──────────────────────────────────────  1m 40s',
      '  +0 ms    span 2                 ───────────────────                     50.0 s',
      ' +5.0 s      warn slow\\x1b[31m      •',
      '+10.0 s      span 3                   ───────────────                     40.0 s',
      '+20.0 s      ✗ error tool.failed          •',
      '+1m 00s    info {"n":1}                                  •',
      '+1m 10s    span 4                                            ───────────  30.0 s',
      '─ other  • log record  ✗ failed',
    ])
  })

  it.each([
    ['error', 17, '✗ error late'],
    ['warn', 13, 'warn late'],
    [null, 25, '✗ beyond fatal late'],
  ] as const)('of severity %s (%i) failed as they do on the page', (severity, severityNumber, expected) => {
    const severityText = severity ?? 'beyond fatal'
    const one = log(1, { atNs: at(5), spanId: '2', severity, severityNumber, severityText, event: 'late' })
    expect(draw({ spans, logs: [one], overview: overview(100) })[3]).toContain(`     ${expected}  `)
  })

  it('have a sign in ASCII', () => {
    const lines = draw({ spans, logs, overview: overview(100) }).map(asciiLine)
    expect(lines.at(-1)).toBe('- other  o log record  x failed')
  })
})
