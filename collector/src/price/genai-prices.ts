import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { MatchLogic, ModelInfo, ConditionalPrice as ModelPrices, Provider } from '@pydantic/genai-prices'
import { AppError } from '../domain/app-error.ts'
import type { CostPart } from '../domain/cost.ts'
import { decimalToInt } from '../domain/money.ts'
import type { ModelPrice, PriceEntry, Rate, Rates } from './price-book.ts'
import { withOneHourWrites } from './price-book.ts'

/**
 * Reads the price data of `@pydantic/genai-prices`: its numbers, not its arithmetic (floats) and not its matching, which takes
 * a model for an older one that has the same beginning. Everything is converted on first use, so that start costs only the import.
 */
export interface ListedPrices {
  /** Version of the package. */
  readonly version: string
  readonly providers: readonly string[]
  readonly fallbacks: (providerId: string) => readonly string[]
  readonly listed: (providerId: string, name: string) => ModelPrice | undefined
}

/** Key of the data → part, and the power of ten that makes its unit (USD per million tokens, per 1,000 requests) pico-dollars for one. */
const PRICE_KEYS: Readonly<Record<string, { readonly part: CostPart; readonly scale: number }>> = {
  input_mtok: { part: 'inputUncached', scale: 6 },
  cache_read_mtok: { part: 'cacheRead', scale: 6 },
  cache_write_mtok: { part: 'cacheWrite5m', scale: 6 },
  cache_write_1h_mtok: { part: 'cacheWrite1h', scale: 6 },
  input_audio_mtok: { part: 'inputAudio', scale: 6 },
  output_mtok: { part: 'output', scale: 6 },
  output_reasoning_mtok: { part: 'reasoning', scale: 6 },
  output_audio_mtok: { part: 'outputAudio', scale: 6 },
  requests_kcount: { part: 'request', scale: 9 },
}

/** The data that the installed package carries; nothing is fetched. */
export async function listedPrices(): Promise<ListedPrices> {
  const { waitForUpdate } = await import('@pydantic/genai-prices')
  const providers = await waitForUpdate()
  if (!providers) throw new AppError('internal', '@pydantic/genai-prices has no price data; reinstall it')
  const byId = new Map(providers.map((provider) => [provider.id, provider]))
  const lookups = new Map<string, (name: string) => ModelPrice | undefined>()
  return {
    version: packageVersion(),
    providers: [...byId.keys()],
    fallbacks: (providerId) => byId.get(providerId)?.fallback_model_providers ?? [],
    listed: (providerId, name) => {
      const provider = byId.get(providerId)
      if (!provider) return undefined
      const lookup = lookups.get(providerId) ?? providerLookup(provider)
      lookups.set(providerId, lookup)
      return lookup(name)
    },
  }
}

function providerLookup(provider: Provider): (name: string) => ModelPrice | undefined {
  const models = exactNames(provider)
  const converted = new Map<ModelInfo, ModelPrice | undefined>()
  return (name) => {
    const model = models.get(name)
    if (!model) return undefined
    if (!converted.has(model)) converted.set(model, modelPrice(provider.id, model))
    return converted.get(model)
  }
}

/**
 * The names that mean exactly one model: what the data says a name equals, then its ids, then the very text of its
 * `starts_with`, `contains` and `ends_with` clauses (a name that begins with itself), never what merely begins so.
 */
function exactNames(provider: Provider): ReadonlyMap<string, ModelInfo> {
  const names = new Map<string, ModelInfo>()
  const namesOf = [
    (model: ModelInfo) => equalNames(model.match),
    (model: ModelInfo) => [model.id],
    (model: ModelInfo) => clauseTexts(model.match),
  ]
  for (const list of namesOf) {
    for (const model of provider.models) {
      for (const name of list(model)) {
        const key = name.toLowerCase()
        if (!names.has(key)) names.set(key, model)
      }
    }
  }
  return names
}

function equalNames(match: MatchLogic): readonly string[] {
  if ('or' in match) return match.or.flatMap(equalNames)
  return 'equals' in match ? [match.equals] : []
}

