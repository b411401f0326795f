import { readFileSync } from 'node:fs'
import { AppError } from './domain/app-error.ts'
import type { SpanItem } from './domain/span.ts'
import type { PricedRecord } from './domain/telemetry-writer.ts'
import { interpret, RULES_VERSION } from './interpret/interpret.ts'
import { loadPriceBook } from './price/load-price-book.ts'
import { parsePriceOverrides } from './price/overrides.ts'
import { createPricer } from './price/pricer.ts'

/** How rows are made of what was received. */
export interface Deriver {
  /** Says what an item means and what its call cost. */
  readonly derive: (item: SpanItem) => PricedRecord
  /** Of the rules and the prices. */
  readonly version: string
}

/**
 * The rules of this program with its prices, and with one's own.
 * @param pricesFile `undefined` = no own prices
 * @throws AppError `invalid`, naming the file and what is wrong with it
 */
export async function openDeriver(pricesFile: string | undefined): Promise<Deriver> {
  const book = await loadPriceBook(pricesFile === undefined ? [] : ownPrices(pricesFile))
  const price = createPricer(book)
  const derive = (item: SpanItem): PricedRecord => {
    const record = interpret(item)
    return record.call ? { record, cost: price(record.call, item.span.startNs) } : { record }
  }
  return { derive, version: `interpret-${RULES_VERSION}/${book.version}` }
}

function ownPrices(file: string): ReturnType<typeof parsePriceOverrides> {
  try {
    return parsePriceOverrides(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('invalid', `--prices (TRACKER_PRICES) ${file}: ${reason}`, { cause: error })
  }
}
