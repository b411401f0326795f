import {
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_COMPLETION,
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_DATA_SOURCE_ID,
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_OPERATION_TYPE,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_PROMPT,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_IS_STREAM,
  ATTR_GEN_AI_REQUEST_MAX_TOKENS,
  ATTR_GEN_AI_REQUEST_MESSAGES,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_REQUEST_STREAMING,
  ATTR_GEN_AI_REQUEST_TEMPERATURE,
  ATTR_GEN_AI_REQUEST_TOP_P,
  ATTR_GEN_AI_RESPONSE_FINISH_REASON,
  ATTR_GEN_AI_RESPONSE_FINISH_REASONS,
  ATTR_GEN_AI_RESPONSE_ID,
  ATTR_GEN_AI_RESPONSE_ID_FLAT,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_RESPONSE_STREAMING,
  ATTR_GEN_AI_RESPONSE_TEXT,
  ATTR_GEN_AI_RETRIEVAL_DOCUMENTS,
  ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT,
  ATTR_GEN_AI_SYSTEM,
  ATTR_GEN_AI_SYSTEM_INSTRUCTIONS,
  ATTR_GEN_AI_THREAD_ID,
  ATTR_GEN_AI_TOOL_ARGS,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_ID,
  ATTR_GEN_AI_TOOL_CALL_ID_FLAT,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_GEN_AI_TOOL_INPUT,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_GEN_AI_TOOL_OUTPUT,
  ATTR_GEN_AI_TOOL_STATUS,
  ATTR_GEN_AI_USER,
  ATTR_GEN_AI_WORKFLOW_NAME,
  ATTR_MCP_METHOD_NAME,
  ATTR_SESSION_ID,
  GEN_AI_OPERATION_NAME_VALUE_FETCH_RESPONSE,
  MCP_METHOD_NAME_VALUE_TOOLS_CALL,
} from '@ai-tracker/semconv'
import type { Dialect, Interpretation, KindClaim } from '../dialect.ts'
import { KIND_RANK } from '../dialect.ts'
import type { EventContent } from '../event-messages.ts'
import { eventContent } from '../event-messages.ts'
import { finishReason } from '../finish-reason.ts'
import { contentText } from '../json-text.ts'
import { kindTable, operationKind } from '../kinds.ts'
import { canonicalProvider } from '../provider-name.ts'
import { firstCost } from '../reported-cost.ts'
import type { SpanView } from '../span-view.ts'
import type { AttributeView } from '../typed-value.ts'
import { firstFlag, firstText, integer, number, text } from '../typed-value.ts'
import { GEN_AI_COST_KEYS, genAiUsage } from './gen-ai-usage.ts'

const STREAM_KEYS = [
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_REQUEST_IS_STREAM,
  ATTR_GEN_AI_RESPONSE_STREAMING,
  ATTR_GEN_AI_REQUEST_STREAMING,
]

/** Values of Sentry's `gen_ai.operation.type`. */
const OPERATION_TYPES = kindTable({ agent: 'agent', ai_client: 'llm', tool: 'tool', handoff: 'step', memory: 'memory' }, KIND_RANK.entity)

/** The OpenTelemetry GenAI conventions in every version and spelling, and MCP. */
export const genAi: Dialect = {
  name: 'gen_ai',
  prefixes: ['gen_ai.', 'operation.cost', 'mcp.method.name'],
  matches: ({ item }) => item.span.events.some(({ name }) => name.startsWith('gen_ai.') && name !== 'gen_ai.evaluation.result'),
  interpret,
}

function interpret(view: SpanView): Interpretation {
  const { attributes, item } = view
  const operation = text(attributes, ATTR_GEN_AI_OPERATION_NAME)
  const events = eventContent(item.span.events)
  return {
    kind: kind(attributes, operation),
    name: firstText(attributes, [ATTR_GEN_AI_AGENT_NAME, ATTR_GEN_AI_WORKFLOW_NAME]),
    session: {
      key: firstText(attributes, [ATTR_SESSION_ID, ATTR_GEN_AI_CONVERSATION_ID, ATTR_GEN_AI_THREAD_ID]),
      workflow: text(attributes, ATTR_GEN_AI_WORKFLOW_NAME),
      conversationId: text(attributes, ATTR_GEN_AI_CONVERSATION_ID),
      userId: firstText(attributes, ['user.id', ATTR_GEN_AI_USER]),
    },
    call: { ...identity(attributes, operation), ...content(attributes, events) },
    // A poll repeats the usage of the response that it polls.
    usage: operation === GEN_AI_OPERATION_NAME_VALUE_FETCH_RESPONSE ? {} : genAiUsage(attributes),
    action: toolCall(attributes, events),
    error: text(attributes, ATTR_GEN_AI_TOOL_STATUS) === 'error' ? {} : undefined,
  }
}

