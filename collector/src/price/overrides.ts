import { createHash } from 'node:crypto'
import { AppError } from '../domain/app-error.ts'
import type { CostPart } from '../domain/cost.ts'
import { decimalToInt } from '../domain/money.ts'
import type { ModelPrice, PriceEntry, Rate, Rates } from './price-book.ts'
import { withOneHourWrites } from './price-book.ts'

/** A price of the user's own, which comes before every listed one. Pico-dollars per token. */
export interface PriceOverride {
  /** As telemetry names it; `undefined` = whichever provider served the model. */
  readonly provider?: string
  readonly model: string
  /** Holds from then on; `undefined` = since ever. */
  readonly validFromNs?: bigint
  readonly inputPicos: bigint
  readonly outputPicos: bigint
  readonly cacheReadPicos?: bigint
  readonly cacheWrite5mPicos?: bigint
  readonly cacheWrite1hPicos?: bigint
  readonly inputAudioPicos?: bigint
  readonly outputAudioPicos?: bigint
  readonly reasoningPicos?: bigint
}

type PicosKey = Exclude<keyof PriceOverride, 'provider' | 'model' | 'validFromNs'>

/** Key in the configuration → field and part. */
const PRICES: Readonly<Record<string, { readonly field: PicosKey; readonly part: CostPart }>> = {
  inputPerMtok: { field: 'inputPicos', part: 'inputUncached' },
  outputPerMtok: { field: 'outputPicos', part: 'output' },
  cacheReadPerMtok: { field: 'cacheReadPicos', part: 'cacheRead' },
  cacheWrite5mPerMtok: { field: 'cacheWrite5mPicos', part: 'cacheWrite5m' },
  cacheWrite1hPerMtok: { field: 'cacheWrite1hPicos', part: 'cacheWrite1h' },
  inputAudioPerMtok: { field: 'inputAudioPicos', part: 'inputAudio' },
  outputAudioPerMtok: { field: 'outputAudioPicos', part: 'outputAudio' },
  reasoningPerMtok: { field: 'reasoningPicos', part: 'reasoning' },
}
const KNOWN_KEYS = ['provider', 'model', 'validFrom', ...Object.keys(PRICES)]
const REQUIRED = ['inputPerMtok', 'outputPerMtok']

/** A million dollars a token: whatever is above is a mistake in the unit. */
const MAX_PICOS = 10n ** 18n

/**
 * Own prices from the text of a configuration file: a JSON array of objects with `model`, optionally `provider` and `validFrom`
 * (`2026-01-31` or an ISO time), and prices in USD per million tokens as decimal strings or numbers, at most six decimals.
 * @throws AppError `invalid`, naming the entry and the key
 * @example parsePriceOverrides('[{ "model": "our-llama", "inputPerMtok": "0.20", "outputPerMtok": "0.60" }]')
 */
export function parsePriceOverrides(text: string): readonly PriceOverride[] {
  const overrides = jsonArray(text).map((entry, index) => parseEntry(entry, `own price ${index + 1}`))
  const seen = new Set<string>()
  for (const override of overrides) {
    const key = `${keyOf(override.provider, override.model.toLowerCase())} ${override.validFromNs ?? ''}`
    if (seen.has(key)) throw new AppError('invalid', `own prices list "${override.model}" twice for the same time; remove one`)
    seen.add(key)
  }
  return overrides
}

function jsonArray(text: string): readonly unknown[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid', 'own prices are not JSON; write an array of objects', { cause })
  }
  if (!Array.isArray(value)) throw new AppError('invalid', 'own prices must be a JSON array of objects')
  return value
}

