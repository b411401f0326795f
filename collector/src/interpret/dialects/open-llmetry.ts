import * as semconv from '@ai-tracker/semconv'
import type { Scope } from '../../domain/span.ts'
import { contentParts, messageList, messageText, toolCallPart, toolResponsePart } from '../canonical-parts.ts'
import type { Dialect, Interpretation } from '../dialect.ts'
import { KIND_RANK } from '../dialect.ts'
import { finishReason } from '../finish-reason.ts'
import { flatSlots } from '../flat-slots.ts'
import { contentText, jsonColumn, parseJson, writeJson } from '../json-text.ts'
import { kindTable, strongestKind } from '../kinds.ts'
import { isObject } from '../message-shapes.ts'
import { canonicalProvider } from '../provider-name.ts'
import type { SpanView } from '../span-view.ts'
import type { AttributeView } from '../typed-value.ts'
import { count, firstFlag, firstText, isUnusableCount, text } from '../typed-value.ts'

const REQUEST_TYPES = kindTable({ chat: 'llm', completion: 'llm', embedding: 'embedding', rerank: 'rerank' }, KIND_RANK.requestType)
const SPAN_KINDS = kindTable({ workflow: 'workflow', task: 'workflow', agent: 'agent', tool: 'tool', session: 'turn' }, KIND_RANK.entity)

const PROPERTIES = semconv.ATTR_PREFIX_TRACELOOP_ASSOCIATION_PROPERTIES

/** Keys below OTel's `gen_ai.` that only OpenLLMetry writes; looking them up costs less than comparing every key. */
const OWN_KEYS = [
  semconv.ATTR_GEN_AI_IS_STREAMING,
  ...[semconv.ATTR_PREFIX_GEN_AI_PROMPT, semconv.ATTR_PREFIX_GEN_AI_COMPLETION].flatMap((list) => [`${list}0.role`, `${list}0.content`]),
]

/** OpenLLMetry (Traceloop). What its second generation shares with OTel is read by `gen-ai`; this adds what only it writes. */
export const openLlmetry: Dialect = {
  name: 'open_llmetry',
  prefixes: ['traceloop.', 'llm.request.type', 'llm.usage.', 'llm.is_streaming'],
  matches: ({ attributes, item }) => isScope(item.scope) || OWN_KEYS.some((key) => attributes.has(key)),
  interpret,
}

/**
 * Newer spans carry nothing but OTel's names. OpenTelemetry's own packages share the prefix of the Python ones, but their
 * versions end in a beta number (`0.60b1`).
 */
function isScope({ name, version }: Scope): boolean {
  if (name.startsWith('@traceloop/') || name === 'traceloop.tracer') return true
  return name.startsWith('opentelemetry.instrumentation.') && /^0\.\d+\.\d+$/.test(version)
}

function interpret(view: SpanView): Interpretation {
  const { attributes, item } = view
  const isRoot = item.span.parentSpanId === ''
  const input = messageList(flatSlots(attributes, semconv.ATTR_PREFIX_GEN_AI_PROMPT), message)
  const completions = flatSlots(attributes, semconv.ATTR_PREFIX_GEN_AI_COMPLETION)
  const output = messageList(completions, message)
  const entityInput = contentText(attributes.get(semconv.ATTR_TRACELOOP_ENTITY_INPUT))
  const entityOutput = contentText(attributes.get(semconv.ATTR_TRACELOOP_ENTITY_OUTPUT))
  const isTool = text(attributes, semconv.ATTR_TRACELOOP_SPAN_KIND) === 'tool'
  return {
    kind: strongestKind([
      REQUEST_TYPES.get(text(attributes, semconv.ATTR_LLM_REQUEST_TYPE) ?? ''),
      SPAN_KINDS.get(text(attributes, semconv.ATTR_TRACELOOP_SPAN_KIND) ?? ''),
    ]),
    name: text(attributes, semconv.ATTR_TRACELOOP_ENTITY_NAME),
    session: {
      ...session(attributes),
      inputs: isRoot ? jsonColumn(entityInput) : undefined,
      outputs: isRoot ? jsonColumn(entityOutput) : undefined,
    },
    call: {
      provider: canonicalProvider(text(attributes, `${PROPERTIES}ls_provider`)),
      stream: firstFlag(attributes, [semconv.ATTR_GEN_AI_IS_STREAMING, semconv.ATTR_LLM_IS_STREAMING]),
      finishReason: stopReason(attributes, completions.slots[0]?.[1]),
      inputMessages: input?.json,
      outputMessages: output?.json,
      inputBlob: entityInput,
      outputBlob: entityOutput,
    },
    usage: usage(attributes),
    action: {
      tool: isTool ? text(attributes, semconv.ATTR_TRACELOOP_ENTITY_NAME) : undefined,
      arguments: isTool ? toolArguments(entityInput) : undefined,
      result: isTool ? toolResult(entityOutput) : undefined,
    },
    warnings: [...(input?.warnings ?? []), ...(output?.warnings ?? [])],
  }
}

