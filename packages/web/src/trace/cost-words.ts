import type { CostPartName, CostSource } from '@ai-tracker/collector/contract'

/** What is paid for, in words. */
export const COST_PARTS: Readonly<Record<CostPartName, { readonly label: string; readonly fill: string }>> = {
  inputUncached: { label: 'Input', fill: 'bg-kind-call' },
  cacheRead: { label: 'Input read from the cache', fill: 'bg-kind-retrieval' },
  cacheWrite5m: { label: 'Input written to the cache', fill: 'bg-kind-check' },
  cacheWrite1h: { label: 'Input written to the cache for an hour', fill: 'bg-warning-fill' },
  inputAudio: { label: 'Audio input', fill: 'bg-info-fill' },
  output: { label: 'Output', fill: 'bg-kind-agent' },
  reasoning: { label: 'Reasoning', fill: 'bg-kind-action' },
  outputAudio: { label: 'Audio output', fill: 'bg-success-fill' },
  request: { label: 'Fee per request', fill: 'bg-kind-plain' },
}

/** Where an amount comes from, in words. */
export const COST_SOURCES: Readonly<Record<CostSource, string>> = {
  reported: 'Reported by the sender',
  computed: 'Computed from token counts and the price list',
  estimated: 'Computed from estimated token counts',
  unknown: 'Unknown',
}

const REASONS: Readonly<Record<string, string>> = {
  no_usage: 'the sender reported no token counts',
  invalid_usage: 'a token count that was sent is no count',
  partial_usage: 'only some of the token counts were sent',
  no_model: 'the sender named no model',
  no_price: 'the price list has no such model',
  ambiguous_price: 'several providers offer this model at different prices',
  not_priced_by_token: 'this model is not priced by token',
  too_large: 'the amount would be absurdly large',
}

const RULES: Readonly<Record<string, string>> = {
  as_input: 'no price of its own: that of input was taken',
  as_output: 'no price of its own: that of output was taken',
  as_cache_write_5m: 'no price of its own: that of the five-minute cache was taken',
  twice_input: 'twice the price of input, as published',
  no_price: 'no price: counted as nothing',
}

const NOTES: Readonly<Record<string, string>> = {
  request_model: 'priced by the model that was asked for: the answer named none',
  bedrock_name: 'priced by the model inside of a Bedrock name',
  provider_from_name: 'the provider was told from the name of the model',
  providers_agree: 'the provider is not known; all that offer the model ask the same price',
  free: 'this model is free',
  part_without_price: 'a part has no price and is counted as nothing',
}

/** Why there is no amount. A code of a newer collector is shown as it is. */
export function reasonText(code: string): string {
  return REASONS[code] ?? code.replaceAll('_', ' ')
}

/** How a part got its price. */
export function ruleText(code: string): string {
  return RULES[code] ?? code.replaceAll('_', ' ')
}

/** What to know about an amount. */
export function noteText(code: string): string {
  return NOTES[code] ?? code.replaceAll('_', ' ')
}
