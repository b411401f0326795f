/**
 * The `gen_ai.*` names of today.
 * Source: open-telemetry/semantic-conventions v1.41.0, `docs/gen-ai`; names marked "after 1.41" are from
 * open-telemetry/semantic-conventions-genai (main, mid-2026), to which the group has moved. Older spellings: `gen-ai-older.ts`.
 */

/** What the span does. Since 1.27. Example: `chat`. */
export const ATTR_GEN_AI_OPERATION_NAME = 'gen_ai.operation.name' as const
/** Who serves the model. Since 1.37. Example: `aws.bedrock`. */
export const ATTR_GEN_AI_PROVIDER_NAME = 'gen_ai.provider.name' as const

/** The model that was asked for; may be an alias or a deployment. Example: `gpt-4o`. */
export const ATTR_GEN_AI_REQUEST_MODEL = 'gen_ai.request.model' as const
/** Limit of generated tokens. Example: `1024`. */
export const ATTR_GEN_AI_REQUEST_MAX_TOKENS = 'gen_ai.request.max_tokens' as const
/** Sampling temperature. Example: `0.2`. */
export const ATTR_GEN_AI_REQUEST_TEMPERATURE = 'gen_ai.request.temperature' as const
/** Nucleus sampling. Example: `0.9`. */
export const ATTR_GEN_AI_REQUEST_TOP_P = 'gen_ai.request.top_p' as const
/** Whether the response is streamed. Since 1.41. Example: `true`. */
export const ATTR_GEN_AI_REQUEST_STREAM = 'gen_ai.request.stream' as const

/** The model that answered. Example: `gpt-4o-2024-08-06`. */
export const ATTR_GEN_AI_RESPONSE_MODEL = 'gen_ai.response.model' as const
/** The provider's id of the response. Example: `chatcmpl-123`. */
export const ATTR_GEN_AI_RESPONSE_ID = 'gen_ai.response.id' as const
/** Why generation stopped, one per choice. Example: `["stop"]`. */
export const ATTR_GEN_AI_RESPONSE_FINISH_REASONS = 'gen_ai.response.finish_reasons' as const
/** Seconds until the first chunk of a stream. Since 1.41. Example: `0.4`. */
export const ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK = 'gen_ai.response.time_to_first_chunk' as const

/** Input tokens, cached ones included (since 1.40; before, as the provider reports them). Example: `1200`. */
export const ATTR_GEN_AI_USAGE_INPUT_TOKENS = 'gen_ai.usage.input_tokens' as const
/** Output tokens, reasoning included. Example: `40`. */
export const ATTR_GEN_AI_USAGE_OUTPUT_TOKENS = 'gen_ai.usage.output_tokens' as const
/** Input tokens read from the provider's cache. Since 1.40. Example: `1000`. */
export const ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS = 'gen_ai.usage.cache_read.input_tokens' as const
/** Input tokens written to the provider's cache. 1.40 to 1.41. Example: `150`. */
export const ATTR_GEN_AI_USAGE_CACHE_CREATION_INPUT_TOKENS = 'gen_ai.usage.cache_creation.input_tokens' as const
/** Input tokens written to the provider's cache. After 1.41. Example: `150`. */
export const ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS = 'gen_ai.usage.cache_write.input_tokens' as const
/** Output tokens spent on thinking. Since 1.41. Example: `90`. */
export const ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS = 'gen_ai.usage.reasoning.output_tokens' as const
/** Audio tokens of the input. After 1.41. Example: `300`. */
export const ATTR_GEN_AI_USAGE_AUDIO_INPUT_TOKENS = 'gen_ai.usage.audio.input_tokens' as const
/** Audio tokens of the output. After 1.41. Example: `80`. */
export const ATTR_GEN_AI_USAGE_AUDIO_OUTPUT_TOKENS = 'gen_ai.usage.audio.output_tokens' as const
/** Audio tokens read from the cache. After 1.41. Example: `20`. */
export const ATTR_GEN_AI_USAGE_AUDIO_CACHE_READ_INPUT_TOKENS = 'gen_ai.usage.audio.cache_read.input_tokens' as const

/** Id of the conversation. Since 1.34. Example: `conv_5j66`. */
export const ATTR_GEN_AI_CONVERSATION_ID = 'gen_ai.conversation.id' as const
/** Name of the agent. Example: `researcher`. */
export const ATTR_GEN_AI_AGENT_NAME = 'gen_ai.agent.name' as const
/** Name of the workflow. Since 1.41. Example: `blog-post`. */
export const ATTR_GEN_AI_WORKFLOW_NAME = 'gen_ai.workflow.name' as const

