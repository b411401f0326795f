import * as semconv from '@ai-tracker/semconv'
import type { Dialect, Interpretation } from '../dialect.ts'
import { KIND_RANK } from '../dialect.ts'
import { finishReason } from '../finish-reason.ts'
import { contentText, jsonColumn, parseJson } from '../json-text.ts'
import { kindTable } from '../kinds.ts'
import { isObject } from '../message-shapes.ts'
import { canonicalProvider } from '../provider-name.ts'
import { firstCost } from '../reported-cost.ts'
import type { SpanView } from '../span-view.ts'
import type { AttributeView } from '../typed-value.ts'
import { count, firstCount, firstText, isUnusableCount, text, toCount, toNumber } from '../typed-value.ts'
import { inputMessages, outputMessages } from './open-inference-messages.ts'

/** Values of `openinference.span.kind`, compared in upper case. CHAIN is put on anything, so any operation name says more. */
const KINDS = kindTable(
  {
    LLM: 'llm',
    EMBEDDING: 'embedding',
    RETRIEVER: 'retrieval',
    RERANKER: 'rerank',
    TOOL: 'tool',
    AGENT: 'agent',
    GUARDRAIL: 'guardrail',
    EVALUATOR: 'evaluator',
    PROMPT: 'prompt',
    CHAIN: 'workflow',
  },
  KIND_RANK.own,
  ['CHAIN'],
)

type Json = Readonly<Record<string, unknown>>

/** A response body that is longer is not searched for its id. */
const MAX_BODY_LENGTH = 64 * 1024

/** OpenInference (Arize): flat keys, marked by `openinference.span.kind`. */
export const openInference: Dialect = {
  name: 'open_inference',
  prefixes: ['openinference.span.kind', 'llm.input_messages.', 'llm.output_messages.', 'llm.token_count.', 'llm.model_name'],
  interpret,
}

function interpret(view: SpanView): Interpretation {
  const { attributes, item } = view
  const input = inputMessages(attributes)
  const output = outputMessages(attributes)
  const isRoot = item.span.parentSpanId === ''
  const sent = invocationParameters(attributes)
  const inputValue = contentText(attributes.get(semconv.ATTR_INPUT_VALUE))
  const outputValue = contentText(attributes.get(semconv.ATTR_OUTPUT_VALUE))
  const body = responseBody(attributes, outputValue)
  return {
    kind: KINDS.get(text(attributes, semconv.ATTR_OPENINFERENCE_SPAN_KIND)?.toUpperCase() ?? ''),
    name: text(attributes, semconv.ATTR_AGENT_NAME),
    session: {
      key: text(attributes, semconv.ATTR_SESSION_ID),
      userId: text(attributes, semconv.ATTR_USER_ID),
      inputs: isRoot ? jsonColumn(inputValue) : undefined,
      outputs: isRoot ? jsonColumn(outputValue) : undefined,
      metadata: isRoot ? jsonColumn(attributes.get(semconv.ATTR_METADATA)) : undefined,
    },
    call: {
      ...identity(attributes),
      ...models(attributes, { sent, body }),
      ...parameters(sent),
      inputMessages: input?.json,
      outputMessages: output?.json,
      inputBlob: inputValue,
      outputBlob: outputValue,
    },
    usage: usage(attributes, body),
    action: {
      tool: text(attributes, semconv.ATTR_TOOL_NAME),
      callId: text(attributes, semconv.ATTR_TOOL_ID),
      arguments: inputValue ?? toolArguments(attributes),
      result: outputValue,
    },
    warnings: [...(input?.warnings ?? []), ...(output?.warnings ?? [])],
  }
}

function identity(attributes: AttributeView): NonNullable<Interpretation['call']> {
  return {
    provider:
      canonicalProvider(text(attributes, semconv.ATTR_LLM_PROVIDER)) ?? canonicalProvider(text(attributes, semconv.ATTR_LLM_SYSTEM)),
    finishReason: finishReason(attributes.get(semconv.ATTR_LLM_FINISH_REASON)),
    reportedCostNanos: firstCost(attributes, [semconv.ATTR_LLM_COST_TOTAL]),
  }
}

/** The response as the provider's SDK returned it, which most senders put into `output.value` of a model call. */
function responseBody(attributes: AttributeView, outputValue: string | undefined): Json {
  const isResponse = text(attributes, semconv.ATTR_OPENINFERENCE_SPAN_KIND) === 'LLM' && outputValue?.startsWith('{') === true
  const parsed = isResponse && outputValue.length <= MAX_BODY_LENGTH ? parseJson(outputValue) : undefined
  return isObject(parsed) && typeof parsed.model === 'string' ? parsed : {}
}

