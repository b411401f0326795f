import { stat } from 'node:fs/promises'
import { checkDatabase, type DatabaseCheck, sizeText } from '@ai-tracker/collector'
import { checkDatabaseFile } from '../database-file.ts'
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts'

/** How long SQLite may look at the pages of the file. */
const CHECK_MS = 10_000
/** The collector starts the log anew above 64 MiB: far more means that a reader keeps it from doing so. */
const LARGE_WAL_BYTES = 256 * 1024 * 1024

/** The database file: whether it is there, ours, readable, whole, private. */
export async function checkDatabaseAt(file: string): Promise<readonly Finding[]> {
  const found = await stat(file).catch(() => undefined)
  if (!found) {
    const fix = 'start a collector ("npm start" in the repository, or "npx tracker serve") and send it something'
    return [warning('database', `none at ${file}: nothing was recorded yet`, fix)]
  }
  try {
    checkDatabaseFile(file)
    const check = await checkDatabase(file, { timeoutMs: CHECK_MS })
    const content = contentFinding(`${file}, ${sizeText(found.size)}`, check)
    if (check.schemaVersion === undefined) return [content]
    return [content, permissionFinding(file, found.mode), await logFinding(file)].flatMap((finding) => finding ?? [])
  } catch (error) {
    return [
      problem(
        'database',
        reasonOf(error),
        '"tracker db check" says more, "tracker db repair" saves what can be read; or name another file with TRACKER_DB',
      ),
    ]
  }
}

type Obstacle = NonNullable<DatabaseCheck['obstacle']>

/** What is to be said about a database that was looked at. @param name its path and size */
export function contentFinding(name: string, { schemaVersion, newestSchemaVersion, faults, obstacle }: DatabaseCheck): Finding {
  if (schemaVersion === undefined) return unreadFinding(obstacle)
  const text = `${name}, schema version ${schemaVersion}`
  if (faults && faults.length > 0)
    return problem(
      'database',
      `${text}; damaged: ${faults.join('; ')}`,
      'stop the collector and run "tracker db repair", or restore a backup; "tracker db check" says more',
    )
  if (schemaVersion > newestSchemaVersion)
    return problem('database', `${text}, but this program knows ${newestSchemaVersion}`, 'use the newer ai-tracker that wrote it')
  if (schemaVersion < newestSchemaVersion)
    return warning(
      'database',
      `${text}, of an older ai-tracker`,
      `start the collector once: it brings it to version ${newestSchemaVersion}`,
    )
  if (obstacle?.reason === 'too_slow') return ok('database', `${text}; not looked at for faults: ${obstacle.message}`)
  if (obstacle) return warning('database', `${text}; not looked at for faults: ${obstacle.message}`, FIXES[obstacle.reason])
  return ok('database', `${text}, no faults`)
}

const FIXES: Readonly<Record<Obstacle['reason'], string>> = {
  too_slow: 'try again when the machine has less to do',
  no_memory: 'end programs that take much memory, and try again',
  busy: 'end the program that holds the database, such as a SQLite shell in a transaction, and try again',
  no_process: 'look whether programs may start others here, and whether memory is left, and try again',
  unreadable: 'look whether the disk works and has space, and try again',
  closed: 'look whether it was moved away, and whether you may read it',
  not_database: 'name another file with --db (TRACKER_DB), or restore a backup',
}

function unreadFinding(obstacle: Obstacle | undefined): Finding {
  const { reason, message } = obstacle ?? { reason: 'unreadable', message: 'the database cannot be read' }
  return problem('database', message, FIXES[reason])
}

function permissionFinding(file: string, mode: number): Finding | undefined {
  if (process.platform === 'win32') return undefined
  const text = (mode & 0o777).toString(8).padStart(4, '0')
  if ((mode & 0o077) === 0) return ok('permissions', `${text}: only you can read it`)
  return warning('permissions', `${text}: others on this machine can read prompts and answers`, `chmod 600 ${file}*`)
}

async function logFinding(file: string): Promise<Finding> {
  const { size } = (await stat(`${file}-wal`).catch(() => undefined)) ?? { size: 0 }
  const text = `write-ahead log ${sizeText(size)}`
  return size > LARGE_WAL_BYTES
    ? warning('log', text, 'end programs that keep the database open for long, such as a SQLite shell')
    : ok('log', text)
}
