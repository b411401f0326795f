import { z } from 'zod'
import type { ErrorInfo, Json } from '../contract.ts'

/** Values that many schemas are made of. */
export const integer = z.int()
export const count = z.int().nonnegative()
export const text = z.string()
export const maybeText = text.nullable()
export const maybeNumber = z.number().nullable()
export const maybeInteger = integer.nullable()
/** ISO-8601 UTC with milliseconds. */
export const maybeTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .nullable()
/** Nanoseconds since 1970. */
export const nanoseconds = z.string().regex(/^\d{1,20}$/)
/** A decimal number of US dollars. */
export const maybeUsd = z
  .string()
  .regex(/^-?\d+(\.\d{1,9})?$/)
  .nullable()
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
