/**
 * Names that Anthropic's SDKs write on the spans that they emit by themselves, beside `gen_ai.*`.
 * Source: `@anthropic-ai/sdk` 1.10.0; the Python package `anthropic` 2.10.0 writes the same.
 */

/** Beginning of the scope of those spans; language and platform follow. Example: `com.anthropic.sdk.typescript`. */
export const SCOPE_PREFIX_ANTHROPIC_SDK = 'com.anthropic.sdk.' as const
/** Why generation stopped. Example: `end_turn`. */
export const ATTR_ANTHROPIC_MESSAGE_STOP_REASON = 'anthropic.message.stop_reason' as const
/** Whether the span lost content to the SDK's size limit. */
export const ATTR_ANTHROPIC_CONTENT_TRUNCATED = 'anthropic.content.truncated' as const
/** Content blocks of a tool result, JSON text. */
export const ATTR_ANTHROPIC_TOOL_RESULT_CONTENT = 'anthropic.tool_result.content' as const
/** Id of a managed session. */
export const ATTR_ANTHROPIC_SESSION_ID = 'anthropic.session.id' as const
/** Input tokens written to the cache for 5 minutes. */
export const ATTR_ANTHROPIC_USAGE_CACHE_CREATION_5M = 'anthropic.usage.cache_creation.ephemeral_5m_input_tokens' as const
/** Input tokens written to the cache for 1 hour. */
export const ATTR_ANTHROPIC_USAGE_CACHE_CREATION_1H = 'anthropic.usage.cache_creation.ephemeral_1h_input_tokens' as const
/** Input tokens of compactions, which `gen_ai.usage.input_tokens` leaves out. */
export const ATTR_ANTHROPIC_USAGE_COMPACTION_INPUT_TOKENS = 'anthropic.usage.compaction.input_tokens' as const
/** Output tokens of compactions, which `gen_ai.usage.output_tokens` leaves out. */
export const ATTR_ANTHROPIC_USAGE_COMPACTION_OUTPUT_TOKENS = 'anthropic.usage.compaction.output_tokens' as const
