import { z } from 'zod'
import type { ErrorInfo, Json } from '../contract.ts'
import { COST_PARTS } from '../domain/cost.ts'
import { SEVERITIES } from '../domain/severity.ts'

/** Values that many schemas are made of. */
export const integer = z.int()
export const count = z.int().nonnegative()
export const text = z.string()
export const maybeText = text.nullable()
export const maybeNumber = z.number().nullable()
export const maybeInteger = integer.nullable()
/** ISO-8601 UTC with milliseconds. */
export const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
export const maybeTime = time.nullable()
/** Nanoseconds since 1970. */
export const nanoseconds = z.string().regex(/^\d{1,20}$/)
/** A decimal number of US dollars. */
const USD = /^-?\d+(\.\d{1,9})?$/
export const maybeUsd = z.string().regex(USD).nullable()
/** A price of one token, which can be far below a nano-dollar. */
export const exactUsd = z.string().regex(/^-?\d+(\.\d{1,12})?$/)
export const usd = z.string().regex(USD)
export const costSource = z.enum(['reported', 'computed', 'estimated', 'unknown'])
export const costPart = z.enum(COST_PARTS)
export const logSeverity = z.enum(SEVERITIES)
export const maybeShare = z.number().min(0).nullable()
export const traceId = z.string().regex(/^[0-9a-f]{32}$/)
export const spanId = z.string().regex(/^[0-9a-f]{16}$/)
export const json: z.ZodType<Json> = z.json()
export const maybeError: z.ZodType<ErrorInfo | null> = z.strictObject({ type: maybeText, message: maybeText }).nullable()

/** Where a row belongs. */
export const placeShape = {
  id: integer,
  spanId,
  traceId,
  sessionId: integer,
  phase: maybeText,
  phaseId: maybeInteger,
}
