import { resolve } from 'node:path'
import { AppError, backupDatabase, sizeText } from '@ai-tracker/collector'
import type { Command } from '../command.ts'
import { checkDatabaseFile } from '../database-file.ts'
import { SUCCESS } from '../exit-codes.ts'
import { safeJson } from '../output/safe-text.ts'
import { readConfig, readOptions } from '../source.ts'

/** A copy of the database as it is at one moment. */
export const dbBackup: Command = {
  name: 'db backup',
  summary: 'copies the database to a file, also while the collector runs',
  words: ['FILE'],
  options: { force: { summary: 'replaces the file when there is one already' }, ...readOptions },
  examples: ['db backup tracker-2026-01-04.db', 'db backup /mnt/copies/tracker.db --force'],
  run: async (call) => {
    const { args, terminal } = call
    const [name] = args.words
    if (name === undefined) throw new AppError('invalid', '"tracker db backup" needs the name of a file: tracker db backup FILE')
    const { db } = readConfig(call)
    checkDatabaseFile(db)
    const progress = terminal.startProgress('db backup')
    try {
      const report = await backupDatabase(db, resolve(name), { isForced: args.isSet('force'), progress: progress.update })
      progress.end()
      if (args.isSet('json')) terminal.out(safeJson(report))
      else terminal.err(`${report.copy}: ${sizeText(report.bytes)}, whole`)
      return SUCCESS
    } finally {
      progress.end()
    }
  },
}
