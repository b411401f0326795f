import {
  STATS_GROUPS,
  STATS_METRICS,
  type StatsGroup,
  type StatsLine,
  type StatsMetric,
  type StatsReport,
  type StatsValue,
} from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { filterQuery, timeOptions, workflowOption } from '../filter-options.ts'
import { count, duration, either, money, UNKNOWN } from '../output/format.ts'
import { withRule } from '../output/rule.ts'
import { safeJson } from '../output/safe-text.ts'
import { type Column, table } from '../output/table.ts'
import { type Query, readOptions, withSource } from '../source.ts'

const AGGREGATES = ['sum', 'average', 'min', 'max', 'count'] as const
type Aggregate = (typeof AGGREGATES)[number]

/** One measure of sessions. */
export const stats: Command = {
  name: 'stats',
  summary: 'measures sessions by status, outcome, workflow or source',
  options: {
    ...workflowOption,
    'group-by': { value: 'GROUP', summary: `${either(STATS_GROUPS)}; the first if left out`, values: STATS_GROUPS },
    metric: { value: 'METRIC', summary: `${either(STATS_METRICS)}; the first if left out`, values: STATS_METRICS },
    aggregate: { value: 'KIND', summary: `only ${either(AGGREGATES)}; without --group-by this one value alone`, values: AGGREGATES },
    after: { ...timeOptions.after, summary: 'only sessions started from then on: 2026-01-04 (local) or 2026-01-04T10:00:00Z' },
    before: { ...timeOptions.before, summary: 'only sessions started before' },
    ...readOptions,
  },
  examples: ['stats', 'stats --workflow blog_post --group-by status', 'stats --metric cost_usd --aggregate sum --after 2026-01-01'],
  run: (call) =>
    withSource(call, async (source) => {
      const report = await source.reportStats(queryOf(call))
      if (call.args.isSet('json')) call.terminal.out(safeJson(report))
      else print(report, call)
      return SUCCESS
    }),
}

function queryOf(call: Call): Query {
  return { ...filterQuery(call), by: call.args.text('group-by'), metric: call.args.text('metric') }
}

function print(report: StatsReport, { args, terminal }: Call): void {
  const { items, total, by, metric } = report
  const aggregate = AGGREGATES.find((name) => name === args.text('aggregate'))
  if (aggregate !== undefined && !args.isSet('group-by')) {
    terminal.out(bareValue(aggregate === 'count' ? total.sessionCount : total[aggregate]))
    return
  }
  if (items.length === 0) {
    terminal.err('no session fits')
    return
  }
  const lines = [...items.map((item) => ({ ...item, label: item.name ?? UNKNOWN })), { ...total, label: 'total' }]
  terminal.out(...withRule(table(columns(by, metric, aggregate), lines, terminal), terminal))
}

/** For other programs: without separators and units; nothing where nothing is known. */
function bareValue(value: StatsValue): string {
  return value === null ? '' : String(value)
}

interface Line extends StatsLine {
  readonly label: string
}

function columns(by: StatsGroup, metric: StatsMetric, aggregate: Aggregate | undefined): readonly Column<Line>[] {
  const format = FORMATS[metric] ?? plainNumber
  const align = metric === 'cost_usd' ? 'decimal' : 'right'
  const measured = (['sum', 'average', 'min', 'max'] as const).filter((name) => aggregate === undefined || aggregate === name)
  return [
    { title: by.toUpperCase(), minWidth: 12, cell: ({ label }) => label },
    { title: 'SESSIONS', align: 'right', cell: ({ sessionCount }) => count(sessionCount) },
    ...measured.map(
      (name): Column<Line> => ({
        title: name.toUpperCase(),
        align,
        isOptional: name !== 'sum' && aggregate === undefined,
        cell: (line) => format(line[name]),
      }),
    ),
    // Where a value of some is not known, sums and averages are those of the rest.
    { title: 'KNOWN', align: 'right', isOptional: true, cell: ({ valueCount }) => count(valueCount) },
  ]
}

type Format = (value: StatsValue) => string

/** The fraction of an average of more says nothing. */
const EXACT_BELOW = 10_000

const plainNumber: Format = (value) => {
  if (typeof value !== 'number') return value ?? UNKNOWN
  return value < EXACT_BELOW ? value.toLocaleString('en-US', { maximumFractionDigits: 1 }) : count(Math.round(value))
}

const FORMATS: Readonly<Partial<Record<StatsMetric, Format>>> = {
  cost_usd: (value) => money(value === null ? null : String(value)),
  duration_ms: (value) => duration(value === null ? null : Number(value)),
}