/** `llm.model_name` is the model of the response in most senders, and of the request where there was none. */
function models(
  attributes: AttributeView,
  { sent, body }: { readonly sent: Json; readonly body: Json },
): NonNullable<Interpretation['call']> {
  const named = text(attributes, semconv.ATTR_LLM_MODEL_NAME)
  const requestModel =
    firstText(attributes, [semconv.ATTR_LLM_REQUEST_MODEL_NAME, semconv.ATTR_EMBEDDING_MODEL_NAME, semconv.ATTR_RERANKER_MODEL_NAME]) ??
    stringOf(sent.model) ??
    named
  return {
    requestModel,
    responseModel:
      text(attributes, semconv.ATTR_LLM_RESPONSE_MODEL_NAME) ?? stringOf(body.model) ?? (named === requestModel ? undefined : named),
    responseId: stringOf(body.id),
  }
}

/** What the request was made with; one JSON text, in the provider's names. */
function invocationParameters(attributes: AttributeView): Json {
  const sent = text(attributes, semconv.ATTR_LLM_INVOCATION_PARAMETERS)
  const parsed = sent === undefined ? undefined : parseJson(sent)
  return isObject(parsed) ? parsed : {}
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function parameters(sent: Json): NonNullable<Interpretation['call']> {
  const numberOf = (...keys: readonly string[]) => keys.map((key) => jsonNumber(sent[key])).find((found) => found !== undefined)
  return {
    temperature: numberOf('temperature'),
    topP: numberOf('top_p', 'topP'),
    maxTokens: wholeNumber(numberOf('max_tokens', 'max_completion_tokens', 'max_output_tokens', 'maxOutputTokens', 'maxTokens')),
    stream: typeof sent.stream === 'boolean' ? sent.stream : undefined,
  }
}

function wholeNumber(value: number | undefined): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined
}

function jsonNumber(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'string' ? toNumber(value) : undefined
}

function usage(attributes: AttributeView, body: Json): NonNullable<Interpretation['usage']> {
  const input = count(attributes, semconv.ATTR_LLM_TOKEN_COUNT_PROMPT)
  const details = input === undefined ? {} : bodyUsage(body)
  return {
    input,
    output: count(attributes, semconv.ATTR_LLM_TOKEN_COUNT_COMPLETION),
    total: count(attributes, semconv.ATTR_LLM_TOKEN_COUNT_TOTAL),
    cacheRead: firstCount(attributes, [semconv.ATTR_LLM_TOKEN_COUNT_CACHE_READ, semconv.ATTR_LLM_TOKEN_COUNT_CACHE_INPUT]),
    cacheWrite: count(attributes, semconv.ATTR_LLM_TOKEN_COUNT_CACHE_WRITE),
    cacheWrite1h: details.cacheWrite1h,
    inputAudio: count(attributes, semconv.ATTR_LLM_TOKEN_COUNT_PROMPT_AUDIO),
    outputAudio: count(attributes, semconv.ATTR_LLM_TOKEN_COUNT_COMPLETION_AUDIO),
    reasoning: count(attributes, semconv.ATTR_LLM_TOKEN_COUNT_REASONING) ?? details.reasoning,
    isInputUnusable: isUnusableCount(attributes, [semconv.ATTR_LLM_TOKEN_COUNT_PROMPT]) || undefined,
    isOutputUnusable: isUnusableCount(attributes, [semconv.ATTR_LLM_TOKEN_COUNT_COMPLETION]) || undefined,
  }
}

/** What Anthropic tells and OpenInference has no name for: input that is cached for an hour costs more. Instrumentations leave thinking out, too. */
function bodyUsage({ usage }: Json): NonNullable<Interpretation['usage']> {
  const { cache_creation: written, output_tokens_details: output } = isObject(usage) ? usage : {}
  return {
    cacheWrite1h: isObject(written) ? toCount(written.ephemeral_1h_input_tokens) : undefined,
    reasoning: isObject(output) ? toCount(output.thinking_tokens) : undefined,
  }
}

/** `tool.parameters` is the tool's schema by the specification; several senders put the arguments there. */
function toolArguments(attributes: AttributeView): string | undefined {
  const sent = contentText(attributes.get(semconv.ATTR_TOOL_PARAMETERS))
  const parsed = sent === undefined ? undefined : parseJson(sent)
  return isObject(parsed) && 'properties' in parsed ? undefined : sent
}
