import type { DbInfo } from '@ai-tracker/collector'
import type { Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { type Fact, factLines } from '../output/facts.ts'
import { bytes, count, longTime, UNKNOWN } from '../output/format.ts'
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
      call.terminal.out(...(call.args.isSet('json') ? [safeJson(info)] : factLines(facts(info), call.terminal)))
      return SUCCESS
    }),
}

function facts(info: DbInfo): readonly Fact[] {
  const { counts } = info
  return [
    { name: 'file', value: info.file ?? 'in memory' },
    {
      name: 'size',
      value: `${bytes(info.fileBytes)}, ${bytes(info.freePages * info.pageSize)} of it free; write-ahead log ${bytes(info.walBytes)}`,
    },
    { name: 'schema', value: `version ${info.schemaVersion}` },
    { name: 'rules', value: info.rulesVersion ?? UNKNOWN },
    { name: 'prices', value: info.priceVersion ?? UNKNOWN },
    { name: 'deriving', value: info.rederiving ? 'history is being derived again' : undefined, tone: 'busy' },
    { name: 'sqlite', value: info.sqliteVersion },
    { name: 'sessions', value: count(counts.sessions) },
    { name: 'traces', value: count(counts.traces) },
    { name: 'spans', value: count(counts.spans) },
    { name: 'responses', value: count(counts.responses) },
    { name: 'actions', value: count(counts.actions) },
    { name: 'issues', value: count(counts.issues) },
    { name: 'logs', value: count(counts.logs) },
    { name: 'points', value: `${count(counts.metricPoints)} of metrics` },
    { name: 'receipts', value: `${count(counts.receipts)} of requests` },
    { name: 'oldest', value: longTime(info.oldest) },
    { name: 'newest', value: longTime(info.newest) },
  ]
}
