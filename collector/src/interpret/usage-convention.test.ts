import { describe, expect, it } from 'vitest'
import type { UsageOrigin } from './usage-convention.ts'
import { usageConvention } from './usage-convention.ts'

const origin: UsageOrigin = { scope: 'x', schemaUrl: '', dialects: ['gen_ai'], provider: 'anthropic', hasDottedCacheCounts: false }

const cases: readonly [name: string, origin: Partial<UsageOrigin>, expected: string][] = [
  ['OpenAI is always inclusive', { provider: 'openai' }, 'inclusive provider'],
  ['no provider', { provider: undefined }, 'inclusive provider'],
  ['Anthropic before 1.40', {}, 'exclusive before_semconv_1.40'],
  [
    'Bedrock before 1.40',
    { provider: 'aws.bedrock', schemaUrl: 'https://opentelemetry.io/schemas/1.37.0' },
    'exclusive before_semconv_1.40',
  ],
  ['Anthropic with dotted counts', { hasDottedCacheCounts: true }, 'inclusive semconv_1.40'],
  ['Anthropic with a schema of 1.40', { schemaUrl: 'https://opentelemetry.io/schemas/1.40.0' }, 'inclusive semconv_1.40'],
  [
    'Anthropic with a schema of the GenAI repository',
    { schemaUrl: 'https://opentelemetry.io/schemas/gen-ai/0.1.0' },
    'inclusive semconv_1.40',
  ],
  ['the SDK’s own span', { scope: 'com.anthropic.sdk.typescript.bedrock' }, 'inclusive scope'],
  ['OpenInference by its specification', { dialects: ['open_inference'] }, 'inclusive specification'],
  ['OpenInference for Bedrock', { scope: 'openinference.instrumentation.bedrock', dialects: ['open_inference'] }, 'exclusive scope'],
  [
    'OpenLLMetry for Bedrock, in spite of dotted names',
    { scope: 'opentelemetry.instrumentation.bedrock', hasDottedCacheCounts: true },
    'exclusive scope',
  ],
  ['OpenLLMetry for Anthropic in Python', { scope: 'opentelemetry.instrumentation.anthropic' }, 'inclusive scope'],
  [
    'OpenLLMetry for Anthropic in JavaScript',
    { scope: '@traceloop/instrumentation-anthropic', hasDottedCacheCounts: true },
    'exclusive scope',
  ],
  ['Strands', { scope: 'strands.telemetry.tracer', provider: 'aws.bedrock', hasDottedCacheCounts: true }, 'exclusive scope'],
  ['Strands with OpenAI', { scope: 'strands.telemetry.tracer', provider: 'openai' }, 'inclusive provider'],
]

describe('usageConvention', () => {
  for (const [name, changes, expected] of cases)
    it(name, () => {
      const { cache, reason } = usageConvention({ ...origin, ...changes })
      expect(`${cache} ${reason}`).toBe(expected)
    })
})
