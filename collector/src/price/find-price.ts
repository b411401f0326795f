import type { CallFields } from '../domain/record.ts'
import { anyProviderModelNames, isBedrockName, modelNames } from './model-name.ts'
import type { ModelPrice, PriceBook } from './price-book.ts'
import { isUnpricedHost } from './providers.ts'

/** A price that was found, under which name, and what is worth telling about the way. */
export interface FoundPrice {
  readonly price: ModelPrice
  readonly name: string
  readonly notes: readonly string[]
}

/** What the book says about a call. Does not depend on time, so it can be remembered per provider and models. */
export interface FoundPrices {
  /** The user's own price, which comes first while it holds. */
  readonly own?: FoundPrice
  /** Listed prices: one, or those of several providers when the call's is not known. They count only if they come to the same amount. */
  readonly listed: readonly FoundPrice[]
}

export type CallModel = Pick<CallFields, 'provider' | 'requestModel' | 'responseModel'>

/**
 * Prices for a call: by the model that answered, else by the one that was asked for (a deployment's name answers as the
 * model behind it; an alias is answered by a snapshot that may not be listed).
 */
export function findPrices(book: PriceBook, call: CallModel): FoundPrices {
  const models = [...new Set([call.responseModel, call.requestModel])].filter((model) => model !== undefined)
  const own = models.map((model) => ownPrice(book, model, call.provider)).find((found) => found !== undefined)
  for (const [index, model] of models.entries()) {
    const found = listedPrices(book, model, call.provider)
    const listed = index === 0 ? found : found.map((price) => ({ ...price, notes: [...price.notes, 'request_model'] }))
    if (listed.length > 0) return { ...(own && { own }), listed }
  }
  return { ...(own && { own }), listed: [] }
}

function ownPrice(book: PriceBook, model: string, provider: string | undefined): FoundPrice | undefined {
  const names = modelNames(model, placeOf(book, model, provider).ids[0] ?? '')
  for (const name of names) {
    const price = book.own(provider, name)
    if (price) return { price, name, notes: [] }
  }
  return undefined
}

function listedPrices(book: PriceBook, model: string, provider: string | undefined): readonly FoundPrice[] {
  const { ids, note } = placeOf(book, model, provider)
  if (note !== 'providers_agree') {
    const found = ids.map((id) => listedBy(book, id, modelNames(model, id))).find((price) => price !== undefined)
    return found ? [{ ...found, notes: note ? [note] : [] }] : []
  }
  const names = anyProviderModelNames(model)
  const found = ids.map((id) => listedBy(book, id, names)).filter((price) => price !== undefined)
  // A provider's free offer says nothing about what another one charges.
  return found.filter(({ price }) => price.entries.some(({ basis }) => basis !== 'free')).map((price) => ({ ...price, notes: [note] }))
}

function listedBy(book: PriceBook, providerId: string, names: readonly string[]): Omit<FoundPrice, 'notes'> | undefined {
  for (const name of names) {
    const price = book.listed(providerId, name)
    if (price) return { price, name }
  }
  return undefined
}

interface Place {
  /** The providers to look in; in order, but for `providers_agree`, where all are asked. */
  readonly ids: readonly string[]
  readonly note?: 'bedrock_name' | 'provider_from_name' | 'providers_agree'
}

/** Where a model is to be looked up. */
function placeOf(book: PriceBook, model: string, provider: string | undefined): Place {
  if (provider !== undefined && isUnpricedHost(provider)) return { ids: [] }
  const stated = provider === undefined ? undefined : book.providerId(provider)
  if (stated !== 'aws' && isBedrockName(model)) return { ids: ['aws'], note: 'bedrock_name' }
  if (stated) return { ids: [stated, ...book.fallbacks(stated)] }
  const [prefix = '', ...rest] = model.split('/')
  const named = rest.length > 0 ? book.providerId(prefix) : undefined
  if (named) return { ids: [named, ...book.fallbacks(named)], note: 'provider_from_name' }
  return rest.length > 0 && isUnpricedHost(prefix) ? { ids: [] } : { ids: book.providers, note: 'providers_agree' }
}
