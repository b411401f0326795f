/** What a provider bills, worked out by hand: the other side of the sums that the collector does. */
import type { ExpectedCall } from '../record/expected.ts'

/** Pico-dollars per token (= micro-dollars per million tokens). */
interface Price {
  readonly input: bigint
  readonly cacheRead: bigint
  readonly cacheWrite5m: bigint
  readonly cacheWrite1h: bigint
  readonly output: bigint
}

/** Public list prices of the models of the scenario, in October 2025. OpenAI charges nothing extra for what it writes to a cache. */
const PRICES: Readonly<Record<string, Price>> = {
  'gpt-5-mini': { input: 250_000n, cacheRead: 25_000n, cacheWrite5m: 250_000n, cacheWrite1h: 250_000n, output: 2_000_000n },
  'claude-haiku-4-5': { input: 1_000_000n, cacheRead: 100_000n, cacheWrite5m: 1_250_000n, cacheWrite1h: 2_000_000n, output: 5_000_000n },
  'text-embedding-3-small': { input: 20_000n, cacheRead: 20_000n, cacheWrite5m: 20_000n, cacheWrite1h: 20_000n, output: 0n },
}

const PICO_PER_NANO = 1000n

/** What a call costs in nano-dollars, as far as its counts are known; `undefined` where they are not. */
export function billedNanos(call: ExpectedCall): bigint | undefined {
  if (call.tokensInput === null) return undefined
  const price = PRICES[call.requestModel]
  if (!price) throw new Error(`no price for ${call.requestModel}; add it to bill.ts`)
  const read = count(call.tokensCacheRead)
  const write = count(call.tokensCacheWrite)
  const write1h = count(call.tokensCacheWrite1h)
  const pico =
    (count(call.tokensInput) - read - write) * price.input +
    read * price.cacheRead +
    (write - write1h) * price.cacheWrite5m +
    write1h * price.cacheWrite1h +
    count(call.tokensOutput) * price.output
  return (pico + PICO_PER_NANO / 2n) / PICO_PER_NANO
}

/** The sum of what is known; `undefined` where nothing is. */
export function sumNanos(amounts: readonly (bigint | undefined)[]): bigint | undefined {
  return amounts.reduce((sum, amount) => (amount === undefined ? sum : (sum ?? 0n) + amount), undefined)
}

/** Nano-dollars of a decimal string in dollars. */
export function nanosOf(usd: string | null): bigint | undefined {
  if (usd === null) return undefined
  const [whole = '0', fraction = ''] = usd.split('.')
  return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'))
}

function count(tokens: number | null): bigint {
  return BigInt(tokens ?? 0)
}
