import { type DbInfo, type Retention, sizeText } from '@ai-tracker/collector'
import type { Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { type Fact, factLines } from '../output/facts.ts'
import { count, longTime, UNKNOWN } from '../output/format.ts'
import { rulesLine } from '../output/rules-line.ts'
import { safeJson } from '../output/safe-text.ts'
import { readOptions, withSource } from '../source.ts'

/** The database: where it is, what it holds, how large it is. */
export const dbInfo: Command = {
  name: 'db info',
  summary: 'shows where the database is, what it holds and how large it is',
  options: readOptions,
  examples: ['db info', 'db info --db ./tracker.db --json'],
  run: (call) =>
    withSource(call, async (source) => {
      const info = await source.readInfo()
      if (call.args.isSet('json')) call.terminal.out(safeJson(info))
      else call.terminal.out(...factLines(facts(info, await source.readRetention()), call.terminal))
      return SUCCESS
    }),
}

/** The latest; `--json` has all. */
const MAX_RULES = 4

function facts(info: DbInfo, { pinnedSessions }: Retention): readonly Fact[] {
  const { counts } = info
  return [
    { name: 'file', value: info.file ?? 'in memory' },
    {
      name: 'size',
      value: `${sizeText(info.fileBytes)}, ${sizeText(info.freePages * info.pageSize)} of it free; write-ahead log ${sizeText(info.walBytes)}`,
    },
    { name: 'schema', value: `version ${info.schemaVersion}` },
    { name: 'rules', value: info.rulesVersion ?? UNKNOWN },
    { name: 'prices', value: info.priceVersion ?? UNKNOWN },
    { name: 'deriving', value: info.rederiving ? 'history is being derived again' : undefined, tone: 'busy' },
    { name: 'sqlite', value: info.sqliteVersion },
    { name: 'sessions', value: `${count(counts.sessions)}${pinnedSessions === 0 ? '' : `, ${count(pinnedSessions)} of them pinned`}` },
    { name: 'traces', value: count(counts.traces) },
    { name: 'spans', value: count(counts.spans) },
    { name: 'responses', value: count(counts.responses) },
    { name: 'actions', value: count(counts.actions) },
    { name: 'issues', value: count(counts.issues) },
    { name: 'logs', value: count(counts.logs) },
    { name: 'points', value: `${count(counts.metricPoints)} of metrics` },
    { name: 'receipts', value: `${count(counts.receipts)} of requests` },
    ...info.contentRules.slice(-MAX_RULES).map((rules, at): Fact => ({ name: at === 0 ? 'content' : '', value: rulesLine(rules) })),
    { name: 'oldest', value: longTime(info.oldest) },
    { name: 'newest', value: longTime(info.newest) },
  ]
}
