/**
 * Spellings of `gen_ai.*` that are no longer in the conventions, or never were, and that senders still write.
 * Source: open-telemetry/semantic-conventions v1.26 to v1.41 and the packages named at each constant, read in 2026.
 */

/** Who serves the model. 1.26 to 1.36, now `gen_ai.provider.name`. Example: `openai`. */
export const ATTR_GEN_AI_SYSTEM = 'gen_ai.system' as const
/** Input tokens. 1.26, now `gen_ai.usage.input_tokens`. */
export const ATTR_GEN_AI_USAGE_PROMPT_TOKENS = 'gen_ai.usage.prompt_tokens' as const
/** Output tokens. 1.26, now `gen_ai.usage.output_tokens`. */
export const ATTR_GEN_AI_USAGE_COMPLETION_TOKENS = 'gen_ai.usage.completion_tokens' as const
/** The prompt as JSON text, on a span or a `gen_ai.content.prompt` event. 1.26 and 1.27. */
export const ATTR_GEN_AI_PROMPT = 'gen_ai.prompt' as const
/** The completion as JSON text, on a span or a `gen_ai.content.completion` event. 1.26 and 1.27. */
export const ATTR_GEN_AI_COMPLETION = 'gen_ai.completion' as const

/** All tokens (OpenLLMetry, OpenLIT). Recomputed where possible. */
export const ATTR_GEN_AI_USAGE_TOTAL_TOKENS = 'gen_ai.usage.total_tokens' as const
/** Cached input tokens (OpenLLMetry, Strands). */
export const ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS_FLAT = 'gen_ai.usage.cache_read_input_tokens' as const
/** Cached input tokens (Pydantic AI). */
export const ATTR_GEN_AI_USAGE_CACHE_READ_TOKENS = 'gen_ai.usage.cache_read_tokens' as const
/** Cached input tokens (Pydantic AI). */
export const ATTR_GEN_AI_USAGE_DETAILS_CACHE_READ_TOKENS = 'gen_ai.usage.details.cache_read_tokens' as const
/** Cached input tokens (Pydantic AI). */
export const ATTR_GEN_AI_USAGE_DETAILS_CACHE_READ_INPUT_TOKENS = 'gen_ai.usage.details.cache_read_input_tokens' as const
/** Cached input tokens (Sentry). */
export const ATTR_GEN_AI_USAGE_INPUT_TOKENS_CACHED = 'gen_ai.usage.input_tokens.cached' as const
/** Cached input tokens (Langfuse-style). */
export const ATTR_GEN_AI_USAGE_INPUT_CACHED_TOKENS = 'gen_ai.usage.input_cached_tokens' as const
/** Cached input tokens (LiteLLM, OpenAI shape). */
export const ATTR_GEN_AI_USAGE_PROMPT_TOKENS_DETAILS_CACHED = 'gen_ai.usage.prompt_tokens_details.cached_tokens' as const
/** Input tokens written to the cache (OpenLLMetry). */
export const ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS_FLAT = 'gen_ai.usage.cache_creation_input_tokens' as const
/** Input tokens written to the cache (Strands). */
export const ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS_FLAT = 'gen_ai.usage.cache_write_input_tokens' as const
/** Input tokens written to the cache (Pydantic AI). */
export const ATTR_GEN_AI_USAGE_CACHE_WRITE_TOKENS = 'gen_ai.usage.cache_write_tokens' as const
/** Input tokens written to the cache (Pydantic AI). */
export const ATTR_GEN_AI_USAGE_DETAILS_CACHE_WRITE_TOKENS = 'gen_ai.usage.details.cache_write_tokens' as const
/** Input tokens written to the cache (Sentry). */
export const ATTR_GEN_AI_USAGE_INPUT_TOKENS_CACHE_WRITE = 'gen_ai.usage.input_tokens.cache_write' as const
/** Input tokens written to the cache (Langfuse-style). */
export const ATTR_GEN_AI_USAGE_INPUT_CACHE_CREATION = 'gen_ai.usage.input_cache_creation' as const
/** Of those, with a lifetime of 5 minutes (Mastra). */
export const ATTR_GEN_AI_USAGE_CACHE_CREATION_5M = 'gen_ai.usage.cache_creation.5m_input_tokens' as const
/** Of those, with a lifetime of 1 hour (Mastra). */
export const ATTR_GEN_AI_USAGE_CACHE_CREATION_1H = 'gen_ai.usage.cache_creation.1h_input_tokens' as const
/** Of those, with a lifetime of 5 minutes (Laminar). */
export const ATTR_GEN_AI_USAGE_CACHE_CREATION_EPHEMERAL_5M = 'gen_ai.usage.cache_creation.input_tokens.ephemeral_5m' as const
/** Of those, with a lifetime of 1 hour (Laminar). */
export const ATTR_GEN_AI_USAGE_CACHE_CREATION_EPHEMERAL_1H = 'gen_ai.usage.cache_creation.input_tokens.ephemeral_1h' as const
/** Reasoning tokens (OpenLLMetry). */
export const ATTR_GEN_AI_USAGE_REASONING_TOKENS = 'gen_ai.usage.reasoning_tokens' as const
/** Reasoning tokens (drafts of the convention). */
export const ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS_FLAT = 'gen_ai.usage.reasoning_output_tokens' as const
/** Reasoning tokens (Sentry). */
export const ATTR_GEN_AI_USAGE_OUTPUT_TOKENS_REASONING = 'gen_ai.usage.output_tokens.reasoning' as const
/** Reasoning tokens (Pydantic AI). */
export const ATTR_GEN_AI_USAGE_DETAILS_REASONING_TOKENS = 'gen_ai.usage.details.reasoning_tokens' as const
/** Reasoning tokens (LiteLLM, OpenAI shape). */
export const ATTR_GEN_AI_USAGE_COMPLETION_TOKENS_DETAILS_REASONING = 'gen_ai.usage.completion_tokens_details.reasoning_tokens' as const
/** Audio tokens of the input (Pydantic AI). */
export const ATTR_GEN_AI_USAGE_DETAILS_INPUT_AUDIO_TOKENS = 'gen_ai.usage.details.input_audio_tokens' as const
/** Audio tokens of the input (several). */
export const ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS_FLAT = 'gen_ai.usage.audio_input_tokens' as const
/** Audio tokens of the input (several). */
export const ATTR_GEN_AI_USAGE_INPUT_AUDIO_TOKENS = 'gen_ai.usage.input_audio_tokens' as const
/** Audio tokens of the output (Pydantic AI). */
export const ATTR_GEN_AI_USAGE_DETAILS_OUTPUT_AUDIO_TOKENS = 'gen_ai.usage.details.output_audio_tokens' as const
/** Audio tokens of the output (several). */
export const ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS_FLAT = 'gen_ai.usage.audio_output_tokens' as const
/** Audio tokens of the output (several). */
export const ATTR_GEN_AI_USAGE_OUTPUT_AUDIO_TOKENS = 'gen_ai.usage.output_audio_tokens' as const
/** How the input count relates to the cache counts (Grafana). Example: `inclusive`. */
export const ATTR_GEN_AI_TOKEN_SEMANTICS = 'gen_ai.token.semantics' as const
/** Input tokens that were not cached (AI SDK v6). */
export const ATTR_AI_USAGE_NO_CACHE_TOKENS = 'ai.usage.inputTokenDetails.noCacheTokens' as const

