import { z } from 'zod'
import type { Retention } from '../contract.ts'
import { count, maybeTime, time } from './schema-values.ts'

const reason = z.enum(['age', 'size'])

const next = z.strictObject({ reason, sessions: count, bytes: count, oldestReceivedAt: maybeTime, at: time })

export const retentionSchema: z.ZodType<Retention> = z.strictObject({
  policy: z.strictObject({ maxAgeDays: count.nullable(), maxBytes: count.nullable() }),
  database: z.strictObject({ fileBytes: count, usedBytes: count, shrinks: z.boolean() }),
  pinnedSessions: count,
  notice: z.strictObject({ since: time, next: next.nullable() }).nullable(),
  stuck: z.boolean(),
  last: z.strictObject({ at: time, reason, sessions: count, looseItems: count, freedBytes: count }).nullable(),
  removing: z.strictObject({ sessions: count, purging: z.boolean(), bytesToGiveBack: count }),
})
