import {
  ATTR_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK,
  ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK,
  ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_TOKEN,
  ATTR_GEN_AI_SERVER_TIME_TO_FIRST_TOKEN,
  EVENT_GEN_AI_CONTENT_COMPLETION_CHUNK,
  EVENT_LLM_CONTENT_COMPLETION_CHUNK,
} from '@ai-tracker/semconv'
import { decimalToInt } from '../domain/money.ts'
import type { SpanItem } from '../domain/span.ts'
import type { SpanView } from './span-view.ts'
import type { AttributeView } from './typed-value.ts'
import { number } from './typed-value.ts'

const SECONDS_SCALE = 9
const MILLISECONDS_SCALE = 6
/** 11 days: no answer takes longer to begin. */
const MAX_SECONDS = 1e6

const IN_SECONDS = [
  ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK,
  ATTR_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK,
  ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_TOKEN,
]

const CHUNK_EVENTS: ReadonlySet<string> = new Set([
  EVENT_LLM_CONTENT_COMPLETION_CHUNK,
  EVENT_GEN_AI_CONTENT_COMPLETION_CHUNK,
  'ai.stream.firstChunk',
  'First Token Stream Event', // OpenInference
])

/** Whether an event only marks one piece of a stream: it tells when the first came and is no moment of a timeline. */
export function isChunkEvent(name: string): boolean {
  return CHUNK_EVENTS.has(name) || name.startsWith('mlflow.chunk.')
}

/** Nanoseconds from the span's start to the first token, from an attribute or else from the first chunk event. */
export function timeToFirstTokenNs({ item, attributes }: SpanView): bigint | undefined {
  return fromSeconds(attributes) ?? fromServerTime(attributes, item) ?? fromChunks(item)
}

function fromSeconds(attributes: AttributeView): bigint | undefined {
  for (const key of IN_SECONDS) {
    const seconds = number(attributes, key)
    if (seconds !== undefined) return toNs(seconds, SECONDS_SCALE)
  }
  return undefined
}

/** The one key that is in seconds or in milliseconds, by its sender: more seconds than the span lasted must be milliseconds. */
function fromServerTime(attributes: AttributeView, { span, scope }: SpanItem): bigint | undefined {
  const value = number(attributes, ATTR_GEN_AI_SERVER_TIME_TO_FIRST_TOKEN)
  if (value === undefined) return undefined
  const durationSeconds = Number(span.endNs - span.startNs) / 1e9
  const isMilliseconds =
    scope.name.startsWith('strands') || (!scope.name.startsWith('openlit') && span.endNs !== 0n && value > durationSeconds)
  return toNs(value, isMilliseconds ? MILLISECONDS_SCALE : SECONDS_SCALE)
}

function fromChunks({ span }: SpanItem): bigint | undefined {
  const first = span.events.find(({ name }) => isChunkEvent(name))
  if (!first || first.timeNs < span.startNs || span.startNs === 0n) return undefined
  return first.timeNs - span.startNs
}

function toNs(value: number, scale: number): bigint | undefined {
  return value >= 0 && value <= MAX_SECONDS * 10 ** (SECONDS_SCALE - scale) ? decimalToInt(String(value), scale) : undefined
}
