/**
 * Names of OpenInference. Everything is flat; lists are flattened with indexes from 0.
 * Source: Arize-ai/openinference `spec/semantic_conventions.md`, August 2026.
 */

/** Kind of span; makes the span an OpenInference one. Example: `LLM`. */
export const ATTR_OPENINFERENCE_SPAN_KIND = 'openinference.span.kind' as const
/** Input of any span, text or JSON text. */
export const ATTR_INPUT_VALUE = 'input.value' as const
/** Media type of `input.value`. Example: `application/json`. */
export const ATTR_INPUT_MIME_TYPE = 'input.mime_type' as const
/** Output of any span, text or JSON text. */
export const ATTR_OUTPUT_VALUE = 'output.value' as const
/** Media type of `output.value`. */
export const ATTR_OUTPUT_MIME_TYPE = 'output.mime_type' as const

/** Who hosts the model. Example: `azure`. */
export const ATTR_LLM_PROVIDER = 'llm.provider' as const
/** Vendor of the API's shape. Example: `openai`. */
export const ATTR_LLM_SYSTEM = 'llm.system' as const
/** The model; of the response in most senders. Example: `gpt-4o`. */
export const ATTR_LLM_MODEL_NAME = 'llm.model_name' as const
/** The model that was asked for. Since August 2026. */
export const ATTR_LLM_REQUEST_MODEL_NAME = 'llm.request.model_name' as const
/** The model that answered. Since August 2026. */
export const ATTR_LLM_RESPONSE_MODEL_NAME = 'llm.response.model_name' as const
/** Model of an embedding span. */
export const ATTR_EMBEDDING_MODEL_NAME = 'embedding.model_name' as const
/** Model of a reranker span. */
export const ATTR_RERANKER_MODEL_NAME = 'reranker.model_name' as const
/** Request parameters as the SDK got them, JSON text. Example: `{"temperature":0.2}`. */
export const ATTR_LLM_INVOCATION_PARAMETERS = 'llm.invocation_parameters' as const
/** Why generation stopped. Example: `stop`. */
export const ATTR_LLM_FINISH_REASON = 'llm.finish_reason' as const

/** Prefix of the input messages. Example: `llm.input_messages.0.message.role`. */
export const ATTR_PREFIX_LLM_INPUT_MESSAGES = 'llm.input_messages.' as const
/** Prefix of the output messages. Example: `llm.output_messages.0.message.content`. */
export const ATTR_PREFIX_LLM_OUTPUT_MESSAGES = 'llm.output_messages.' as const
/** Prefix of legacy prompts. Example: `llm.prompts.0.prompt.text`. */
export const ATTR_PREFIX_LLM_PROMPTS = 'llm.prompts.' as const
/** Prefix of legacy completions. Example: `llm.choices.0.completion.text`. */
export const ATTR_PREFIX_LLM_CHOICES = 'llm.choices.' as const

/** Input tokens, cached ones included. */
export const ATTR_LLM_TOKEN_COUNT_PROMPT = 'llm.token_count.prompt' as const
/** Output tokens, reasoning included. */
export const ATTR_LLM_TOKEN_COUNT_COMPLETION = 'llm.token_count.completion' as const
/** All tokens. */
export const ATTR_LLM_TOKEN_COUNT_TOTAL = 'llm.token_count.total' as const
/** Input tokens read from the cache. */
export const ATTR_LLM_TOKEN_COUNT_CACHE_READ = 'llm.token_count.prompt_details.cache_read' as const
/** Input tokens read from the cache; older name. */
export const ATTR_LLM_TOKEN_COUNT_CACHE_INPUT = 'llm.token_count.prompt_details.cache_input' as const
/** Input tokens written to the cache. */
export const ATTR_LLM_TOKEN_COUNT_CACHE_WRITE = 'llm.token_count.prompt_details.cache_write' as const
/** Audio tokens of the input. */
export const ATTR_LLM_TOKEN_COUNT_PROMPT_AUDIO = 'llm.token_count.prompt_details.audio' as const
/** Reasoning tokens. */
export const ATTR_LLM_TOKEN_COUNT_REASONING = 'llm.token_count.completion_details.reasoning' as const
/** Audio tokens of the output. */
export const ATTR_LLM_TOKEN_COUNT_COMPLETION_AUDIO = 'llm.token_count.completion_details.audio' as const
/** Cost in US dollars. */
export const ATTR_LLM_COST_TOTAL = 'llm.cost.total' as const

/** Name of the tool of a TOOL span. */
export const ATTR_TOOL_NAME = 'tool.name' as const
/** Id of the tool call. */
export const ATTR_TOOL_ID = 'tool.id' as const
/** Schema of the tool by the specification; its arguments in several senders. */
export const ATTR_TOOL_PARAMETERS = 'tool.parameters' as const
/** Name of the agent. */
export const ATTR_AGENT_NAME = 'agent.name' as const
/** Free metadata, JSON text. */
export const ATTR_METADATA = 'metadata' as const
