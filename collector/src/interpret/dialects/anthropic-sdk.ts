import * as semconv from '@ai-tracker/semconv'
import type { Dialect, Interpretation } from '../dialect.ts'
import { KIND_RANK } from '../dialect.ts'
import { finishReason } from '../finish-reason.ts'
import { parseJson } from '../json-text.ts'
import { isObject } from '../message-shapes.ts'
import type { SpanView } from '../span-view.ts'
import { count, flag, text } from '../typed-value.ts'

/**
 * The spans that Anthropic's SDKs (TypeScript 1.x, Python 2.x) emit by themselves. They write OTel's names; this adds what only they write.
 * Calls of other endpoints (counting tokens, managing sessions) carry a provider and often a model, and are no model calls.
 */
export const anthropicSdk: Dialect = {
  name: 'anthropic_sdk',
  prefixes: [],
  matches: ({ item }) => item.scope.name.startsWith(semconv.SCOPE_PREFIX_ANTHROPIC_SDK),
  interpret,
}

function interpret({ attributes }: SpanView): Interpretation {
  return {
    kind: attributes.has(semconv.ATTR_GEN_AI_OPERATION_NAME) ? undefined : { kind: 'generic', rank: KIND_RANK.own },
    session: { key: text(attributes, semconv.ATTR_ANTHROPIC_SESSION_ID) },
    call: { finishReason: finishReason(attributes.get(semconv.ATTR_ANTHROPIC_MESSAGE_STOP_REASON)) },
    usage: {
      cacheWrite5m: count(attributes, semconv.ATTR_ANTHROPIC_USAGE_CACHE_CREATION_5M),
      cacheWrite1h: count(attributes, semconv.ATTR_ANTHROPIC_USAGE_CACHE_CREATION_1H),
      // Compactions are billed beside the call and are not in its counts; how much of their input was cached is not said.
      extraInput: count(attributes, semconv.ATTR_ANTHROPIC_USAGE_COMPACTION_INPUT_TOKENS),
      extraOutput: count(attributes, semconv.ATTR_ANTHROPIC_USAGE_COMPACTION_OUTPUT_TOKENS),
    },
    action: { result: toolResult(text(attributes, semconv.ATTR_ANTHROPIC_TOOL_RESULT_CONTENT)) },
    warnings: flag(attributes, semconv.ATTR_ANTHROPIC_CONTENT_TRUNCATED) ? ['truncated'] : [],
  }
}

/** The result of a tool: the text where all its content blocks are text, else the blocks as they were sent. */
function toolResult(sent: string | undefined): string | undefined {
  const blocks = sent === undefined ? undefined : parseJson(sent)
  if (!Array.isArray(blocks)) return sent
  const texts = blocks.map((block: unknown) => (isObject(block) && block.type === 'text' ? block.text : undefined))
  return texts.every((each) => typeof each === 'string') ? texts.join('\n') : sent
}