/** Cost in US dollars (OpenLIT, OpenRouter, Laminar). */
export const ATTR_GEN_AI_USAGE_COST = 'gen_ai.usage.cost' as const
/** Cost in US dollars (AgentOps). */
export const ATTR_GEN_AI_USAGE_TOTAL_COST = 'gen_ai.usage.total_cost' as const
/** Cost in US dollars (LiteLLM). */
export const ATTR_GEN_AI_COST_TOTAL_COST = 'gen_ai.cost.total_cost' as const
/** Cost in US dollars, despite the name (Sentry). */
export const ATTR_GEN_AI_COST_TOTAL_TOKENS = 'gen_ai.cost.total_tokens' as const
/** Cost in US dollars (Pydantic AI). */
export const ATTR_OPERATION_COST = 'operation.cost' as const
/** Cost with its currency (Quarkus LangChain4j). Example: `0.001USD`. */
export const ATTR_GEN_AI_CLIENT_ESTIMATED_COST = 'gen_ai.client.estimated_cost' as const

/** Seconds until the first chunk (AI SDK v7, Pydantic AI). */
export const ATTR_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK = 'gen_ai.client.operation.time_to_first_chunk' as const
/** Time to the first token: seconds in OpenLIT, milliseconds in Strands. */
export const ATTR_GEN_AI_SERVER_TIME_TO_FIRST_TOKEN = 'gen_ai.server.time_to_first_token' as const
/** Seconds until the first token (Sentry). */
export const ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_TOKEN = 'gen_ai.response.time_to_first_token' as const

