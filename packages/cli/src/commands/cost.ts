import { COST_GROUPS, type CostGroup, type CostReport, type CostSums } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { filterQuery, timeOptions, workflowOption } from '../filter-options.ts'
import { count, either, isPartial, moneySum, percent, UNKNOWN } from '../output/format.ts'
import { withRule } from '../output/rule.ts'
import { safeJson } from '../output/safe-text.ts'
import { type Column, table } from '../output/table.ts'
import { type Query, readOptions, withSource } from '../source.ts'

/** What sessions cost, added up. */
export const cost: Command = {
  name: 'cost',
  summary: 'adds up tokens and money by workflow, model, provider, phase or day',
  options: {
    'group-by': { value: 'GROUP', summary: `${either(COST_GROUPS)}; the first if left out`, values: COST_GROUPS },
    ...workflowOption,
    session: { value: 'ID', summary: 'only of this session' },
    ...timeOptions,
    'time-zone': { value: 'ZONE', summary: 'whose days to count with --group-by day; that of this machine if left out' },
    ...readOptions,
  },
  examples: ['cost', 'cost --workflow blog_post --after 2026-01-04', 'cost --group-by day --json'],
  run: async (call) => {
    const query = queryOf(call)
    return await withSource(call, async (source) => {
      const report = await source.reportCost(query)
      if (call.args.isSet('json')) call.terminal.out(safeJson(report))
      else print(report, call)
      return SUCCESS
    })
  },
}

function queryOf(call: Call): Query {
  const { args } = call
  const by = args.text('group-by')
  return {
    ...filterQuery(call),
    by,
    session: args.text('session'),
    timeZone: args.text('time-zone') ?? (by === 'day' ? Intl.DateTimeFormat().resolvedOptions().timeZone : undefined),
  }
}

/** A line of the table: a group, or all of them. */
interface Line extends CostSums {
  readonly label: string
  readonly share: string
}

function print({ by, items, total }: CostReport, { terminal }: Call): void {
  if (items.length === 0) {
    terminal.err('nothing was spent on models there')
    return
  }
  const lines: readonly Line[] = [
    ...items.map((item) => ({ ...item, label: item.name ?? UNKNOWN, share: percent(item.share) })),
    { ...total, label: 'total', share: '' },
  ]
  terminal.out(...withRule(table(columns(by), lines, terminal), terminal))
  if (isPartial(total.costCoverage)) terminal.out(terminal.paint('faint', '≥ some responses have no price, — none of them has one'))
}

function columns(by: CostGroup): readonly Column<Line>[] {
  return [
    { title: by.toUpperCase(), cell: ({ label }) => label, minWidth: 12 },
    { title: 'CALLS', align: 'right', cell: ({ responseCount }) => count(responseCount) },
    { title: 'INPUT', align: 'right', cell: ({ tokensInput }) => count(tokensInput) },
    { title: 'OUTPUT', align: 'right', cell: ({ tokensOutput }) => count(tokensOutput) },
    { title: 'COST', align: 'decimal', cell: moneySum },
    { title: 'SHARE', align: 'right', cell: ({ share }) => share },
    { title: 'CACHED', align: 'right', isOptional: true, cell: ({ tokensCacheRead }) => count(tokensCacheRead) },
  ]
}
