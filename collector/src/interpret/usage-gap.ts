import type { RecordKind, UsageGap } from '../domain/record.ts'
import type { RawUsage } from './usage.ts'

/** Calls that are paid by their input: they generate nothing. */
const WITHOUT_OUTPUT: ReadonlySet<RecordKind> = new Set(['embedding', 'rerank'])

/** The code that stands in a record's warnings for a gap. */
export const GAP_WARNING: Readonly<Record<UsageGap, string>> = { invalid_usage: 'invalid_token_count', partial_usage: 'partial_usage' }

/**
 * Why a span's counts tell too little for a price: an amount of them would show an unknown count as 0.
 * @returns `undefined` when the input and, where the kind has one, the output are known, be it through the total
 */
export function usageGap(raw: Partial<RawUsage>, kind: RecordKind): UsageGap | undefined {
  if ((raw.input === undefined && raw.isInputUnusable) || (raw.output === undefined && raw.isOutputUnusable)) return 'invalid_usage'
  const input = raw.input ?? raw.uncached
  if (WITHOUT_OUTPUT.has(kind)) return input === undefined && raw.total === undefined ? 'partial_usage' : undefined
  if (input !== undefined && raw.output !== undefined) return undefined
  const known = input ?? raw.output
  return known !== undefined && raw.total !== undefined && raw.total >= known ? undefined : 'partial_usage'
}