/** Association properties are facts of the whole trace that are repeated on every span. */
function session(attributes: AttributeView): NonNullable<Interpretation['session']> {
  const threadId = text(attributes, `${PROPERTIES}thread_id`)
  return {
    key: text(attributes, `${PROPERTIES}session_id`) ?? threadId,
    conversationId: threadId,
    workflow: text(attributes, semconv.ATTR_TRACELOOP_WORKFLOW_NAME),
    userId: firstText(attributes, [`${PROPERTIES}user_id`, semconv.ATTR_LLM_USER]),
  }
}

function stopReason(attributes: AttributeView, completion: AttributeView | undefined): string | undefined {
  return (
    finishReason(completion?.get('finish_reason')) ??
    finishReason(attributes.get(semconv.ATTR_GEN_AI_RESPONSE_STOP_REASON)) ??
    finishReason(attributes.get(semconv.ATTR_LLM_RESPONSE_FINISH_REASON)) ??
    finishReason(attributes.get(semconv.ATTR_LLM_RESPONSE_STOP_REASON))
  )
}

function usage(attributes: AttributeView): NonNullable<Interpretation['usage']> {
  return {
    input: count(attributes, semconv.ATTR_LLM_USAGE_PROMPT_TOKENS),
    output: count(attributes, semconv.ATTR_LLM_USAGE_COMPLETION_TOKENS),
    total: count(attributes, semconv.ATTR_LLM_USAGE_TOTAL_TOKENS),
    cacheRead: count(attributes, semconv.ATTR_LLM_USAGE_CACHED_TOKENS),
    reasoning: count(attributes, semconv.ATTR_LLM_USAGE_REASONING_TOKENS),
    isInputUnusable: isUnusableCount(attributes, [semconv.ATTR_LLM_USAGE_PROMPT_TOKENS]) || undefined,
    isOutputUnusable: isUnusableCount(attributes, [semconv.ATTR_LLM_USAGE_COMPLETION_TOKENS]) || undefined,
  }
}

function message(fields: AttributeView): string {
  const content = contentText(fields.get('content'))
  const callId = text(fields, 'tool_call_id')
  const parts: string[] = []
  if (content !== undefined) parts.push(...(callId === undefined ? contentParts(content) : [toolResponsePart(callId, content)]))
  const refusal = text(fields, 'refusal')
  if (refusal !== undefined) parts.push(...contentParts(refusal))
  for (const [, call] of flatSlots(fields, 'tool_calls.').slots)
    parts.push(toolCallPart({ id: text(call, 'id'), name: text(call, 'name'), args: text(call, 'arguments') }))
  return messageText(text(fields, 'role'), parts, { finish_reason: text(fields, 'finish_reason') })
}

/** The decorators write a call as `{"args": […], "kwargs": {…}}`; a tool that takes one thing, or only named ones, was given just that. */
function toolArguments(sent: string | undefined): string | undefined {
  const call = sent === undefined ? undefined : parseJson(sent)
  if (!isObject(call) || !Array.isArray(call.args) || !isObject(call.kwargs)) return sent
  const isNamed = Object.keys(call.kwargs).length > 0
  if (call.args.length === 0 && isNamed) return writeJson(call.kwargs)
  if (call.args.length !== 1 || isNamed) return sent
  const only: unknown = call.args[0]
  return typeof only === 'string' ? only : writeJson(only)
}

/** A result that was a text is written as a JSON string. */
function toolResult(sent: string | undefined): string | undefined {
  const parsed = sent?.startsWith('"') ? parseJson(sent) : undefined
  return typeof parsed === 'string' ? parsed : sent
}
