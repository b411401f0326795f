import * as semconv from '@ai-tracker/semconv'

/** How an attribute holds what people and models said: as a list of messages, whose roles and names can stay, or as any text. */
export type ContentKind = 'messages' | 'text'

const KINDS: ReadonlyMap<string, ContentKind> = new Map<string, ContentKind>([
  [semconv.ATTR_GEN_AI_INPUT_MESSAGES, 'messages'],
  [semconv.ATTR_GEN_AI_OUTPUT_MESSAGES, 'messages'],
  [semconv.ATTR_GEN_AI_SYSTEM_INSTRUCTIONS, 'messages'],
  [semconv.ATTR_GEN_AI_REQUEST_MESSAGES, 'messages'],
  [semconv.ATTR_GEN_AI_PROMPT, 'messages'],
  [semconv.ATTR_GEN_AI_COMPLETION, 'messages'],
  [semconv.ATTR_GEN_AI_EVENT_CONTENT, 'messages'],
  [semconv.ATTR_GEN_AI_RESPONSE_TEXT, 'text'],
  [semconv.ATTR_GEN_AI_TOOL_CALL_ARGUMENTS, 'text'],
  [semconv.ATTR_GEN_AI_TOOL_CALL_RESULT, 'text'],
  [semconv.ATTR_GEN_AI_TOOL_INPUT, 'text'],
  [semconv.ATTR_GEN_AI_TOOL_ARGS, 'text'],
  [semconv.ATTR_GEN_AI_TOOL_OUTPUT, 'text'],
  [semconv.ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT, 'text'],
  [semconv.ATTR_GEN_AI_RETRIEVAL_DOCUMENTS, 'text'],
  [semconv.ATTR_GEN_AI_EVALUATION_EXPLANATION, 'text'],
  [semconv.ATTR_INPUT_VALUE, 'text'],
  [semconv.ATTR_OUTPUT_VALUE, 'text'],
  [semconv.ATTR_TOOL_PARAMETERS, 'text'],
  [semconv.ATTR_TRACELOOP_ENTITY_INPUT, 'text'],
  [semconv.ATTR_TRACELOOP_ENTITY_OUTPUT, 'text'],
  [semconv.ATTR_ANTHROPIC_TOOL_RESULT_CONTENT, 'text'],
  [semconv.ATTR_PROCESS_COMMAND_LINE, 'text'],
  [semconv.ATTR_TRACKER_SESSION_INPUTS, 'text'],
  [semconv.ATTR_TRACKER_SESSION_OUTPUTS, 'text'],
  [semconv.ATTR_TRACKER_PHASE_INPUT, 'text'],
  [semconv.ATTR_TRACKER_PHASE_OUTPUT, 'text'],
  [semconv.ATTR_TRACKER_REQUEST_TEXT, 'text'],
])

/** Lists of messages with a key for each field: `llm.input_messages.0.message.content`. */
const PREFIXES: readonly string[] = [
  semconv.ATTR_PREFIX_LLM_INPUT_MESSAGES,
  semconv.ATTR_PREFIX_LLM_OUTPUT_MESSAGES,
  semconv.ATTR_PREFIX_LLM_PROMPTS,
  semconv.ATTR_PREFIX_LLM_CHOICES,
  semconv.ATTR_PREFIX_GEN_AI_PROMPT,
  semconv.ATTR_PREFIX_GEN_AI_COMPLETION,
  'retrieval.documents.',
  'reranker.input_documents.',
  'reranker.output_documents.',
  'embedding.embeddings.',
  'llm.prompt_template.',
]

/** Span events and log records that are content themselves; their attributes and bodies bear these names. */
const CONTENT_EVENTS: ReadonlySet<string> = new Set([
  semconv.EVENT_GEN_AI_SYSTEM_MESSAGE,
  semconv.EVENT_GEN_AI_USER_MESSAGE,
  semconv.EVENT_GEN_AI_ASSISTANT_MESSAGE,
  semconv.EVENT_GEN_AI_TOOL_MESSAGE,
  semconv.EVENT_GEN_AI_CHOICE,
  semconv.EVENT_GEN_AI_CONTENT_PROMPT,
  semconv.EVENT_GEN_AI_CONTENT_COMPLETION,
])
const EVENT_KEYS: ReadonlySet<string> = new Set(['content', 'message', 'tool_calls', 'body'])

/**
 * Ends of names under which senders that nobody told us of put content: `ai.prompt`, `langfuse.observation.input`, `user_prompt`,
 * `mlflow.spanOutputs`. To hide what is none does less harm than to store what was not to be stored.
 */
const LIKELY_CONTENT =
  /(?:^|[._-])(?:prompts?|completions?|messages|inputs?|outputs?|args|arguments|results?|content|text|transcript|instructions|full_command|tool_?calls?|tool_?(?:input|parameters|result)|llm_(?:request|response)|span(?:Inputs|Outputs))$/i

/** What kind of content an attribute is; `undefined` = none. @param event name of the span event or log record that it stands in */
export function contentKind(key: string, event?: string): ContentKind | undefined {
  const kind = KINDS.get(key)
  if (kind) return kind
  if (event !== undefined && CONTENT_EVENTS.has(event) && EVENT_KEYS.has(key)) return 'messages'
  if (!PREFIXES.some((prefix) => key.startsWith(prefix))) return LIKELY_CONTENT.test(key) ? 'text' : undefined
  return isStructural(key.slice(key.lastIndexOf('.') + 1)) ? undefined : 'text'
}

/** Whether a span event or a log record is content. */
export function isContentEvent(name: string): boolean {
  return CONTENT_EVENTS.has(name)
}

/** Members of a message that say what it is and not what it says. */
const STRUCTURE: ReadonlySet<string> = new Set([
  ...['role', 'type', 'kind', 'part_kind', 'id', 'tool_call_id', 'tool_use_id', 'call_id', 'name', 'tool_name'],
  ...['finish_reason', 'stop_reason', 'mime_type', 'media_type', 'modality', 'score'],
])

/** Whether a member of a message says what the message is: `role`, `type`, `id`, `name`. */
export function isStructural(member: string): boolean {
  return STRUCTURE.has(member)
}

/** Members of a message under which anything may stand: arguments and results of tools. Nothing below them is structure. */
const OPAQUE: ReadonlySet<string> = new Set(['arguments', 'args', 'input', 'parameters', 'response', 'result', 'output'])

/** Whether what stands under a member of a message is content as a whole. */
export function isOpaque(member: string): boolean {
  return OPAQUE.has(member)
}

/** Attributes by which items are told apart or brought together. Two that differ must not become equal. */
const IDENTITIES: ReadonlySet<string> = new Set([
  semconv.ATTR_TRACKER_SESSION_KEY,
  semconv.ATTR_TRACKER_SESSION_PARENT_KEY,
  semconv.ATTR_SESSION_ID,
  semconv.ATTR_GEN_AI_CONVERSATION_ID,
  semconv.ATTR_GEN_AI_THREAD_ID,
  semconv.ATTR_USER_ID,
  semconv.ATTR_ENDUSER_ID,
  semconv.ATTR_GEN_AI_USER,
])

/** Whether an attribute names a session, a conversation or a person. */
export function isIdentity(key: string): boolean {
  return IDENTITIES.has(key)
}
