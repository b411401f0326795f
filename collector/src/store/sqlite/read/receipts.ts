import type { ReceiptReason } from '../../../domain/receipt.ts'
import type { StoredReceipt } from '../../../domain/stored-signals.ts'
import type { Page, ReceiptQuery } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { fromCursor, integerAt, toCursor } from './cursor.ts'
import { type Bindings, queryAll } from './rows.ts'

const COLUMNS = `r.id, r.received_ns AS receivedNs, r.signal, r.transport, r.user_agent AS userAgent, r.services, r.sdks, r.wire_bytes AS wireBytes,
  r.body_bytes AS bodyBytes, r.accepted, r.duplicates, r.rejected, r.reasons, r.warnings, r.repaired_strings AS repairedStrings,
  r.base64_ids AS base64Ids, r.dialects, r.redactions, r.outcome, r.code, r.message`

const JSON_FIELDS = ['services', 'sdks', 'reasons', 'warnings', 'dialects', 'redactions'] as const
type ReceiptRow = Omit<StoredReceipt, 'deleted' | (typeof JSON_FIELDS)[number]> & Readonly<Record<(typeof JSON_FIELDS)[number], string>>

/** The warning by which the writer notes items of deleted sessions. */
const DELETED = 'deleted'

/** Which requests name a service. The first condition spares most of them the parsing. */
export const NAMES_SERVICE =
  'instr(r.services, @serviceJson) > 0 AND EXISTS (SELECT 1 FROM json_each(r.services) named WHERE named.value = @service)'

/** Values of `NAMES_SERVICE`. */
export function serviceBindings(service: string): Bindings {
  return { service, serviceJson: JSON.stringify(service) }
}

/** Requests that brought something of a deleted session. */
export const BROUGHT_DELETED = `instr(r.warnings, '"${DELETED}"') > 0`
/** So many items of them, of the rows that are summed up. */
export const SUM_OF_DELETED = `coalesce(sum(CASE WHEN ${BROUGHT_DELETED} THEN
  (SELECT sum(w.value ->> '$.count') FROM json_each(r.warnings) w WHERE w.value ->> '$.reason' = '${DELETED}') END), 0)`

/** Some receipts, the latest first. */
export function receiptsWhere(db: SqliteDatabase, where: string, bindings: Bindings): readonly StoredReceipt[] {
  return queryAll<ReceiptRow>(db, `SELECT ${COLUMNS} FROM receipts r WHERE ${where} ORDER BY r.id DESC LIMIT @limit`, bindings).map(
    toReceipt,
  )
}

/** Requests and what became of them, the latest first. */
export function listReceipts(db: SqliteDatabase, query: ReceiptQuery): Page<StoredReceipt> {
  const { limit, cursor, service, signal, outcome, afterNs, beforeNs } = query
  const atId = cursor === undefined ? undefined : integerAt(fromCursor('receipts', cursor), 0)
  const conditions = [
    'r.workspace_id = @workspaceId',
    ...(atId === undefined ? [] : ['r.id < @atId']),
    ...(service === undefined ? [] : [NAMES_SERVICE]),
    ...(signal === undefined ? [] : ['r.signal = @signal']),
    ...(outcome === undefined ? [] : [outcome === 'rejected' ? `(r.outcome = 'refused' OR r.rejected > 0)` : 'r.outcome = @outcome']),
    ...(afterNs === undefined ? [] : ['r.received_ns >= @afterNs']),
    ...(beforeNs === undefined ? [] : ['r.received_ns < @beforeNs']),
  ]
  const rows = receiptsWhere(db, conditions.join(' AND '), {
    workspaceId: query.workspaceId,
    limit: limit + 1,
    ...(atId !== undefined && { atId }),
    ...(service !== undefined && serviceBindings(service)),
    ...(signal !== undefined && { signal }),
    ...(outcome !== undefined && outcome !== 'rejected' && { outcome }),
    ...(afterNs !== undefined && { afterNs }),
    ...(beforeNs !== undefined && { beforeNs }),
  })
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, ...(last && { nextCursor: toCursor('receipts', [last.id]) }) }
}

/** The lists are our own JSON. */
function toReceipt(row: ReceiptRow): StoredReceipt {
  const warnings: readonly ReceiptReason[] = JSON.parse(row.warnings)
  return {
    ...row,
    services: JSON.parse(row.services),
    sdks: JSON.parse(row.sdks),
    reasons: JSON.parse(row.reasons),
    deleted: warnings.find(({ reason }) => reason === DELETED)?.count ?? 0,
    warnings: warnings.filter(({ reason }) => reason !== DELETED),
    dialects: JSON.parse(row.dialects),
    redactions: JSON.parse(row.redactions),
  }
}
