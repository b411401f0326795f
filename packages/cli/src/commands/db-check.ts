import { type DatabaseInspection, inspectDatabase } from '@ai-tracker/collector'
import type { Command } from '../command.ts'
import { checkDatabaseFile } from '../database-file.ts'
import { FAILED, outsideOfTheCall, SUCCESS } from '../exit-codes.ts'
import { safeJson, safeLine } from '../output/safe-text.ts'
import { wrap } from '../output/text-width.ts'
import { readConfig, readOptions } from '../source.ts'
import type { Terminal } from '../terminal.ts'

const MAX_LINES = 6

/** Whether the database is whole. */
export const dbCheck: Command = {
  name: 'db check',
  summary: 'looks whether the database is whole, and says how to mend what is not',
  options: {
    full: { summary: 'also counts all sums and uses of texts, where a sample is counted otherwise' },
    ...readOptions,
  },
  examples: ['db check', 'db check --full', 'db check --db ./copy.db --json'],
  run: async (call) => {
    const { args, terminal } = call
    const { db } = readConfig(call)
    checkDatabaseFile(db)
    const progress = terminal.startProgress('db check')
    try {
      const found = outsideOfTheCall(() => inspectDatabase(db, { isFull: args.isSet('full'), progress: progress.update }))
      progress.end()
      terminal.out(...(args.isSet('json') ? [safeJson(documentOf(found))] : lines(found, terminal)))
      return found.faults.length === 0 ? SUCCESS : FAILED
    } finally {
      progress.end()
    }
  },
}

const REMEDY = 'stop the collector and run "tracker db repair", which keeps this file aside; or restore a backup'

function documentOf({ file, schemaVersion, isFull, faults }: DatabaseInspection): object {
  const isWhole = faults.length === 0
  return { ok: isWhole, file, schemaVersion: schemaVersion ?? null, full: isFull, faults, fix: isWhole ? null : REMEDY }
}

function lines({ file, schemaVersion, isFull, faults }: DatabaseInspection, { columns, paint }: Terminal): readonly string[] {
  const wrapped = (text: string, indent: string): readonly string[] =>
    wrap(safeLine(text), { width: Math.max(20, columns - indent.length), maxLines: MAX_LINES }).map((line) => indent + line)
  if (faults.length === 0) {
    const extent = isFull ? 'every sum and every text' : 'a sample of the sums; --full counts all'
    return wrapped(`${file} is whole: schema version ${schemaVersion}, ${extent}`, '')
  }
  return [
    ...wrapped(`${file} is damaged:`, ''),
    ...faults.flatMap(({ area, text }) => wrapped(`${area}: ${text}`, '  ').map((line) => paint('bad', line))),
    ...wrapped(`→ ${REMEDY}`, ''),
  ]
}
