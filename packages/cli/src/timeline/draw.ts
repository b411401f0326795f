import { count, duration } from '../output/format.ts'
import type { Paint, Tone } from '../output/paint.ts'
import { safeLine } from '../output/safe-text.ts'
import type { Canvas } from '../output/table.ts'
import { pad, textWidth, truncate, wrap } from '../output/text-width.ts'
import { type Cells, type Columns, fitColumns } from './columns.ts'
import type { Mark, Row } from './rows.ts'

/** What a timeline is drawn into. */
export interface TimelineCanvas extends Canvas {
  /** Length of the session, until now while it runs. */
  readonly totalMs: number
}

const GAP = '  '
const BARS: Readonly<Record<Mark, string>> = { call: '█', action: '▒', phase: '━', other: '─', idle: '·', log: '•' }
const OPEN_END = '▶'
const FAILED = '✗'
const LEGEND: Readonly<Record<Mark, string>> = {
  call: '█ model call',
  action: '▒ action',
  phase: '━ phase',
  other: '─ other',
  idle: '· idle',
  log: '• log record',
}

/** A heading with the scale, a line for each row, reasons below what failed, and what the signs mean; none wider than the canvas. */
export function drawTimeline(rows: readonly Row[], canvas: TimelineCanvas): readonly string[] {
  const cells = rows.map((row) => cellsOf(row))
  const columns = fitColumns(cells, canvas.columns)
  const lines = rows.flatMap((row, index) => {
    const own = cells[index]
    return own ? [rowLine({ row, cells: own, columns, canvas }), ...reasonLines(row, columns, canvas)] : []
  })
  return [heading(columns, canvas), ...lines, canvas.paint('faint', truncate(legend(rows), canvas.columns))]
}

/** Deeper ones are shown at this depth: the name matters more. */
const MAX_INDENT = 12

function cellsOf(row: Row): Cells {
  const { depth, label, mark, startMs, tookMs, state, tokens, cost } = row
  const sign = state === 'failed' ? `${FAILED} ` : ''
  return {
    at: startMs < 0 ? `-${duration(-startMs)}` : `+${duration(startMs)}`,
    label: `${'  '.repeat(Math.min(depth, MAX_INDENT))}${sign}${safeLine(label)}`,
    took: mark === 'idle' || mark === 'log' ? '' : duration(tookMs),
    tokens: tokens === null ? '' : count(tokens),
    cost,
  }
}

interface Line {
  readonly row: Row
  readonly cells: Cells
  readonly columns: Columns
  readonly canvas: TimelineCanvas
}

function rowLine({ row, cells, columns, canvas: { paint, totalMs } }: Line): string {
  const { at, took, tokens, cost } = columns
  return joined([
    at && paint('faint', pad(cells.at, at, 'right')),
    paint(labelTone(row), pad(truncate(cells.label, columns.label), columns.label, 'left')),
    bar(row, { width: columns.bar, totalMs, paint }),
    took && paint(row.state === 'running' ? 'busy' : undefined, pad(cells.took, took, 'right')),
    tokens && pad(cells.tokens, tokens, 'right'),
    cost && pad(truncate(cells.cost, cost), cost, 'right'),
  ])
}

function labelTone({ state, mark }: Row): Tone | undefined {
  if (state === 'failed') return 'bad'
  if (mark === 'phase') return 'strong'
  return mark === 'idle' || mark === 'log' ? 'faint' : undefined
}

interface BarSpace {
  readonly width: number
  readonly totalMs: number
  readonly paint: Paint
}

/** From start to end on the scale of the session, one cell at least; open where it runs. */
function bar({ mark, startMs, endMs, state }: Row, { width, totalMs, paint }: BarSpace): string {
  const cellAt = (ms: number): number => Math.round(totalMs > 0 ? (Math.min(Math.max(ms, 0), totalMs) / totalMs) * width : 0)
  const from = Math.min(cellAt(startMs), width - 1)
  const to = Math.max(from + 1, endMs === undefined ? width : cellAt(endMs))
  const body = endMs === undefined ? BARS[mark].repeat(to - from - 1) + OPEN_END : BARS[mark].repeat(to - from)
  return `${' '.repeat(from)}${paint(barTone(mark, state), body)}${' '.repeat(width - to)}`
}

function barTone(mark: Mark, state: Row['state']): Tone | undefined {
  if (state === 'failed') return 'bad'
  if (mark === 'call') return 'busy'
  return mark === 'other' || mark === 'idle' ? 'faint' : undefined
}

const MAX_REASON_LINES = 3

function reasonLines({ reason, depth }: Row, columns: Columns, { columns: width, paint }: TimelineCanvas): readonly string[] {
  if (reason === undefined) return []
  const indent = ' '.repeat((columns.at === 0 ? 0 : columns.at + GAP.length) + 2 * Math.min(depth, MAX_INDENT) + 2)
  const room = Math.max(16, width - indent.length)
  return wrap(safeLine(reason), { width: room, maxLines: MAX_REASON_LINES })
    .map((line) => truncate(indent + line, width))
    .map((line) => paint('bad', line))
}

function heading({ at, label, bar: width, took, tokens, cost }: Columns, { paint, totalMs }: TimelineCanvas): string {
  const end = duration(totalMs)
  const scale = width > end.length + 2 ? `0${end.padStart(width - 1)}` : ' '.repeat(width)
  const titles = [
    at && pad('AT', at, 'right'),
    pad('STEP', label, 'left'),
    scale,
    took && pad('TOOK', took, 'right'),
    tokens && pad('TOKENS', tokens, 'right'),
    cost && pad('COST', cost, 'right'),
  ]
  return paint('faint', joined(titles))
}

function joined(parts: readonly (string | 0)[]): string {
  return parts
    .filter((part) => part !== 0)
    .join(GAP)
    .trimEnd()
}

/** Only what stands there. */
function legend(rows: readonly Row[]): string {
  const marks = (['call', 'action', 'phase', 'other', 'idle', 'log'] as const).filter((mark) => rows.some((row) => row.mark === mark))
  const open = rows.filter(({ endMs }) => endMs === undefined)
  return [
    ...marks.map((mark) => LEGEND[mark]),
    ...(rows.some(({ state }) => state === 'failed') ? [`${FAILED} failed`] : []),
    ...(open.length > 0 ? [`${OPEN_END} ${open.some(({ tookMs }) => tookMs !== null) ? 'running' : 'never ended'}`] : []),
  ].join(GAP)
}

/** Signs of the timeline and their likes in ASCII. */
const ASCII: Readonly<Record<string, string>> = {
  '█': '#',
  '▒': '+',
  '━': '=',
  '─': '-',
  '·': '.',
  '•': 'o',
  '▶': '>',
  '✗': 'x',
  '…': '~',
  '—': '-',
  '≥': '>',
}

/** The same line in ASCII and in as many cells; what has no like there is `?`. */
export function asciiLine(line: string): string {
  return Array.from(
    new Intl.Segmenter('en').segment(line),
    ({ segment }) => ASCII[segment] ?? (isAscii(segment) ? segment : '?'.repeat(textWidth(segment))),
  ).join('')
}

function isAscii(text: string): boolean {
  // Escape sequences of colours are ASCII, too.
  return text.length === 1 && text.charCodeAt(0) < 128
}
