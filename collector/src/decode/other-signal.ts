import { AppError } from '../domain/app-error.ts'
import type { Signal } from '../domain/signal.ts'
import type { Tally } from './tally.ts'

const ITEMS: Readonly<Record<Signal, string>> = { traces: 'spans', logs: 'logs', metrics: 'metrics' }

/** Refuses a request that was sent to the path of another signal than the one it holds. */
export function wrongSignal(expected: Signal, found: Signal): never {
  throw new AppError('invalid', `the request holds no ${ITEMS[expected]} but ${ITEMS[found]}, which go to /v1/${found}`)
}

/**
 * Refuses spans of which not one has an id: storing them would make ghosts.
 * @throws AppError `invalid`
 */
export function refuseSpansWithoutIds({ items, spansWithoutIds }: Tally): void {
  if (items > 0 && spansWithoutIds === items)
    throw new AppError('invalid', `none of ${items} spans has a trace id or span id: this looks like logs, which go to /v1/logs`)
}
