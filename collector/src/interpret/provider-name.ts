/**
 * Canonical provider names: the values of `gen_ai.provider.name`, by every spelling that senders use. Keys are folded: lower case,
 * without spaces, `_` and `-`.
 */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    openai: ['openai', 'openai.chat', 'openai.responses', 'openai.completion', 'openai.embedding', 'oai'],
    'azure.ai.openai': [
      'azure.ai.openai',
      'az.ai.openai',
      'azure',
      'azureopenai',
      'azure.chat',
      'azureopenai.chat',
      'azureopenai.responses',
    ],
    'azure.ai.inference': ['azure.ai.inference', 'az.ai.inference', 'azureai'],
    anthropic: ['anthropic', 'anthropic.messages', 'claude'],
    'aws.bedrock': ['aws.bedrock', 'aws', 'bedrock', 'amazonbedrock', 'awsbedrock', 'bedrockconverse', 'amazon'],
    'gcp.gemini': ['gcp.gemini', 'gemini', 'google.generativeai', 'googlegenai', 'googleai', 'googleaistudio'],
    'gcp.vertex_ai': ['gcp.vertexai', 'vertexai', 'google.vertex', 'google.vertex.chat', 'googlevertex', 'googlevertexai'],
    'gcp.gen_ai': ['gcp.genai'],
    mistral_ai: ['mistralai', 'mistral', 'mistral.chat'],
    x_ai: ['xai', 'xai.chat'],
    cohere: ['cohere', 'cohere.chat'],
    deepseek: ['deepseek', 'deepseek.chat'],
    groq: ['groq', 'groq.chat'],
    perplexity: ['perplexity', 'pplx'],
    'ibm.watsonx.ai': ['ibm.watsonx.ai', 'watsonx', 'ibm.watson.ai'],
    moonshot_ai: ['moonshotai', 'moonshot'],
  }).flatMap(([canonical, aliases]) => aliases.map((alias) => [alias, canonical] as const)),
)

/** Names that senders put where the provider belongs and that are none (folded). */
const FRAMEWORKS: ReadonlySet<string> = new Set([
  'langchain',
  'langgraph',
  'llamaindex',
  'crewai',
  'strandsagents',
  'gcp.vertex.agent',
  'autogen',
  'az.ai.agents',
  'microsoft.agentframework',
  'springai',
  'pydanticai',
  'litellm',
  'haystack',
  'agno',
  'other',
  'unknown',
])

/** Vendors by how their models are called, for spans that name no provider. A region or vendor prefix means Bedrock. */
const MODEL_PATTERNS: readonly (readonly [pattern: RegExp, provider: string])[] = [
  [/^arn:aws[\w-]*:bedrock:/, 'aws.bedrock'],
  [/^((us|eu|apac|global|jp|au)\.)?(anthropic|amazon|meta|mistral|cohere|ai21|deepseek)\./, 'aws.bedrock'],
  [/^claude/, 'anthropic'],
  [/^(gpt-|chatgpt|o[1345](-|$)|text-embedding-|davinci|dall-e|whisper|tts-)/, 'openai'],
  [/^(models\/)?(gemini|text-bison|chat-bison)/, 'gcp.gemini'],
  [/^(mistral|mixtral|codestral|ministral|pixtral)/, 'mistral_ai'],
  [/^(command|embed-(english|multilingual)|rerank-)/, 'cohere'],
  [/^deepseek/, 'deepseek'],
  [/^grok/, 'x_ai'],
]

/** The canonical name of a provider; `undefined` for a framework. A name that nobody knows is kept, in lower case. */
export function canonicalProvider(name: string | undefined): string | undefined {
  if (name === undefined) return undefined
  if (name === 'Google') return 'gcp.gen_ai' // OpenLLMetry's unspecific name; in lower case it is the Gemini API
  if (name === 'google') return 'gcp.gemini'
  const folded = name.toLowerCase().replace(/[\s_-]+/g, '')
  if (folded === '' || FRAMEWORKS.has(folded)) return undefined
  return ALIASES.get(folded) ?? name.trim().toLowerCase()
}

/** The provider that a model's name gives away: `us.anthropic.claude-x` → `aws.bedrock`; `undefined` when it does not. */
export function providerOfModel(model: string | undefined): string | undefined {
  if (model === undefined) return undefined
  const name = model.toLowerCase()
  const slash = name.indexOf('/')
  const vendor = slash > 0 ? ALIASES.get(name.slice(0, slash).replace(/[_-]/g, '')) : undefined
  return vendor ?? MODEL_PATTERNS.find(([pattern]) => pattern.test(name))?.[1]
}
