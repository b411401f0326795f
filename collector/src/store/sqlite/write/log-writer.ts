/** Writes log records, each once however often and in whatever grouping it comes. Works inside the writer's transaction. */
import { hash } from 'node:crypto'
import type { LogItem } from '../../../domain/log.ts'
import type { ScopedKey } from '../../../domain/session-key.ts'
import type { Arrival, NameSession } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase } from '../database.ts'
import { LOG_COLUMNS, toLogColumns } from '../log-row.ts'
import type { Contents } from '../long-texts.ts'
import type { AgainFate, SentAgain } from '../remove/sent-again.ts'
import type { Tombstones } from '../remove/tombstones.ts'
import type { Interned } from '../resources-and-scopes.ts'
import { createRedactedLogs } from './redacted-logs.ts'
import { createRowTexts } from './row-texts.ts'

/** What logs are written with. */
export interface LogWriterNeeds {
  readonly contents: Contents
  readonly interned: Interned
  readonly encodeLog: (item: LogItem) => Uint8Array
  readonly namedSession: NameSession
  readonly tombstones: Tombstones
  readonly sentAgain: SentAgain
  readonly nextLogRow: () => number
}

/** A log record that was written: where it says that it belongs. */
export interface WrittenLog {
  readonly workspaceId: number
  readonly traceId: string
  readonly session: ScopedKey | undefined
}

const DIGEST_LENGTH = 16

/** What became of the records of a request. */
export interface WrittenLogs {
  /** Those that are new. */
  readonly written: readonly WrittenLog[]
  /** How many are not stored because they, or their trace, were removed. */
  readonly deleted: number
}

/** Opens the writer of logs over the writing connection. */
export function createLogWriter(db: SqliteDatabase, needs: LogWriterNeeds) {
  const { contents, interned, encodeLog, namedSession, tombstones, sentAgain } = needs
  const find = db.prepare('SELECT id FROM log_records WHERE workspace_id = ? AND hash = ? AND ordinal = ?').pluck()
  const columns = [
    ...['id', 'workspace_id', 'hash', 'ordinal'],
    ...LOG_COLUMNS,
    ...['session_key', 'key_scope', 'resource_id', 'scope_id', 'received_ns'],
  ]
  const redacted = createRedactedLogs(db, contents)
  const insert = db.prepare(`INSERT INTO log_records (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)

  function isRemoved({ log }: LogItem, { digest }: LogKey, workspaceId: number): boolean {
    const isOfTrace = log.traceId !== '' && tombstones.hasTrace(workspaceId, Buffer.from(log.traceId, 'hex'))
    return isOfTrace || tombstones.hasLog(workspaceId, digest)
  }

  function fateOf(stored: number | undefined): AgainFate {
    if (stored === undefined) return 'new'
    const fate = sentAgain.log(stored)
    if (fate === 'new') redacted.forget()
    return fate
  }

  function write(item: LogItem, key: LogKey, { workspaceId, receivedNs }: Arrival): WrittenLog | 'known' | 'deleted' {
    if (isRemoved(item, key, workspaceId)) return 'deleted'
    const fate = fateOf(find.get(workspaceId, key.digest, key.ordinal) as number | undefined)
    if (fate !== 'new') return fate
    const fateRedacted = fateOf(redacted.find(item, workspaceId))
    if (fateRedacted !== 'new') return fateRedacted
    const row = toLogColumns(item.log, createRowTexts(contents, workspaceId))
    const session = namedSession(item.log.attributes, item.resource)
    insert.run(
      needs.nextLogRow(),
      workspaceId,
      key.digest,
      key.ordinal,
      ...LOG_COLUMNS.map((column) => row[column]),
      session?.key ?? null,
      session?.keyScope ?? null,
      interned.resource(item.resource),
      interned.scope(item.scope),
      receivedNs,
    )
    return { workspaceId, traceId: item.log.traceId, session }
  }

  return {
    /** Writes the records of one request. */
    write(items: readonly LogItem[], arrival: Arrival): WrittenLogs {
      redacted.forget()
      const keys = keysOf(items, encodeLog)
      const fates = items.map((item, index) => write(item, keys[index] as LogKey, arrival))
      return {
        written: fates.filter((fate) => typeof fate === 'object'),
        deleted: fates.filter((fate) => fate === 'deleted').length,
      }
    },
  }
}

/** What a record is known by. */
interface LogKey {
  readonly digest: Buffer
  readonly ordinal: number
}

/** Equal records of one request are told apart by their place among each other. */
function keysOf(items: readonly LogItem[], encodeLog: LogWriterNeeds['encodeLog']): readonly LogKey[] {
  const seen = new Map<string, number>()
  return logDigests(items, encodeLog).map((digest) => {
    const text = digest.toString('latin1')
    const ordinal = seen.get(text) ?? 0
    seen.set(text, ordinal + 1)
    return { digest, ordinal }
  })
}

/**
 * What each record of a request says, as a hash. Without any time, equal records of different requests are different, too: only the digest
 * of the whole request tells a resend.
 */
export function logDigests(items: readonly LogItem[], encodeLog: LogWriterNeeds['encodeLog']): readonly Buffer[] {
  const digests = items.map((item) => sha256(encodeLog(item)))
  let request: Buffer | undefined
  return items.map(({ log }, index) => {
    const own = digests[index] as Buffer
    if (log.timeNs !== 0n || log.observedNs !== 0n) return own
    request ??= sha256(Buffer.concat(digests))
    return sha256(Buffer.concat([own, request]))
  })
}

function sha256(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer').subarray(0, DIGEST_LENGTH)
}
