import {
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MAX_TOKENS,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_REQUEST_TEMPERATURE,
  ATTR_GEN_AI_REQUEST_TOP_P,
  ATTR_GEN_AI_RESPONSE_FINISH_REASONS,
  ATTR_GEN_AI_RESPONSE_ID,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK,
  ATTR_GEN_AI_SYSTEM_INSTRUCTIONS,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS,
  ATTR_TRACKER_COST_USD,
  ATTR_TRACKER_EXPERIMENT_NAME,
  ATTR_TRACKER_EXPERIMENT_VARIANT,
  ATTR_TRACKER_TOKENS_ESTIMATED,
  GEN_AI_OPERATION_NAME_VALUE_CHAT,
} from '@ai-tracker/semconv'
import { type Attributes, type Context, type HrTime, type Span, SpanKind } from '@opentelemetry/api'
import { usableCost } from './amounts.ts'
import { attributesOf, type Metadata, metadataAttributes } from './attributes.ts'
import { type RatingOptions, ratingEvent } from './events.ts'
import { type Conversation, inputMessages, type Message, outputMessages, systemInstructions, type ToolCall } from './messages.ts'
import { nonEmpty } from './odd-value.ts'
import { contextOf, type OpenSpan, openSpan } from './open-span.ts'
import { pastTimes } from './past-times.ts'
import { plainOptions } from './plain-options.ts'
import { type Runnable, runIn } from './run.ts'
import type { Runtime } from './runtime.ts'

/** What a model is asked. */
export interface PromptOptions extends Conversation {
  /** The question, as one message of the user. */
  readonly text?: string | undefined
  /** The whole conversation, instead of `text`. */
  readonly messages?: readonly Message[] | undefined
  readonly system?: string | undefined
  /** The model that is asked for. */
  readonly model: string
  /** Who serves it. Example: `openai`. Default: what the model's name says. */
  readonly provider?: string | undefined
  readonly temperature?: number | undefined
  readonly topP?: number | undefined
  readonly maxTokens?: number | undefined
  readonly stream?: boolean | undefined
  /** Name of the experiment, and the arm of it, that this call belongs to. */
  readonly experiment?: string | undefined
  readonly variant?: string | undefined
  readonly metadata?: Metadata | undefined
}

/** What a model answered. */
export interface ResponseOptions extends Conversation {
  /** The answer, as one message of the assistant. */
  readonly text?: string | null | undefined
  /** The messages of the answer, instead of `text`. */
  readonly messages?: readonly Message[] | undefined
  readonly toolCalls?: readonly ToolCall[] | undefined
  /** The model that answered, when its name differs from the one that was asked for. */
  readonly model?: string | undefined
  /** The provider's id of the response. */
  readonly responseId?: string | undefined
  /** Input tokens, cached ones included. */
  readonly tokensInput?: number | null | undefined
  /** Output tokens, reasoning included. */
  readonly tokensOutput?: number | null | undefined
  readonly tokensCacheRead?: number | null | undefined
  readonly tokensCacheWrite?: number | null | undefined
  readonly tokensReasoning?: number | null | undefined
  /** Whether the token counts are an estimate. */
  readonly tokensEstimated?: boolean | undefined
  readonly finishReason?: string | null | undefined
  /** What it cost, when it is known better than by the price list. A decimal string is exact. */
  readonly costUsd?: number | string | undefined
  readonly timeToFirstTokenMs?: number | undefined
}

/** Something that can be judged, also after it has ended. */
export interface Rateable {
  readonly traceId: string
  readonly spanId: string
  /** Records a judgement, at any time. */
  rate(rating: RatingOptions): void
}

/** A call of a model while it runs. */
export interface Prompt extends Rateable, Disposable {
  /** The OpenTelemetry span, for what is not offered here. */
  readonly span: Span
  /** Records the answer. In the explicit form this ends the call; in the callback form the call ends with the callback, at this moment. */
  respond(response: ResponseOptions): Rateable
  /** Ends the call without an answer. */
  fail(error: unknown): void
  /** Runs code as a part of the call. */
  run<T>(work: () => T): T
}

/** A call that is over: prompt and answer at once. */
export interface CallLog {
  readonly prompt: PromptOptions
  readonly response?: ResponseOptions | undefined
  /** How long it took. Default: 0. */
  readonly latencyMs?: number | undefined
  /** When it ended. Default: now. */
  readonly endedAt?: Date | undefined
  /** Why it failed. */
  readonly error?: unknown
}

/** A prompt with what the callback form needs. */
export interface OpenPrompt extends Runnable<Prompt> {
  readonly open: OpenSpan
}

