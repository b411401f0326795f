import type { Decoded, ReasonCount } from './decoded.ts'

/** What a reply says about items that were not stored. `message` alone is a warning. */
export interface PartialSuccess {
  readonly rejected: number
  readonly message: string
}

/** Replies are bounded (OTLP asks for it), and clients log them. */
const MAX_MESSAGE_UNITS = 1024

/** What to answer about the items that were left out; `undefined` when there are none. Warnings alone are not worth a reply. */
export function partialSuccess({ rejected }: Pick<Decoded, 'rejected'>): PartialSuccess | undefined {
  const total = rejected.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return undefined
  return { rejected: total, message: reasonsText(rejected).slice(0, MAX_MESSAGE_UNITS) }
}

function reasonsText(reasons: readonly ReasonCount[]): string {
  return reasons.map(({ reason, count }) => `${count} rejected: ${reason}`).join('; ')
}
