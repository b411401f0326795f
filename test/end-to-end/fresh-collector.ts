import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCollector } from '../../collector/src/collector.ts'
import { loadConfig } from '../../collector/src/config.ts'
import { canonicalDump } from '../../collector/src/store/sqlite/canonical-dump.ts'
import { openDatabase } from '../../collector/src/store/sqlite/database.ts'

/** A real collector with an empty database in a folder of its own. */
export interface FreshCollector {
  readonly url: string
  readonly file: string
  /** Stops it; the file stays. Safe twice. */
  close(): Promise<void>
}

/** Starts a collector on a free port, and removes it with its folder when `use` is done. What it logs is an error: nothing is expected to go wrong. */
export async function withCollector<T>(use: (collector: FreshCollector) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tracker-e2e-'))
  const logged: string[] = []
  const sources = { argv: ['--db', join(folder, 'tracker.db'), '--http-port', '0'], env: { HOME: folder } }
  const collector = await startCollector(loadConfig(sources), { log: (line) => logged.push(line) })
  try {
    const result = await use(collector)
    if (logged.length > 0) throw new Error(`the collector complained:\n${logged.join('\n')}`)
    return result
  } finally {
    await collector.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The canonical dump of a file that no collector has open. */
export function dumpOf(file: string): readonly string[] {
  const db = openDatabase(file)
  try {
    return canonicalDump(db)
  } finally {
    db.close()
  }
}
