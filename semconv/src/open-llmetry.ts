/**
 * Names of OpenLLMetry (Traceloop), both generations; the second shares most of its names with `gen_ai.*`.
 * Source: traceloop/openllmetry 0.62.1, `@traceloop/ai-semantic-conventions` 0.27.0, June 2026.
 */

/** Kind of request of a model span. Generation 1. Example: `chat`. */
export const ATTR_LLM_REQUEST_TYPE = 'llm.request.type' as const
/** Whether the response is streamed. Generation 1. */
export const ATTR_LLM_IS_STREAMING = 'llm.is_streaming' as const
/** Whether the response is streamed. Generation 2. */
export const ATTR_GEN_AI_IS_STREAMING = 'gen_ai.is_streaming' as const
/** All tokens. Generation 1. */
export const ATTR_LLM_USAGE_TOTAL_TOKENS = 'llm.usage.total_tokens' as const
/** Input tokens; oldest spelling. */
export const ATTR_LLM_USAGE_PROMPT_TOKENS = 'llm.usage.prompt_tokens' as const
/** Output tokens; oldest spelling. */
export const ATTR_LLM_USAGE_COMPLETION_TOKENS = 'llm.usage.completion_tokens' as const
/** Reasoning tokens. Generation 1. */
export const ATTR_LLM_USAGE_REASONING_TOKENS = 'llm.usage.reasoning_tokens' as const
/** Cached input tokens; oldest spelling. */
export const ATTR_LLM_USAGE_CACHED_TOKENS = 'llm.usage.cached_tokens' as const
/** Why generation stopped. Generation 1. */
export const ATTR_LLM_RESPONSE_FINISH_REASON = 'llm.response.finish_reason' as const
/** Why generation stopped. Generation 1. */
export const ATTR_LLM_RESPONSE_STOP_REASON = 'llm.response.stop_reason' as const
/** The user that a request was made for. Generation 1. */
export const ATTR_LLM_USER = 'llm.user' as const

/** Prefix of the input messages. Generation 1. Example: `gen_ai.prompt.0.content`. */
export const ATTR_PREFIX_GEN_AI_PROMPT = 'gen_ai.prompt.' as const
/** Prefix of the output messages. Generation 1. Example: `gen_ai.completion.0.content`. */
export const ATTR_PREFIX_GEN_AI_COMPLETION = 'gen_ai.completion.' as const
/** Event: one chunk of a stream. Generation 1. */
export const EVENT_LLM_CONTENT_COMPLETION_CHUNK = 'llm.content.completion.chunk' as const
/** Event: one chunk of a stream. Generation 2. */
export const EVENT_GEN_AI_CONTENT_COMPLETION_CHUNK = 'gen_ai.content.completion.chunk' as const

/** Kind of span of the workflow layer. Example: `task`. */
export const ATTR_TRACELOOP_SPAN_KIND = 'traceloop.span.kind' as const
/** Name of the workflow; on every span below it. */
export const ATTR_TRACELOOP_WORKFLOW_NAME = 'traceloop.workflow.name' as const
/** Name of the workflow, task, agent or tool. */
export const ATTR_TRACELOOP_ENTITY_NAME = 'traceloop.entity.name' as const
/** Its input, JSON text. Example: `{"args":[],"kwargs":{}}`. */
export const ATTR_TRACELOOP_ENTITY_INPUT = 'traceloop.entity.input' as const
/** Its output, JSON text. */
export const ATTR_TRACELOOP_ENTITY_OUTPUT = 'traceloop.entity.output' as const
/** Prefix of the properties that are on every span of a trace. Example: `traceloop.association.properties.session_id`. */
export const ATTR_PREFIX_TRACELOOP_ASSOCIATION_PROPERTIES = 'traceloop.association.properties.' as const
