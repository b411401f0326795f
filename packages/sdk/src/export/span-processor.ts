import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_TRACKER_PHASE_NAME,
  GEN_AI_OPERATION_NAME_VALUE_INVOKE_AGENT,
  GEN_AI_OPERATION_NAME_VALUE_INVOKE_WORKFLOW,
} from '@ai-tracker/semconv'
import { processState } from '../process-state.ts'
import { isRecordedSpan, isSampled, type RecordedSpan } from '../recorded-span.ts'
import { SCOPE_NAME } from '../scope-name.ts'
import { guarded } from '../warn.ts'
import type { Liveness } from './open-spans.ts'
import type { Pipeline } from './pipeline.ts'
import { behindAtEnd, behindAtStart } from './rounded-start.ts'

/** A span processor for the provider of any OpenTelemetry SDK, 2 or 3. */
export interface TrackerSpanProcessor {
  onStart(span: object): void
  onEnd(span: RecordedSpan): void
  forceFlush(): Promise<void>
  shutdown(): Promise<void>
}

/** What other conventions call spans that are worth a signal when they start. */
const STEP_MARKS: readonly (readonly [key: string, values: readonly unknown[]])[] = [
  [ATTR_GEN_AI_OPERATION_NAME, [GEN_AI_OPERATION_NAME_VALUE_INVOKE_AGENT, GEN_AI_OPERATION_NAME_VALUE_INVOKE_WORKFLOW]],
  ['openinference.span.kind', ['AGENT']],
  ['traceloop.span.kind', ['agent', 'workflow']],
]

/** Hands every sampled span of a provider to a pipeline. @param pipeline is asked for when the first span comes */
export function createSpanProcessor(pipeline: () => Pipeline | undefined): TrackerSpanProcessor {
  const behind = new WeakMap<RecordedSpan, number>()
  const atStart = (span: RecordedSpan) => {
    // Our own spans have the time of our own clock.
    const behindNs = span.instrumentationScope.name === SCOPE_NAME ? undefined : behindAtStart(span, processState().now())
    if (behindNs === undefined) return
    behind.set(span, behindNs)
    pipeline()?.isBehind(span, behindNs)
  }
  const atEnd = (span: RecordedSpan) => {
    const behindNs = behind.get(span)
    if (behindNs !== undefined) pipeline()?.isBehind(span, behindAtEnd(span, processState().now(), behindNs))
  }
  const flush = async () => void (await pipeline()?.flush())
  return {
    onStart(span) {
      guarded(
        'the start of a span',
        () => {
          if (!isRecordedSpan(span) || !isSampled(span)) return
          atStart(span)
          pipeline()?.started(span, livenessOf(span.attributes))
        },
        undefined,
      )
    },
    onEnd(span) {
      guarded(
        'the end of a span',
        () => {
          if (!isSampled(span)) return
          atEnd(span)
          pipeline()?.ended(span)
        },
        undefined,
      )
    },
    forceFlush: flush,
    shutdown: flush,
  }
}

function livenessOf(attributes: object): Liveness {
  const isStep = ATTR_TRACKER_PHASE_NAME in attributes || STEP_MARKS.some(([key, values]) => values.includes(Reflect.get(attributes, key)))
  return isStep ? 'now' : 'when long'
}
