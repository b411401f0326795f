const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/

/** Whether `text` is a valid trace id: 16 bytes in lower-case hex, not all zero. */
export function isTraceId(text: string): boolean {
  return TRACE_ID.test(text)
}

/** Whether `text` is a valid span id: 8 bytes in lower-case hex, not all zero. */
export function isSpanId(text: string): boolean {
  return SPAN_ID.test(text)
}

/** A span id as the signed 64-bit integer under which SQLite keeps it. @param hex 16 hex digits */
export function spanIdToInt(hex: string): bigint {
  return BigInt.asIntN(64, BigInt(`0x${hex}`))
}

/** The inverse of `spanIdToInt`: 16 lower-case hex digits. */
export function intToSpanId(value: bigint): string {
  return BigInt.asUintN(64, value).toString(16).padStart(16, '0')
}