function parseEntry(entry: unknown, where: string): PriceOverride {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw new AppError('invalid', `${where} is not an object`)
  const values = new Map<string, unknown>(Object.entries(entry))
  const model = optionalText(values.get('model'), `${where}: model`)
  if (!model) throw new AppError('invalid', `${where} has no model; name one`)
  const named = `${where} ("${model}")`
  const unknown = [...values.keys()].find((key) => !KNOWN_KEYS.includes(key))
  if (unknown !== undefined) throw new AppError('invalid', `${named} has an unknown key "${unknown}"; known are ${KNOWN_KEYS.join(', ')}`)
  const missing = REQUIRED.find((key) => !values.has(key))
  if (missing) throw new AppError('invalid', `${named} has no ${missing}`)
  const provider = optionalText(values.get('provider'), `${named}: provider`)
  const validFromNs = values.has('validFrom') ? timeNs(values.get('validFrom'), `${named}: validFrom`) : undefined
  const picos = (key: string) => pricePicos(values.get(key), `${named}: ${key}`)
  const optional = Object.entries(PRICES).filter(([key]) => !REQUIRED.includes(key) && values.has(key))
  return {
    ...(provider && { provider }),
    model,
    ...(validFromNs !== undefined && { validFromNs }),
    inputPicos: picos('inputPerMtok'),
    outputPicos: picos('outputPerMtok'),
    ...Object.fromEntries(optional.map(([key, { field }]) => [field, picos(key)])),
  }
}

function optionalText(value: unknown, where: string): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string' && value.trim()) return value.trim()
  throw new AppError('invalid', `${where} must be a text, found ${JSON.stringify(value)}`)
}

function timeNs(value: unknown, where: string): bigint {
  const ms = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(?:T.+(?:Z|[+-]\d{2}:\d{2}))?$/.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(ms)) {
    throw new AppError('invalid', `${where} must be a day or an ISO time with its zone, found ${JSON.stringify(value)}; write 2026-01-31`)
  }
  return BigInt(ms) * 1_000_000n
}

function pricePicos(value: unknown, where: string): bigint {
  const text = typeof value === 'number' ? String(value) : value
  const picos = typeof text === 'string' ? decimalToInt(text, 6) : undefined
  // A price that loses digits at six decimals has lost digits in the book as well.
  const isExact = typeof text === 'string' && picos !== undefined && decimalToInt(text, 40) === picos * 10n ** 34n
  if (picos === undefined || picos < 0n || picos > MAX_PICOS || !isExact) {
    const found = JSON.stringify(value)
    throw new AppError('invalid', `${where} must be USD per million tokens, 0 or more with at most six decimals, found ${found}`)
  }
  return picos
}

/**
 * The look-up that a price book needs; entries of one model are ordered by their start.
 * @param providerKey what is the same for every name of a provider
 */
export function ownPrices(overrides: readonly PriceOverride[], providerKey: (name: string) => string) {
  const byKey = Map.groupBy(overrides, ({ provider, model }) => keyOf(provider && providerKey(provider), model.toLowerCase()))
  const prices = new Map([...byKey].map(([key, list]) => [key, ownPrice(list)]))
  return (provider: string | undefined, name: string): ModelPrice | undefined =>
    (provider && prices.get(keyOf(providerKey(provider), name))) || prices.get(keyOf(undefined, name))
}

function ownPrice(overrides: readonly PriceOverride[]): ModelPrice {
  const provider = overrides[0]?.provider ?? '*'
  const model = overrides[0]?.model ?? ''
  const ordered = overrides.toSorted((a, b) => Number((a.validFromNs ?? 0n) - (b.validFromNs ?? 0n)))
  return { source: 'own', provider, model, entries: ordered.map((override) => ownEntry(override, { provider, model })) }
}

function ownEntry(override: PriceOverride, owner: { readonly provider: string; readonly model: string }): PriceEntry {
  const listed = Object.values(PRICES).flatMap(({ field, part }): [CostPart, Rate][] => {
    const picos = override[field]
    return picos === undefined ? [] : [[part, { picos, tiers: [] }]]
  })
  const rates: Rates = withOneHourWrites(Object.fromEntries(listed), owner)
  if (override.validFromNs === undefined) return { rates, basis: 'tokens', label: '' }
  const label = new Date(Number(override.validFromNs / 1_000_000n)).toISOString().replace('T00:00:00.000Z', '')
  return { rates, basis: 'tokens', label, validFromNs: override.validFromNs }
}

/** A short text that is the same for the same own prices in any order, and another for others. */
export function overridesDigest(overrides: readonly PriceOverride[]): string {
  const lines = overrides.map((override) => {
    const fields = Object.entries(override).map(([key, value]) => `${key}=${value}`)
    return JSON.stringify(fields.sort())
  })
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 12)
}

function keyOf(provider: string | undefined, model: string): string {
  return `${provider ?? '*'} ${model}`
}
