/**
 * Sums that no 64-bit integer need hold: SQLite's own `sum` fails when it passes one, and a few senders with absurd amounts must not
 * take a report away from everybody else. The halves of each value are added up apart, and put together as bigint.
 */

const HALF_BITS = 32n

/** A sum over rows, for `exactSum`; NULL where no row has a value. @param value an integer expression */
export function exactSumSql(value: string): string {
  return `sum((${value}) >> ${HALF_BITS}) || ' ' || sum((${value}) & ${2n ** HALF_BITS - 1n})`
}

/** The sum that `exactSumSql` gave. */
export function exactSum(halves: string): bigint {
  const [high = '0', low = '0'] = halves.split(' ')
  return (BigInt(high) << HALF_BITS) + BigInt(low)
}
