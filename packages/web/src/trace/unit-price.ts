const MILLION_DIGITS = 6

/** A price for one token as a price for a million of them, without losing a digit: `0.000003` → `3`. */
export function perMillion(unitUsd: string): string {
  const [whole = '0', fraction = ''] = unitUsd.split('.')
  const digits = fraction.padEnd(MILLION_DIGITS, '0')
  const integer = `${whole}${digits.slice(0, MILLION_DIGITS)}`.replace(/^0+(?=\d)/, '')
  const rest = digits.slice(MILLION_DIGITS).replace(/0+$/, '')
  return rest === '' ? integer : `${integer}.${rest}`
}
