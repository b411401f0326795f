/** Receipts of requests: one row each, with the items of the request or with the next transaction, and a bound on how many there are. */
import { MAX_RECEIPT_DAYS, MAX_RECEIPTS, type Receipt, type ReceiptReason } from '../../../domain/receipt.ts'
import type { Arrival } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase } from '../database.ts'

/** Bounds of what is kept, and the clock that age is told by. */
export interface ReceiptLimits {
  readonly maxReceipts: number
  readonly maxAgeNs: bigint
  /** Nanoseconds since 1970. */
  readonly nowNs: () => bigint
}

const NS_PER_DAY = 86_400_000_000_000n
const DEFAULT_RECEIPT_LIMITS: ReceiptLimits = {
  maxReceipts: MAX_RECEIPTS,
  maxAgeNs: BigInt(MAX_RECEIPT_DAYS) * NS_PER_DAY,
  nowNs: () => BigInt(Date.now()) * 1_000_000n,
}

/** Rows that one slice deletes: some milliseconds. */
const SLICE = 2_000
const COLUMNS = [
  ...['workspace_id', 'received_ns', 'signal', 'transport', 'user_agent', 'services', 'sdks', 'wire_bytes', 'body_bytes'],
  ...[
    'accepted',
    'duplicates',
    'rejected',
    'reasons',
    'warnings',
    'repaired_strings',
    'base64_ids',
    'dialects',
    'redactions',
    'outcome',
    'code',
    'message',
  ],
]

/** Opens the receipts over the writing connection. */
export function createReceiptWriter(db: SqliteDatabase, { maxReceipts, maxAgeNs, nowNs }: ReceiptLimits = DEFAULT_RECEIPT_LIMITS) {
  const insert = db.prepare(`INSERT INTO receipts (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`)
  const ends = db.prepare('SELECT (SELECT min(id) FROM receipts) AS first, (SELECT max(id) FROM receipts) AS last')
  const tooMany = db.prepare(`DELETE FROM receipts WHERE id IN (SELECT id FROM receipts WHERE id <= ? ORDER BY id LIMIT ${SLICE})`)
  const tooOld = db.prepare(
    `DELETE FROM receipts WHERE id IN (SELECT id FROM receipts WHERE received_ns < ? ORDER BY received_ns LIMIT ${SLICE})`,
  )

  function deleteSlice(): boolean {
    const { first, last } = ends.get() as { first: number | null; last: number | null }
    if (first === null || last === null) return false
    if (last - first >= maxReceipts && tooMany.run(last - maxReceipts).changes > 0) return true
    return tooOld.run(nowNs() - maxAgeNs).changes > 0
  }

  return {
    /** Notes a request and what became of its items. */
    write(
      receipt: Receipt,
      { workspaceId, receivedNs }: Arrival,
      counts: { readonly accepted: number; readonly duplicates: number; readonly deleted: number },
    ): void {
      const { origin, refusal } = receipt
      insert.run(
        workspaceId,
        receivedNs,
        receipt.signal ?? null,
        origin.transport,
        origin.userAgent,
        JSON.stringify(receipt.services),
        JSON.stringify(receipt.sdks),
        origin.wireBytes,
        receipt.bodyBytes,
        counts.accepted,
        counts.duplicates,
        receipt.rejected.reduce((sum, { count }) => sum + count, 0),
        JSON.stringify(receipt.rejected),
        JSON.stringify(warningsOf(receipt, counts.deleted)),
        receipt.repairedStrings,
        receipt.base64Ids,
        JSON.stringify(receipt.dialects),
        JSON.stringify(receipt.redactions),
        refusal ? 'refused' : 'stored',
        refusal?.code ?? null,
        refusal?.message ?? null,
      )
    },
    /** Deletes some of what is too old or too much. @returns whether there was any */
    work: db.transaction(deleteSlice).immediate,
  }
}

/** What is not stored as somebody removed it is no fault of the sender: it is told beside what was put right. */
function warningsOf({ warnings }: Receipt, deleted: number): readonly ReceiptReason[] {
  return deleted === 0 ? warnings : [...warnings, { reason: 'deleted', count: deleted }]
}