/** Name of the tool. Example: `get_weather`. */
export const ATTR_GEN_AI_TOOL_NAME = 'gen_ai.tool.name' as const
/** Id of the tool call. Example: `call_mszu`. */
export const ATTR_GEN_AI_TOOL_CALL_ID = 'gen_ai.tool.call.id' as const
/** Arguments of the tool call, structured or JSON text. Since 1.38. Example: `{"city":"Oslo"}`. */
export const ATTR_GEN_AI_TOOL_CALL_ARGUMENTS = 'gen_ai.tool.call.arguments' as const
/** Result of the tool call, structured or JSON text. Since 1.38. Example: `{"t":3}`. */
export const ATTR_GEN_AI_TOOL_CALL_RESULT = 'gen_ai.tool.call.result' as const
/** Query of a retrieval. Since 1.40. Example: `refund policy`. */
export const ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT = 'gen_ai.retrieval.query.text' as const
/** What a retrieval found. Since 1.40. Example: `[{"id":"doc1","score":0.9}]`. */
export const ATTR_GEN_AI_RETRIEVAL_DOCUMENTS = 'gen_ai.retrieval.documents' as const
/** What a retrieval searched. Since 1.33. Example: `kb-7`. */
export const ATTR_GEN_AI_DATA_SOURCE_ID = 'gen_ai.data_source.id' as const

/** Messages of the request, structured or JSON text. Since 1.37. Example: `[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]`. */
export const ATTR_GEN_AI_INPUT_MESSAGES = 'gen_ai.input.messages' as const
/** Messages of the response, structured or JSON text. Since 1.37. */
export const ATTR_GEN_AI_OUTPUT_MESSAGES = 'gen_ai.output.messages' as const
/** System instructions, a list of parts or text. Since 1.37. Example: `[{"type":"text","content":"Be brief."}]`. */
export const ATTR_GEN_AI_SYSTEM_INSTRUCTIONS = 'gen_ai.system_instructions' as const

/** Event with all attributes of an inference, messages included. Since 1.37. */
export const EVENT_GEN_AI_CLIENT_INFERENCE_OPERATION_DETAILS = 'gen_ai.client.inference.operation.details' as const
/** Event: a judgement of an output. Since 1.38. */
export const EVENT_GEN_AI_EVALUATION_RESULT = 'gen_ai.evaluation.result' as const
/** What was judged. Example: `relevance`. */
export const ATTR_GEN_AI_EVALUATION_NAME = 'gen_ai.evaluation.name' as const
/** The judgement as a number. Example: `4`. */
export const ATTR_GEN_AI_EVALUATION_SCORE_VALUE = 'gen_ai.evaluation.score.value' as const
/** The judgement as a word. Example: `relevant`. */
export const ATTR_GEN_AI_EVALUATION_SCORE_LABEL = 'gen_ai.evaluation.score.label' as const
/** Why. */
export const ATTR_GEN_AI_EVALUATION_EXPLANATION = 'gen_ai.evaluation.explanation' as const

/** A conversation turn with a model. */
export const GEN_AI_OPERATION_NAME_VALUE_CHAT = 'chat' as const
/** Multimodal generation. */
export const GEN_AI_OPERATION_NAME_VALUE_GENERATE_CONTENT = 'generate_content' as const
/** Completion of a text. */
export const GEN_AI_OPERATION_NAME_VALUE_TEXT_COMPLETION = 'text_completion' as const
/** Vectors for texts. */
export const GEN_AI_OPERATION_NAME_VALUE_EMBEDDINGS = 'embeddings' as const
/** A search in a data source. */
export const GEN_AI_OPERATION_NAME_VALUE_RETRIEVAL = 'retrieval' as const
/** Definition of an agent. */
export const GEN_AI_OPERATION_NAME_VALUE_CREATE_AGENT = 'create_agent' as const
/** A run of an agent. */
export const GEN_AI_OPERATION_NAME_VALUE_INVOKE_AGENT = 'invoke_agent' as const
/** A tool call. */
export const GEN_AI_OPERATION_NAME_VALUE_EXECUTE_TOOL = 'execute_tool' as const
/** A run of a workflow. */
export const GEN_AI_OPERATION_NAME_VALUE_INVOKE_WORKFLOW = 'invoke_workflow' as const
/** A poll of an earlier response; bears no usage. After 1.41. */
export const GEN_AI_OPERATION_NAME_VALUE_FETCH_RESPONSE = 'fetch_response' as const
