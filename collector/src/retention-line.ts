import { sizeText } from './domain/byte-size.ts'
import type { RetentionPolicy } from './domain/retention.ts'

/** What the operator is told at the start: what is removed by itself, and when. */
export function retentionLine({ maxAgeDays, maxBytes }: RetentionPolicy): string {
  if (maxAgeDays === null && maxBytes === null)
    return 'retention: nothing is removed by itself; --retention-days and --retention-size set limits'
  const limits = [
    ...(maxAgeDays === null ? [] : [`sessions go ${maxAgeDays === 1 ? 'a day' : `${maxAgeDays} days`} after the last of them came`]),
    ...(maxBytes === null ? [] : [`the oldest sessions go when the database is larger than ${sizeText(maxBytes)}`]),
  ]
  return `retention: ${limits.join(', and ')}; pinned ones stay`
}