/** Starts a call. @param isExplicit whether the answer ends it */
export function openPrompt(
  runtime: Runtime,
  parent: Context,
  { options, isExplicit }: { options: PromptOptions; isExplicit: boolean },
): OpenPrompt {
  const open = openSpan(runtime, {
    name: nameOf(options),
    kind: SpanKind.CLIENT,
    attributes: () => promptAttributes(options, runtime),
    parent,
    liveness: 'when long',
  })
  const inside = contextOf(open.span, parent)
  let respondedAt: HrTime | undefined
  const handle: Prompt = {
    ...rateable(open, runtime),
    span: open.span,
    respond(response) {
      open.set(() => responseAttributes(response ?? {}, runtime))
      respondedAt = runtime.now()
      // Too late, it has just been told of.
      if (isExplicit && !open.isEnded()) open.end({ by: 'respond', endTime: respondedAt })
      return handle
    },
    fail: (error) => open.end({ by: 'fail', error, hasFailed: true }),
    run: (work) => runIn(inside, work, 'prompt.run(work)'),
    [Symbol.dispose]: () => open.end({ endTime: respondedAt }),
  }
  return {
    open,
    context: inside,
    handle,
    complete(result) {
      if (respondedAt === undefined && typeof result === 'string' && !open.isEnded()) handle.respond({ text: result })
      open.end({ endTime: respondedAt })
    },
    fail: (error) => open.end({ by: 'throw', error, hasFailed: true }),
  }
}

/** Records a call that is over. */
export function logCall(runtime: Runtime, parent: Context, { latencyMs, endedAt, error, ...call }: CallLog): Rateable {
  const prompt = plainOptions(call.prompt, NO_PROMPT)
  const response = plainOptions(call.response, {})
  const { startTime, endTime } = pastTimes({ endedAt, durationMs: latencyMs }, runtime.now)
  const open = openSpan(runtime, {
    name: nameOf(prompt),
    kind: SpanKind.CLIENT,
    attributes: () => ({ ...promptAttributes(prompt, runtime), ...responseAttributes(response, runtime) }),
    parent,
    liveness: 'when long',
    startTime,
  })
  open.end({ endTime, ...(error !== undefined && { error, hasFailed: true }) })
  return rateable(open, runtime)
}

/** What can be said of a span also after its end. */
export function rateable(open: OpenSpan, { now }: Runtime): Rateable {
  return { traceId: open.traceId, spanId: open.spanId, rate: (rating) => open.addLate(() => ratingEvent(rating ?? {}), now()) }
}

const NO_PROMPT: PromptOptions = { model: '' }

function nameOf({ model }: PromptOptions): string {
  return typeof model === 'string' && model !== '' ? `${GEN_AI_OPERATION_NAME_VALUE_CHAT} ${model}` : GEN_AI_OPERATION_NAME_VALUE_CHAT
}

function promptAttributes(options: PromptOptions, { content }: Runtime): Attributes {
  return {
    ...attributesOf({
      [ATTR_GEN_AI_OPERATION_NAME]: GEN_AI_OPERATION_NAME_VALUE_CHAT,
      [ATTR_GEN_AI_PROVIDER_NAME]: options.provider,
      [ATTR_GEN_AI_REQUEST_MODEL]: nonEmpty('the model of a prompt', options.model),
      [ATTR_GEN_AI_REQUEST_TEMPERATURE]: options.temperature,
      [ATTR_GEN_AI_REQUEST_TOP_P]: options.topP,
      [ATTR_GEN_AI_REQUEST_MAX_TOKENS]: options.maxTokens,
      [ATTR_GEN_AI_REQUEST_STREAM]: options.stream,
      [ATTR_TRACKER_EXPERIMENT_NAME]: options.experiment,
      [ATTR_TRACKER_EXPERIMENT_VARIANT]: options.variant,
      ...(content === 'full' && {
        [ATTR_GEN_AI_INPUT_MESSAGES]: inputMessages(options),
        [ATTR_GEN_AI_SYSTEM_INSTRUCTIONS]: systemInstructions(options.system),
      }),
    }),
    ...metadataAttributes(options.metadata),
  }
}

function responseAttributes(response: ResponseOptions, { content }: Runtime): Attributes {
  const { finishReason, timeToFirstTokenMs } = response
  return attributesOf({
    [ATTR_GEN_AI_RESPONSE_MODEL]: response.model,
    [ATTR_GEN_AI_RESPONSE_ID]: response.responseId,
    [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: response.tokensInput,
    [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: response.tokensOutput,
    [ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS]: response.tokensCacheRead,
    [ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS]: response.tokensCacheWrite,
    [ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS]: response.tokensReasoning,
    [ATTR_TRACKER_TOKENS_ESTIMATED]: response.tokensEstimated,
    [ATTR_GEN_AI_RESPONSE_FINISH_REASONS]: finishReason == null ? undefined : [finishReason],
    [ATTR_TRACKER_COST_USD]: usableCost(response.costUsd),
    [ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]: timeToFirstTokenMs === undefined ? undefined : timeToFirstTokenMs / 1000,
    ...(content === 'full' && { [ATTR_GEN_AI_OUTPUT_MESSAGES]: outputMessages(response, response.toolCalls, finishReason) }),
  })
}