/** Only of alternatives: a text that must hold together with another condition is not a name. */
function clauseTexts(match: MatchLogic): readonly string[] {
  if ('or' in match) return match.or.flatMap(clauseTexts)
  if ('starts_with' in match) return [match.starts_with]
  if ('contains' in match) return [match.contains]
  return 'ends_with' in match ? [match.ends_with] : []
}

/** @returns `undefined` when the data is not of the form we know: no price is better than a wrong one */
function modelPrice(provider: string, model: ModelInfo): ModelPrice | undefined {
  const owner = { provider, model: model.id }
  const listed: readonly ModelPrices[] = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }]
  const entries: PriceEntry[] = []
  for (const item of listed) {
    const entry = priceEntry(item, entries.at(-1), owner)
    if (!entry) return undefined
    entries.push(entry)
  }
  return { source: 'genai-prices', ...owner, entries }
}

type Owner = { readonly provider: string; readonly model: string }

/**
 * One entry. A daily window stands for the time since the entry before it: the data can not give an entry both a start date
 * and a window, and lists the windows of a new price after its start date.
 */
function priceEntry({ constraint, prices }: ModelPrices, before: PriceEntry | undefined, owner: Owner): PriceEntry | undefined {
  const rates = ratesOf(prices)
  if (!rates) return undefined
  const isTokens = Object.keys(rates).length > 0
  const basis = isTokens ? 'tokens' : Object.keys(prices).length > 0 ? 'other' : 'free'
  const common = { rates: withOneHourWrites(rates, owner), basis } as const
  if (!constraint) return { ...common, label: '' }
  if (constraint.type === 'start_date') {
    const ms = Date.parse(`${constraint.start_date}T00:00:00Z`)
    return Number.isNaN(ms) ? undefined : { ...common, label: constraint.start_date, validFromNs: BigInt(ms) * 1_000_000n }
  }
  const fromNs = timeOfDayNs(constraint.start_time)
  const toNs = timeOfDayNs(constraint.end_time)
  if (fromNs === undefined || toNs === undefined) return undefined
  const since = before?.validFromNs === undefined ? {} : { validFromNs: before.validFromNs }
  return { ...common, ...since, label: `${constraint.start_time}-${constraint.end_time}`, daily: { fromNs, toNs } }
}

function ratesOf(prices: ModelPrices['prices']): Rates | undefined {
  const rates: Partial<Record<CostPart, Rate>> = {}
  for (const [key, price] of Object.entries(prices)) {
    const target = PRICE_KEYS[key]
    if (!target || price === undefined) continue
    const { base, tiers } = typeof price === 'number' ? { base: price, tiers: [] } : price
    const picos = exactPicos(base, target.scale)
    const steps = tiers.map(({ start, price: tierPrice }) => ({ above: start, picos: exactPicos(tierPrice, target.scale) }))
    const known = steps.filter(
      (step): step is { above: number; picos: bigint } => step.picos !== undefined && Number.isSafeInteger(step.above),
    )
    if (picos === undefined || known.length < steps.length) return undefined
    known.sort((a, b) => a.above - b.above)
    rates[target.part] = { picos, tiers: known.map((step) => ({ above: BigInt(step.above), picos: step.picos })) }
  }
  return rates
}

/** By way of text: the shortest decimal of a double is the decimal that was written. Half a dozen prices with over six decimals are rounded. */
function exactPicos(usd: number, scale: number): bigint | undefined {
  return usd >= 0 ? decimalToInt(String(usd), scale) : undefined
}

/** `16:30:00Z` as nanoseconds since midnight. */
function timeOfDayNs(text: string): bigint | undefined {
  const [, hours, minutes, seconds] = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)Z$/.exec(text) ?? []
  if (!hours || !minutes || !seconds) return undefined
  return BigInt(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1_000_000_000n
}

/** The package does not export its package.json, so it is found beside its code. */
function packageVersion(): string {
  const require = createRequire(import.meta.url)
  const manifest: unknown = require(join(dirname(require.resolve('@pydantic/genai-prices')), '../package.json'))
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return isManifest && typeof manifest.version === 'string' ? manifest.version : 'unknown'
}
