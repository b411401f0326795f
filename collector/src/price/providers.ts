/**
 * Provider names as telemetry writes them, by the id that the price data uses. Only what differs after folding is listed:
 * `mistral_ai` and `Mistral AI` fold to the same key, and an id of the data is its own name.
 */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  anthropic: ['claude'],
  aws: ['aws.bedrock', 'bedrock', 'amazon_bedrock', 'bedrock_converse'],
  azure: ['azure.ai.openai', 'azure.ai.inference', 'az.ai.openai', 'az.ai.inference', 'azure_openai', 'azure_ai'],
  cloudflare: ['cloudflare_workers_ai', 'workers_ai'],
  fireworks: ['fireworks_ai'],
  'github-copilot': ['copilot'],
  google: ['gcp.gemini', 'gcp.vertex_ai', 'gcp.gen_ai', 'gemini', 'vertex_ai', 'google_vertex', 'google_ai', 'google_ai_studio'],
  minimax: ['minimax_ai'],
  mistral: ['mistral_ai'],
  moonshotai: ['moonshot_ai', 'moonshot'],
  openai: ['oai'],
  perplexity: ['pplx', 'perplexity_ai'],
  together: ['together_ai'],
  voyageai: ['voyage'],
  'x-ai': ['x_ai'],
  zai: ['z_ai', 'z.ai'],
}

/**
 * Who runs models on the user's own machines, or sells them at prices that no source here lists. A model of theirs must not
 * be priced as if another provider had served it, however unique its name is.
 */
const UNPRICED_HOSTS = [
  'ollama',
  'vllm',
  'lm_studio',
  'llama.cpp',
  'llamafile',
  'local_ai',
  'sglang',
  'tgi',
  'transformers',
  'mlx',
  'replicate',
  'nvidia',
  'nvidia_nim',
  'ai21',
  'aleph_alpha',
  'ibm.watsonx.ai',
  'watsonx',
  'databricks',
  'sagemaker',
  'aws.sagemaker',
]

const UNPRICED = new Set(UNPRICED_HOSTS.map(foldProvider))

/** A provider's name without case, spaces, `_` and `-`, in which senders differ. */
export function foldProvider(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '')
}

/** Folded name → id, for the ids that the data has. */
export function providerIndex(ids: readonly string[]): ReadonlyMap<string, string> {
  return new Map(ids.flatMap((id) => [id, ...(NAMES[id] ?? [])].map((name) => [foldProvider(name), id] as const)))
}

/** Whether a provider is known to have no list prices, so that no other provider's may be taken. */
export function isUnpricedHost(name: string): boolean {
  return UNPRICED.has(foldProvider(name))
}