/** Why generation stopped, one word (OpenLLMetry). */
export const ATTR_GEN_AI_RESPONSE_FINISH_REASON = 'gen_ai.response.finish_reason' as const
/** Why generation stopped, one word (OpenLLMetry). */
export const ATTR_GEN_AI_RESPONSE_STOP_REASON = 'gen_ai.response.stop_reason' as const
/** The provider's id of the response (Langtrace). */
export const ATTR_GEN_AI_RESPONSE_ID_FLAT = 'gen_ai.response_id' as const
/** Whether the response is streamed (older OpenLIT). */
export const ATTR_GEN_AI_REQUEST_IS_STREAM = 'gen_ai.request.is_stream' as const
/** Whether the response is streamed (AgentOps). */
export const ATTR_GEN_AI_REQUEST_STREAMING = 'gen_ai.request.streaming' as const
/** Whether the response is streamed (Sentry). */
export const ATTR_GEN_AI_RESPONSE_STREAMING = 'gen_ai.response.streaming' as const
/** The user that a request was made for. */
export const ATTR_GEN_AI_USER = 'gen_ai.user' as const
/** Kind of operation (Sentry). Example: `ai_client`. */
export const ATTR_GEN_AI_OPERATION_TYPE = 'gen_ai.operation.type' as const
/** Messages of the request, JSON text (Sentry). */
export const ATTR_GEN_AI_REQUEST_MESSAGES = 'gen_ai.request.messages' as const
/** Text of the response (Sentry). */
export const ATTR_GEN_AI_RESPONSE_TEXT = 'gen_ai.response.text' as const
/** Id of the tool call (Gemini CLI). */
export const ATTR_GEN_AI_TOOL_CALL_ID_FLAT = 'gen_ai.tool.call_id' as const
/** Arguments of the tool call (Sentry, OpenLIT). */
export const ATTR_GEN_AI_TOOL_INPUT = 'gen_ai.tool.input' as const
/** Arguments of the tool call (OpenLIT). */
export const ATTR_GEN_AI_TOOL_ARGS = 'gen_ai.tool.args' as const
/** Result of the tool call (Sentry, OpenLIT). */
export const ATTR_GEN_AI_TOOL_OUTPUT = 'gen_ai.tool.output' as const
/** How the tool call ended (Strands). Example: `error`. */
export const ATTR_GEN_AI_TOOL_STATUS = 'gen_ai.tool.status' as const
/** Id of a thread (Azure AI agents). */
export const ATTR_GEN_AI_THREAD_ID = 'gen_ai.thread.id' as const

/** Event with the prompt in `gen_ai.prompt`. 1.26 and 1.27. */
export const EVENT_GEN_AI_CONTENT_PROMPT = 'gen_ai.content.prompt' as const
/** Event with the completion in `gen_ai.completion`. 1.26 and 1.27. */
export const EVENT_GEN_AI_CONTENT_COMPLETION = 'gen_ai.content.completion' as const
/** Event: a system message. 1.28 to 1.36. */
export const EVENT_GEN_AI_SYSTEM_MESSAGE = 'gen_ai.system.message' as const
/** Event: a user message. 1.28 to 1.36. */
export const EVENT_GEN_AI_USER_MESSAGE = 'gen_ai.user.message' as const
/** Event: an assistant message of the history. 1.28 to 1.36. */
export const EVENT_GEN_AI_ASSISTANT_MESSAGE = 'gen_ai.assistant.message' as const
/** Event: a tool result of the history. 1.28 to 1.36. */
export const EVENT_GEN_AI_TOOL_MESSAGE = 'gen_ai.tool.message' as const
/** Event: one choice of the response. 1.28 to 1.36. */
export const EVENT_GEN_AI_CHOICE = 'gen_ai.choice' as const
/** Body of a message event as one JSON text (Azure SDKs). */
export const ATTR_GEN_AI_EVENT_CONTENT = 'gen_ai.event.content' as const
