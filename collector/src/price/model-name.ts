/**
 * Model names are matched exactly, never by a shared beginning: `gpt-5.9` must not be priced as `gpt-5`. What senders add to
 * a listed name is taken off by the rules below, each for a form that providers document, the least lossy first. The name as
 * sent is always tried first, so a listed snapshot (`gpt-4o-2024-05-13`) keeps its own price.
 */

/** No listed name is longer; what is longer is content that ended up in the wrong attribute. */
const MAX_NAME_LENGTH = 256

const DATED = /^(.+)-(20\d{2})(-?)(0[1-9]|1[0-2])\3(0[1-9]|[12]\d|3[01])$/
const REGION = /^(?:us|us-gov|eu|apac|au|jp|ca|in|sa|me|af)\./
const VENDOR =
  /^(?:ai21|amazon|anthropic|cohere|deepseek|google|luma|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|stability|twelvelabs|writer|zai)\.(?=[a-z])/

type Rule = (name: string) => string | undefined

/** For every provider. */
const GENERAL_RULES: readonly Rule[] = [
  // Claude Code notes the size of the context window: claude-sonnet-4-5[1m]
  (name) => without(name, /\[[^[\]]*\]$/),
  // Vertex AI: claude-opus-4-1@20250805, gemini-1.5-pro@002
  (name) => without(name, /@(?:default|latest|\d{3}|\d{8})$/),
  // OpenAI fine-tunes name their owner: ft:gpt-4o-2024-08-06:acme::id
  (name) => /^(ft:[^:]+):/.exec(name)?.[1],
  otherDateForm,
  (name) => DATED.exec(name)?.[1],
  // Gemini's stable versions: gemini-2.0-flash-001
  (name) => (name.startsWith('gemini-') ? without(name, /-0\d{2}$/) : undefined),
]

/**
 * Amazon Bedrock: us.anthropic.claude-sonnet-4-5-20250929-v1:0. A `-v2` stays unless it follows a date: titan-embed-text-v2 is
 * another model than v1. `global.` stays, because global profiles have prices of their own.
 */
const BEDROCK_RULES: readonly Rule[] = [
  // The context size of a provisioned model: amazon.nova-lite-v1:0:300k
  (name) => without(name, /(?<=:\d+):\d+k$/),
  (name) => without(name, /(?:-v1|(?<=-20\d{6})-v\d+)(?::\d+)?$/),
  ...GENERAL_RULES,
  (name) => without(name, REGION),
  (name) => without(name, VENDOR),
]

/** Names to look up for a model of a provider of the price book, best first; none when the name cannot be a model's. */
export function modelNames(sent: string, providerId: string): readonly string[] {
  return rewritten(withoutPath(folded(sent)), providerId === 'aws' ? BEDROCK_RULES : GENERAL_RULES)
}

/** Names to look up when the provider is not known. A path stays on: `someone/gpt-4o` is someone's model. */
export function anyProviderModelNames(sent: string): readonly string[] {
  return rewritten(folded(sent), GENERAL_RULES)
}

/** Whether a name can only be Amazon Bedrock's, whichever client library reported it. */
export function isBedrockName(sent: string): boolean {
  const name = sent.toLowerCase().trim()
  return name.startsWith('arn:aws') || VENDOR.test(name.replace(/^global\./, '').replace(REGION, ''))
}

function folded(sent: string): readonly string[] {
  const name = sent.trim().toLowerCase()
  return name && name.length <= MAX_NAME_LENGTH ? [name] : []
}

/** The names, then the same without leading path parts: `openai/gpt-5`, `models/…`, `publishers/google/models/…`, an ARN's resource. */
function withoutPath(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const parts = name.split('/')
    return parts.map((_, index) => parts.slice(index).join('/')).filter(Boolean)
  })
}

/** The names and what the rules make of them: each rule is tried on every name found so far. */
function rewritten(names: readonly string[], rules: readonly Rule[]): readonly string[] {
  const found = new Set(names)
  for (const rule of rules) {
    for (const name of [...found]) {
      const next = rule(name)
      if (next) found.add(next)
    }
  }
  return [...found]
}

function without(name: string, part: RegExp): string | undefined {
  return part.test(name) ? name.replace(part, '') : undefined
}

/** Snapshots are listed as `-2024-08-06` or `-20240806`; senders write either. */
function otherDateForm(name: string): string | undefined {
  const [, base, year, dash, month, day] = DATED.exec(name) ?? []
  if (!base) return undefined
  return dash ? `${base}-${year}${month}${day}` : `${base}-${year}-${month}-${day}`
}
