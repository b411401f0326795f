/**
 * Money is integers: prices in pico-dollars per token (10^-12 USD), amounts in nano-dollars (10^-9 USD).
 * A double cannot hold 0.1; an integer can be added a million times.
 */

const NANO_DIGITS = 9
const PICO_DIGITS = 12
const PICOS_PER_NANO = 1_000n

/**
 * The most that one call can cost, a million dollars: what is above it is a wrong unit or a wrong price. SQLite adds amounts
 * as 64-bit integers, which hold more than nine thousand such calls.
 */
export const MAX_CALL_NANOS = 10n ** 15n

/** Longer texts are no amounts, and BigInt's work grows faster than the text. */
const MAX_DECIMAL_LENGTH = 64

/** Nano-dollars as a decimal string in dollars without an exponent: `1250000000n` → `"1.25"`, `0n` → `"0"`. */
export function nanosToUsd(nanos: bigint): string {
  return intToDecimal(nanos, NANO_DIGITS)
}

/** Pico-dollars as a decimal string in dollars without an exponent, exact: `2500000n` → `"0.0000025"`. */
export function picosToUsd(picos: bigint): string {
  return intToDecimal(picos, PICO_DIGITS)
}

/** An integer of `10^-digits` as a decimal number. */
function intToDecimal(value: bigint, digits: number): string {
  const sign = value < 0n ? '-' : ''
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0')
  const fraction = text.slice(-digits).replace(/0+$/, '')
  return `${sign}${text.slice(0, -digits)}${fraction && `.${fraction}`}`
}

/**
 * A decimal number as an integer of `10^-scale`, rounded half to even.
 * @returns `undefined` when `text` is not a decimal number, or has more than 64 characters
 * @example decimalToInt('0.0000125', 9) // 12500n
 */
export function decimalToInt(text: string, scale: number): bigint | undefined {
  if (text.length > MAX_DECIMAL_LENGTH) return undefined
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text.trim())
  if (!match || !(match[2] || match[3])) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const digits = BigInt(whole + fraction)
  const shift = scale + Number(exponent) - fraction.length
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : divideHalfEven(digits, 10n ** BigInt(-shift))
  return sign === '-' ? -value : value
}

/** `a / b` rounded to the nearest integer, a tie to the even one. Both must not be negative, `b` not 0. */
export function divideHalfEven(a: bigint, b: bigint): bigint {
  const quotient = a / b
  const twice = (a % b) * 2n
  if (twice > b || (twice === b && quotient % 2n === 1n)) return quotient + 1n
  return quotient
}

/** `a / b` rounded to the nearest integer, a tie upwards. Both must not be negative, `b` not 0. */
export function divideHalfUp(a: bigint, b: bigint): bigint {
  return (2n * a + b) / (2n * b)
}

/**
 * A sum of pico-dollars as nano-dollars, rounded once (half up), and that amount split over its summands so that the
 * shares add up to it exactly: each gets its whole nano-dollars, the rest go one by one to the largest remainders, the
 * earlier summand first among equals. No summand may be negative.
 * @example splitPicos([1500n, 1500n, 400n]) // { totalNanos: 3n, shares: [2n, 1n, 0n] }
 */
export function splitPicos(picos: readonly bigint[]): { readonly totalNanos: bigint; readonly shares: readonly bigint[] } {
  const sum = picos.reduce((total, value) => total + value, 0n)
  const totalNanos = divideHalfUp(sum, PICOS_PER_NANO)
  const shares = picos.map((value) => value / PICOS_PER_NANO)
  const left = Number(totalNanos - shares.reduce((total, value) => total + value, 0n))
  if (left === 0) return { totalNanos, shares }
  const byRemainder = picos.map((value, index) => ({ index, remainder: value % PICOS_PER_NANO }))
  byRemainder.sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  const favoured = new Set(byRemainder.slice(0, left).map(({ index }) => index))
  return { totalNanos, shares: shares.map((share, index) => (favoured.has(index) ? share + 1n : share)) }
}
