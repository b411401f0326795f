import type { AttributeValue } from '../domain/attribute.ts'
import { decimalToInt } from '../domain/money.ts'
import type { AttributeView } from './typed-value.ts'
import { MAX_NUMBER_LENGTH } from './typed-value.ts'

const NANO_SCALE = 9
const CURRENCY = 'USD'

/**
 * An amount in US dollars as integer nano-dollars, through its shortest decimal text, so that 0.1 is 0.1.
 * A text may end in `USD`. `undefined` for negative and non-finite amounts and for other currencies; an absurd amount is one,
 * so that whoever takes it can tell.
 */
export function usdToNanos(value: AttributeValue | undefined): bigint | undefined {
  const decimal = decimalText(value)
  const nanos = decimal === undefined ? undefined : decimalToInt(decimal, NANO_SCALE)
  return nanos !== undefined && nanos >= 0n ? nanos : undefined
}

/** The amount under the first of `keys` that holds one, in nano-dollars. */
export function firstCost(view: AttributeView, keys: readonly string[]): bigint | undefined {
  for (const key of keys) {
    const nanos = usdToNanos(view.get(key))
    if (nanos !== undefined) return nanos
  }
  return undefined
}

function decimalText(value: AttributeValue | undefined): string | undefined {
  if (typeof value === 'string') return value.length > MAX_NUMBER_LENGTH ? undefined : withoutCurrency(value.trimEnd())
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined
}

function withoutCurrency(amount: string): string {
  return amount.endsWith(CURRENCY) ? amount.slice(0, -CURRENCY.length) : amount
}
