import type { IngestReceipt, List } from '@ai-tracker/collector'
import type { Signal } from './json-signals.ts'
import { getJson, type Target } from './target.ts'

/** Items by what they are. */
export type ItemCounts = Readonly<Record<Signal, number>>

/** What became of the items of an import, by the receipts of its requests. */
export interface ReceiptCounts {
  /** New, or in the place of another copy. */
  readonly added: ItemCounts
  /** Stored before. */
  readonly known: number
  /** Of sessions that were deleted, and not stored again. */
  readonly deleted: number
}

/** Adds up receipts. */
export interface ReceiptCounter {
  /** Reads the receipts that have come since the last time. Old receipts are deleted when there are too many: not too seldom. */
  update(): Promise<ReceiptCounts>
}

const PAGE = 500

/** Begins with the receipts that come from now on; those of other senders are passed over. */
export async function countReceipts(target: Target, userAgent: string): Promise<ReceiptCounter> {
  const added: Record<Signal, number> = { traces: 0, logs: 0, metrics: 0 }
  let [known, deletedItems] = [0, 0]
  let lastId = (await read(target, 1)).items[0]?.id ?? 0
  const add = ({ userAgent: sender, signal, accepted, duplicates, deleted }: IngestReceipt): void => {
    if (sender !== userAgent || signal === null) return
    added[signal] += accepted
    known += duplicates
    deletedItems += deleted
  }
  return {
    async update() {
      let newest = lastId
      let cursor: string | undefined
      do {
        const { items, nextCursor } = await read(target, PAGE, cursor)
        for (const receipt of items.filter(({ id }) => id > lastId)) add(receipt)
        newest = Math.max(newest, items[0]?.id ?? 0)
        cursor = (items.at(-1)?.id ?? 0) > lastId ? (nextCursor ?? undefined) : undefined
      } while (cursor !== undefined)
      lastId = newest
      return { added, known, deleted: deletedItems }
    },
  }
}

async function read(target: Target, limit: number, cursor?: string): Promise<List<IngestReceipt>> {
  const query = new URLSearchParams({ limit: String(limit), ...(cursor !== undefined && { cursor }) })
  return await getJson(target, `/api/v1/ingest?${query}`)
}
