import type { OverloadPlan, OverloadResult } from './overload.ts'
import { spanNames } from './overload-body.ts'
import { compare } from './stored-items.ts'

/** The bound that collector/README.md states. */
export const MAX_MEMORY_MIB = 700
/** A read that takes this long has been starved; on a busy machine an answer takes seconds. */
const MAX_READ_MS = 20_000

/** Requests of 512 KB and of 1 MB, of which more are sent at one time than may wait: for the suite, and for `npm run fault -- --overload SECONDS`. */
export const OVERLOAD_SIZES = {
  short: { connections: 300, calls: 50, spansPerRequest: 32, textBytes: 16_000, forMs: 2_000, patienceMs: 120_000 },
  long: { connections: 600, calls: 100, spansPerRequest: 32, textBytes: 32_000, forMs: 60_000, patienceMs: 300_000 },
} as const satisfies Readonly<Record<string, OverloadPlan>>

/** What is not as it must be after an overload; the collector has ended. */
export function faultsOfOverload(file: string, result: OverloadResult, plan: OverloadPlan): readonly string[] {
  const { acknowledged, sent, refusals, toldWithoutDelay, slowestReadMs, memoryMib, bytesHeld } = result
  const { lost, twice, unknown, faults } = compare(file, { acknowledged: spanNames(acknowledged, plan), sent: spanNames(sent, plan) })
  return [
    ...refusals.map((why) => `refused: ${why}`),
    ...faults,
    ...(lost.length + twice.length + unknown.length > 0
      ? [`${lost.length} spans are lost, ${twice.length} twice, ${unknown.length} unknown`]
      : []),
    ...(acknowledged.length === sent.length ? [] : [`${sent.length - acknowledged.length} requests were never acknowledged`]),
    ...(toldWithoutDelay > 0 ? [`${toldWithoutDelay} times a sender was not told when to come back`] : []),
    ...(memoryMib.peak > MAX_MEMORY_MIB ? [`${Math.round(memoryMib.peak)} MiB of memory`] : []),
    ...(slowestReadMs > MAX_READ_MS ? [`a read took ${Math.round(slowestReadMs)} ms`] : []),
    ...(bytesHeld === 0 ? [] : [`${bytesHeld} bytes are held after the load`]),
  ]
}
