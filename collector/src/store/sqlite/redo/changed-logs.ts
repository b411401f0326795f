/** Which stored log records other rules would have stored differently, and what each is known by then. Only reads. */
import type { LogItem } from '../../../domain/log.ts'
import type { RedactItem } from '../../../domain/redaction.ts'
import type { SqliteDatabase } from '../database.ts'
import { createSignalReader } from '../signal-reader.ts'
import { logDigests } from '../write/log-writer.ts'
import type { Look, Slice } from './slice.ts'

/** What logs are looked at with. */
export interface LogLookNeeds {
  readonly redact: RedactItem
  readonly encodeLog: (item: LogItem) => Uint8Array
}

/** What is to be stored of a record instead. */
export interface LogChange {
  readonly row: number
  readonly workspaceId: number
  readonly digest: Buffer
  readonly ordinal: number
  /** `undefined` = it only gets another identity: that depends on the others of its request. */
  readonly item: LogItem | undefined
}

interface LogRow {
  readonly id: number
  readonly workspace_id: number
  readonly hash: Buffer
  readonly ordinal: number
  readonly received_ns: bigint
}

const SLICE = 500

/** Opens the look over any connection. A slice has whole requests: what tells records of one apart must be changed together. */
export function createLogLook(db: SqliteDatabase, { redact, encodeLog }: LogLookNeeds): Look<Slice<readonly LogChange[]>> {
  const columns = 'id, workspace_id, hash, ordinal, received_ns'
  const rowsAfter = db.prepare(`SELECT ${columns} FROM log_records WHERE id > ? ORDER BY id LIMIT ?`).safeIntegers()
  // A request is written in one piece: its rows lie together.
  const restOf = db.prepare(`SELECT ${columns} FROM log_records WHERE id > ? ORDER BY id`).safeIntegers()
  const reader = createSignalReader(db)

  function rowsBehind(after: number): readonly LogRow[] {
    const rows = (rowsAfter.all(after, SLICE) as Record<keyof LogRow, unknown>[]).map(toRow)
    const last = rows.at(-1)
    if (!last || rows.length < SLICE) return rows
    for (const raw of restOf.iterate(last.id) as IterableIterator<Record<keyof LogRow, unknown>>) {
      const row = toRow(raw)
      if (row.received_ns !== last.received_ns) break
      rows.push(row)
    }
    return rows
  }

  function changesOf(rows: readonly LogRow[]): readonly LogChange[] {
    const before = rows.map(({ id }) => reader.log(id).item)
    const after = before.map(redact.log)
    if (after.every((item, at) => item === before[at])) return []
    const digests = logDigests(after, encodeLog)
    const ordinals = ordinalsOf(rows, digests)
    return rows.flatMap(({ id, workspace_id, hash, ordinal: oldOrdinal }, at): LogChange[] => {
      const item = after[at] === before[at] ? undefined : after[at]
      const [digest, ordinal] = [digests[at] as Buffer, ordinals[at] ?? 0]
      if (!item && digest.equals(hash) && ordinal === oldOrdinal) return []
      return [{ row: id, workspaceId: workspace_id, digest, ordinal, item }]
    })
  }

  return (after) => {
    const rows = rowsBehind(after)
    const requests = [...Map.groupBy(rows, ({ received_ns }) => received_ns).values()].map(changesOf)
    return {
      last: rows.at(-1)?.id,
      items: rows.length,
      changed: requests.flat().filter(({ item }) => item !== undefined).length,
      changes: requests.filter(({ length }) => length > 0),
    }
  }
}

function toRow(row: Record<keyof LogRow, unknown>): LogRow {
  return {
    id: Number(row.id),
    workspace_id: Number(row.workspace_id),
    hash: row.hash as Buffer,
    ordinal: Number(row.ordinal),
    received_ns: row.received_ns as bigint,
  }
}

/**
 * The place of each record of a request among its equals, as if the request came with what it says now. The first of some equals may
 * be stored with another request: the ordinal of the next one says how many there were.
 */
function ordinalsOf(rows: readonly Pick<LogRow, 'hash' | 'ordinal'>[], digests: readonly Buffer[]): readonly number[] {
  const seen = new Map<string, number>()
  const nextOld = new Map<string, number>()
  return rows.map(({ hash, ordinal }, at) => {
    const old = hash.toString('latin1')
    const now = (digests[at] as Buffer).toString('latin1')
    const elsewhere = Math.max(0, ordinal - (nextOld.get(old) ?? 0))
    const place = (seen.get(now) ?? 0) + elsewhere
    nextOld.set(old, ordinal + 1)
    seen.set(now, place + 1)
    return place
  })
}
