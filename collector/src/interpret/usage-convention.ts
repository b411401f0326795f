import type { UsageConvention } from './usage.ts'

/** What is known about a span when its way of counting has to be found. */
export interface UsageOrigin {
  readonly scope: string
  readonly schemaUrl: string
  readonly dialects: readonly string[]
  readonly provider: string | undefined
  /** Whether the cache counts came under the dotted names of OTel 1.40, which prescribe inclusive counting. */
  readonly hasDottedCacheCounts: boolean
}

interface Rule {
  /** Beginning of the scope's name. */
  readonly scope?: string
  readonly dialect?: string
  readonly providers?: readonly string[]
  readonly cache: UsageConvention['cache']
  readonly reason: string
}

const RAW_PROVIDERS = ['anthropic', 'aws.bedrock']

/**
 * What each sender writes, the most special rule first. Only Anthropic and Bedrock report input without the cached tokens, so
 * it matters there alone. Read from the senders' sources and from recordings, 2026.
 */
const RULES: readonly Rule[] = [
  { scope: 'com.anthropic.sdk', cache: 'inclusive', reason: 'scope' }, // the SDK adds the three counts itself
  { scope: '@arizeai/openinference-instrumentation-bedrock', cache: 'exclusive', reason: 'scope' },
  { scope: 'openinference.instrumentation.bedrock', cache: 'exclusive', reason: 'scope' },
  { scope: 'openinference.instrumentation.claude_agent_sdk', cache: 'exclusive', reason: 'scope' },
  { scope: 'opentelemetry.instrumentation.bedrock', cache: 'exclusive', reason: 'scope' },
  { scope: 'opentelemetry.instrumentation.anthropic', cache: 'inclusive', reason: 'scope' },
  { scope: 'opentelemetry.instrumentation.langchain', cache: 'inclusive', reason: 'scope' },
  { scope: '@traceloop/instrumentation-anthropic', cache: 'exclusive', reason: 'scope' },
  { scope: '@traceloop/instrumentation-bedrock', cache: 'exclusive', reason: 'scope' },
  { scope: 'strands.telemetry.tracer', providers: RAW_PROVIDERS, cache: 'exclusive', reason: 'scope' },
  { scope: 'openlit', providers: RAW_PROVIDERS, cache: 'exclusive', reason: 'scope' },
  { scope: 'pydantic-ai', cache: 'inclusive', reason: 'scope' },
  { scope: 'litellm', cache: 'inclusive', reason: 'scope' },
  { dialect: 'open_inference', cache: 'inclusive', reason: 'specification' },
]

/** How the sender of a span counts cached tokens, as far as it can be known without looking at the numbers. */
export function usageConvention(origin: UsageOrigin): UsageConvention {
  const known = RULES.find((rule) => matches(rule, origin))
  if (known) return { cache: known.cache, reason: known.reason }
  if (!RAW_PROVIDERS.includes(origin.provider ?? '')) return { cache: 'inclusive', reason: 'provider' }
  if (origin.hasDottedCacheCounts || isSince140(origin.schemaUrl)) return { cache: 'inclusive', reason: 'semconv_1.40' }
  return { cache: 'exclusive', reason: 'before_semconv_1.40' }
}

function matches(rule: Rule, origin: UsageOrigin): boolean {
  if (rule.scope !== undefined && !origin.scope.startsWith(rule.scope)) return false
  if (rule.dialect !== undefined && !origin.dialects.includes(rule.dialect)) return false
  return rule.providers === undefined || rule.providers.includes(origin.provider ?? '')
}

/** Whether a schema URL names the GenAI conventions of their own repository, or version 1.40 or later of the core ones. */
function isSince140(schemaUrl: string): boolean {
  if (schemaUrl.includes('/schemas/gen-ai')) return true
  const minor = /\/schemas\/1\.(\d+)/.exec(schemaUrl)?.[1]
  return minor !== undefined && Number(minor) >= 40
}
