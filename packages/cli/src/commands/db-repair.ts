import { type RepairReport, repairDatabase } from '@ai-tracker/collector'
import type { Command } from '../command.ts'
import { checkDatabaseFile } from '../database-file.ts'
import { SUCCESS } from '../exit-codes.ts'
import { type Fact, factLines } from '../output/facts.ts'
import { count } from '../output/format.ts'
import { safeJson } from '../output/safe-text.ts'
import { readConfig, readOptions } from '../source.ts'

/** A whole database out of a damaged one. */
export const dbRepair: Command = {
  name: 'db repair',
  summary: 'saves what can be read of a damaged database into a new one, and keeps the old',
  options: readOptions,
  examples: ['db repair', 'db repair --db ./damaged.db --json'],
  run: async (call) => {
    const { args, terminal, nowMs } = call
    const { db } = readConfig(call)
    checkDatabaseFile(db)
    const progress = terminal.startProgress('db repair')
    try {
      const report = await repairDatabase(db, { progress: progress.update, nowMs })
      progress.end()
      terminal.out(...(args.isSet('json') ? [safeJson(documentOf(report))] : factLines(facts(report), terminal)))
      return SUCCESS
    } finally {
      progress.end()
    }
  },
}

function documentOf(report: RepairReport): object {
  return { lost: lossesOf(report), ...report }
}

/** What could not be saved, in words. */
function lossesOf({ tables, lostTexts, lostSenders, lostPoints, lostSpans }: RepairReport): readonly string[] {
  return [
    ...tables.flatMap(({ table, lost }) => (lost === 0 ? [] : [`about ${count(lost)} rows of ${table}`])),
    ...(lostSpans === 0 ? [] : [`${count(lostSpans)} spans that were read but belong to no known trace, or cannot be understood`]),
    ...(lostPoints === 0 ? [] : [`${count(lostPoints)} points of metrics that were read, but not what they measure`]),
    ...(lostSenders === 0 ? [] : [`${count(lostSenders)} resources and scopes, which a note stands for`]),
    ...(lostTexts === 0 ? [] : [`${count(lostTexts)} pieces of long texts, which a note stands for`]),
  ]
}

function facts(report: RepairReport): readonly Fact[] {
  const losses = lossesOf(report)
  const rowsOf = (name: string): number => report.tables.find(({ table }) => table === name)?.rows ?? 0
  return [
    { name: 'file', value: `${report.file}, whole` },
    { name: 'kept', value: `the damaged one is ${report.keptAs}; delete it when you have what you need` },
    { name: 'spans', value: count(report.spans) },
    { name: 'logs', value: count(rowsOf('log_records')) },
    { name: 'points', value: `${count(rowsOf('metric_points'))} of metrics` },
    { name: report.restored, value: report.restored === 'nothing' ? undefined : 'was damaged and was made anew' },
    ...(losses.length === 0
      ? [{ name: 'lost', value: 'nothing that is known of' }]
      : losses.map((value, at): Fact => ({ name: at === 0 ? 'lost' : '', value, tone: 'bad' }))),
  ]
}
