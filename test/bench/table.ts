import type { NamedFigure } from './run-benches.ts'

const COLUMNS = ['bench', 'subject', 'measure', 'median', 'unit', 'rounds'] as const
type Line = Readonly<Record<(typeof COLUMNS)[number], string>>
const RIGHT_ALIGNED: ReadonlySet<string> = new Set(['median'])

/** Figures as an aligned table: one line each, with the smallest and the largest round beside the median. */
export function figureTable(figures: readonly NamedFigure[]): string {
  const head: Line = { bench: 'bench', subject: 'subject', measure: 'measure', median: 'median', unit: 'unit', rounds: 'rounds' }
  const lines = [head, ...figures.map(toLine)]
  const widths = new Map(COLUMNS.map((column) => [column, Math.max(...lines.map((line) => line[column].length))]))
  return lines
    .map((line) =>
      COLUMNS.map((column) =>
        RIGHT_ALIGNED.has(column) ? line[column].padStart(widths.get(column) ?? 0) : line[column].padEnd(widths.get(column) ?? 0),
      )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function toLine({ bench, subject, measure, unit, value, rounds }: NamedFigure): Line {
  const spread = rounds.length > 1 ? `${formatted(Math.min(...rounds))} – ${formatted(Math.max(...rounds))}` : ''
  return { bench, subject, measure, median: formatted(value), unit, rounds: spread }
}

/** Three digits that count; large numbers as whole ones with separators. */
function formatted(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US')
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
