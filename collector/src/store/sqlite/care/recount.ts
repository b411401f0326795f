/** Sums made anew from the rows of a trace, by the definition that the writer uses for its differences. */
import { zeroSums } from '../../../domain/sums.ts'
import type { SqliteDatabase } from '../database.ts'
import { createContributionReader, createDeltas, type RollupDelta } from '../write/sums-and-rollups.ts'
import { SUM_COLUMNS, sumsFromRow } from '../write/trace-row.ts'

type Row = Record<string, bigint | string>

/** Compares the stored sums of traces with what their rows come to. @returns a function of a trace's integer: whether they are the same */
export function createRecount(db: SqliteDatabase): (trace: number) => boolean {
  const stored = db.prepare('SELECT * FROM traces WHERE id = ?').safeIntegers()
  const spans = db.prepare('SELECT id FROM spans WHERE trace = ?').pluck()
  const rollups = db.prepare('SELECT * FROM rollups WHERE trace = ?').safeIntegers()
  const contribution = createContributionReader(db)
  return (trace) => {
    const row = stored.get(trace) as Row | undefined
    if (!row) return true // it went meanwhile
    const counted = zeroSums()
    const byKey = new Map<string, RollupDelta>()
    const deltas = createDeltas(counted, byKey)
    for (const span of spans.all(trace) as number[]) deltas.add(contribution(span))
    const sums = sumsFromRow(row)
    if (SUM_COLUMNS.some(([, field]) => sums[field] !== counted[field])) return false
    return sameRollups(rollups.all(trace) as Row[], [...byKey.values()])
  }
}

function sameRollups(stored: readonly Row[], counted: readonly RollupDelta[]): boolean {
  const expected = new Set(
    counted.map(({ key, sums, reasoning }) =>
      lineOf(key, [sums.responses, sums.tokensInput, sums.tokensOutput, reasoning, sums.costNanos]),
    ),
  )
  return stored.length === expected.size && stored.every((row) => expected.has(storedLine(row)))
}

function storedLine(row: Row): string {
  const key = [row.bucket_s, row.phase_id, row.provider, row.model, row.source]
  return lineOf(key, [row.response_count, row.tokens_input, row.tokens_output, row.tokens_reasoning, row.cost_nanos])
}

function lineOf(key: readonly unknown[], values: readonly unknown[]): string {
  return JSON.stringify([...key, ...values].map(String))
}
