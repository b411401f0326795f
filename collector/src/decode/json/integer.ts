/** A decimal number that may be an integer in disguise, such as `1e3` or `1000.0`. */
const DECIMAL = /^(-?)([0-9]+)(?:\.([0-9]*))?(?:[eE]([-+]?[0-9]{1,3}))?$/
const PLAIN = /^-?[0-9]{1,20}$/

/** Longer texts are no 64-bit integers, and BigInt's work grows faster than the text. */
const MAX_LENGTH = 64

/**
 * The exact value of a number's text, `undefined` when it is not an integer. Takes what proto3 JSON takes, as a number
 * or within a string: digits, `1e3`, `1000.0`.
 */
export function parseInteger(text: string): bigint | undefined {
  if (text.length > MAX_LENGTH) return undefined
  if (PLAIN.test(text)) return BigInt(text)
  const [matched, sign = '', whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? []
  if (matched === undefined) return undefined
  const shift = Number(exponent) - fraction.length
  const digits = BigInt(whole + fraction)
  const scale = 10n ** BigInt(Math.abs(shift))
  if (shift < 0 && digits % scale !== 0n) return undefined
  const value = shift < 0 ? digits / scale : digits * scale
  return sign ? -value : value
}