function kind(attributes: AttributeView, operation: string | undefined): KindClaim | undefined {
  const claim = operationKind(operation) ?? OPERATION_TYPES.get(text(attributes, ATTR_GEN_AI_OPERATION_TYPE) ?? '')
  if (claim) return claim
  if (attributes.has(ATTR_MCP_METHOD_NAME)) return { kind: 'mcp', rank: KIND_RANK.protocol }
  const isTool = attributes.has(ATTR_GEN_AI_TOOL_CALL_ID) || attributes.has(ATTR_GEN_AI_TOOL_CALL_ARGUMENTS)
  return isTool ? { kind: 'tool', rank: KIND_RANK.shape } : undefined
}

function identity(attributes: AttributeView, operation: string | undefined): NonNullable<Interpretation['call']> {
  return {
    provider: canonicalProvider(text(attributes, ATTR_GEN_AI_PROVIDER_NAME)) ?? canonicalProvider(text(attributes, ATTR_GEN_AI_SYSTEM)),
    requestModel: text(attributes, ATTR_GEN_AI_REQUEST_MODEL),
    responseModel: text(attributes, ATTR_GEN_AI_RESPONSE_MODEL),
    responseId: firstText(attributes, [ATTR_GEN_AI_RESPONSE_ID, ATTR_GEN_AI_RESPONSE_ID_FLAT]),
    operation,
    temperature: number(attributes, ATTR_GEN_AI_REQUEST_TEMPERATURE),
    topP: number(attributes, ATTR_GEN_AI_REQUEST_TOP_P),
    maxTokens: integer(attributes, ATTR_GEN_AI_REQUEST_MAX_TOKENS),
    stream: firstFlag(attributes, STREAM_KEYS),
    finishReason:
      finishReason(attributes.get(ATTR_GEN_AI_RESPONSE_FINISH_REASONS)) ?? finishReason(attributes.get(ATTR_GEN_AI_RESPONSE_FINISH_REASON)),
    reportedCostNanos: firstCost(attributes, GEN_AI_COST_KEYS),
  }
}

/** Messages from the attributes, then from the span's events. */
function content(attributes: AttributeView, { details, input, output }: EventContent): NonNullable<Interpretation['call']> {
  const sent = (key: string) => contentText(attributes.get(key)) ?? contentText(details?.get(key))
  return {
    inputMessages: sent(ATTR_GEN_AI_INPUT_MESSAGES) ?? input ?? sent(ATTR_GEN_AI_REQUEST_MESSAGES),
    outputMessages: sent(ATTR_GEN_AI_OUTPUT_MESSAGES) ?? output ?? sent(ATTR_GEN_AI_RESPONSE_TEXT),
    inputBlob: sent(ATTR_GEN_AI_PROMPT),
    outputBlob: sent(ATTR_GEN_AI_COMPLETION),
    system: sent(ATTR_GEN_AI_SYSTEM_INSTRUCTIONS),
  }
}

/** What a tool span says. `gen_ai.tool.name` stands on other spans too; only tool spans become actions. */
function toolCall(attributes: AttributeView, { toolInput, toolOutput }: EventContent): NonNullable<Interpretation['action']> {
  const first = (keys: readonly string[]) => keys.map((key) => contentText(attributes.get(key))).find((found) => found !== undefined)
  const isMcpTool = attributes.get(ATTR_MCP_METHOD_NAME) === MCP_METHOD_NAME_VALUE_TOOLS_CALL
  return {
    tool:
      firstText(attributes, [ATTR_GEN_AI_TOOL_NAME, ATTR_GEN_AI_DATA_SOURCE_ID]) ??
      (isMcpTool ? MCP_METHOD_NAME_VALUE_TOOLS_CALL : undefined),
    callId: firstText(attributes, [ATTR_GEN_AI_TOOL_CALL_ID, ATTR_GEN_AI_TOOL_CALL_ID_FLAT]),
    arguments:
      first([ATTR_GEN_AI_TOOL_CALL_ARGUMENTS, ATTR_GEN_AI_TOOL_INPUT, ATTR_GEN_AI_TOOL_ARGS, ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT]) ??
      toolInput,
    result: first([ATTR_GEN_AI_TOOL_CALL_RESULT, ATTR_GEN_AI_TOOL_OUTPUT, ATTR_GEN_AI_RETRIEVAL_DOCUMENTS]) ?? toolOutput,
  }
}
