import { type CompactReport, compactDatabase, sizeText } from '@ai-tracker/collector'
import type { Command } from '../command.ts'
import { checkDatabaseFile } from '../database-file.ts'
import { outsideOfTheCall, SUCCESS } from '../exit-codes.ts'
import { type Fact, factLines } from '../output/facts.ts'
import { safeJson } from '../output/safe-text.ts'
import { readConfig, readOptions } from '../source.ts'

/** Room that nothing uses any more goes back to the disk. */
export const dbCompact: Command = {
  name: 'db compact',
  summary: 'gives room that the database does not use back to the disk',
  options: readOptions,
  examples: ['db compact', 'db compact --db ./tracker.db --json'],
  run: async (call) => {
    const { args, terminal } = call
    const { db } = readConfig(call)
    checkDatabaseFile(db)
    const progress = terminal.startProgress('db compact')
    try {
      const report = outsideOfTheCall(() => compactDatabase(db, progress.update))
      progress.end()
      terminal.out(...(args.isSet('json') ? [safeJson(report)] : factLines(facts(report), terminal)))
      return SUCCESS
    } finally {
      progress.end()
    }
  },
}

function facts({ file, before, after, isOwned }: CompactReport): readonly Fact[] {
  return [
    { name: 'file', value: file },
    { name: 'before', value: `${sizeText(before.fileBytes)}, of it free ${sizeText(before.freeBytes)}` },
    { name: 'after', value: `${sizeText(after.fileBytes)}, of it free ${sizeText(after.freeBytes)}` },
    { name: 'note', value: isOwned ? 'a collector runs: free pages were cut off; without one the file is written anew' : undefined },
  ]
}
