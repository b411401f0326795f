/** Which stored spans other rules would have stored differently. Only reads. */
import { hash } from 'node:crypto'
import type { RedactItem } from '../../../domain/redaction.ts'
import { isRedactionOf } from '../../../domain/redaction-marks.ts'
import type { SpanItem } from '../../../domain/span.ts'
import { compareCopies } from '../../../domain/span-copies.ts'
import type { SqliteDatabase } from '../database.ts'
import { createSpanReader, type StoredItem } from '../span-reader.ts'
import { textLength } from '../write/background-jobs.ts'
import type { Looked } from './reports.ts'
import type { Look, Slice } from './slice.ts'

/** What spans are looked at with. */
export interface SpanLookNeeds {
  readonly redact: RedactItem
  /** The canonical encoding of one item, and back. */
  readonly encodeItem: (item: SpanItem) => Uint8Array
  readonly decodeItem: (payload: Uint8Array) => SpanItem
}

/** What is to be stored of a span instead. */
export interface SpanChange {
  readonly stored: StoredItem
  /** The copy to keep; `undefined` = the stored one stays. */
  readonly item: SpanItem | undefined
  /** The other copies, each once; `undefined` = there are none and were none. */
  readonly variants: readonly SpanItem[] | undefined
}

/** Some spans. A span counts as changed when the copy that counted until now changes itself. */
export interface SpanSlice extends Slice<SpanChange> {
  /** Copies that lost and are kept. */
  readonly copies: Looked
}

const SLICE = 500
/** Text of one slice that is in memory, in UTF-16 units: spans of one conversation share megabytes. */
const SLICE_TEXT = 16_000_000

/** Opens the look over any connection. */
export function createSpanLook(db: SqliteDatabase, { redact, encodeItem, decodeItem }: SpanLookNeeds): Look<SpanSlice> {
  const rowsAfter = db
    .prepare(
      `SELECT s.id FROM spans s WHERE s.id > ? AND EXISTS (SELECT 1 FROM traces t WHERE t.id = s.trace) ORDER BY s.id LIMIT ${SLICE}`,
    )
    .pluck()
  const variantsOf = db.prepare('SELECT payload FROM span_variants WHERE span = ?').pluck()
  const reader = createSpanReader(db)
  const hashItem = (item: SpanItem): Uint8Array => hash('sha256', encodeItem(item), 'buffer')

  function changeOf(stored: StoredItem, payloads: readonly Buffer[]): Changed | undefined {
    const winner = redact.span(stored.item)
    const copies = payloads.map((payload) => decodeItem(payload))
    const redacted = copies.map(redact.span)
    const changedCopies = redacted.filter((copy, at) => copy !== copies[at]).length
    if (winner === stored.item && changedCopies === 0) return undefined
    // Without what was taken out of them, another one may be the one to keep.
    const best = redacted.reduce((kept, copy) => (compareCopies(copy, kept, hashItem) > 0 ? copy : kept), winner)
    const others = new Map(
      [winner, ...redacted].flatMap((copy) => (isRedactionOf(best, copy) ? [] : [[Buffer.from(hashItem(copy)).toString('latin1'), copy]])),
    )
    const change = {
      stored,
      item: best === stored.item ? undefined : best,
      variants: copies.length === 0 ? undefined : [...others.values()],
    }
    return { change, isSpan: winner !== stored.item, changedCopies }
  }

  return (after) => {
    // Those of a session that is being removed have no trace any more.
    const rows = rowsAfter.all(after) as number[]
    const found: Changed[] = []
    let [text, items, copies] = [0, 0, 0]
    let last: number | undefined
    for (const row of rows) {
      if (text > SLICE_TEXT) break
      const stored = reader.item(row)
      const own = variantsOf.all(row) as Buffer[]
      const changed = changeOf(stored, own)
      if (changed) found.push(changed)
      text += textLength(stored.item) + own.reduce((sum, payload) => sum + payload.length, 0)
      items++
      copies += own.length
      last = row
    }
    const changedCopies = found.reduce((sum, each) => sum + each.changedCopies, 0)
    return {
      last,
      items,
      changed: found.filter(({ isSpan }) => isSpan).length,
      changes: found.map(({ change }) => change),
      copies: { items: copies, changed: changedCopies },
    }
  }
}

interface Changed {
  readonly change: SpanChange
  readonly isSpan: boolean
  readonly changedCopies: number
}
