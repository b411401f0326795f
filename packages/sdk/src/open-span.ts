import { ATTR_ERROR_TYPE, EVENT_EXCEPTION } from '@ai-tracker/semconv'
import {
  type Attributes,
  type Context,
  context,
  type HrTime,
  type Link,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { laterOf } from './clock.ts'
import type { Liveness } from './export/open-spans.ts'
import { exceptionAttributes, failureOf, messageOf } from './failure.ts'
import { isRecordedSpan, isSampled, type RecordedSpan } from './recorded-span.ts'
import type { Runtime } from './runtime.ts'
import { guarded, warn } from './warn.ts'

/** How a span of ours begins. */
export interface SpanStart {
  readonly name: string
  /** Is called where nothing of it can throw into the program. */
  readonly attributes: () => Attributes
  readonly parent: Context
  readonly liveness: Liveness
  readonly kind?: SpanKind
  /** Default: now. */
  readonly startTime?: HrTime
  readonly links?: readonly Link[]
}

/** How it ends. */
export interface SpanEnd {
  /** What the program says at the end. */
  readonly attributes?: () => Attributes
  /** How it ended, in our own words. */
  readonly status?: Attributes
  /** What it failed with. */
  readonly error?: unknown
  readonly hasFailed?: boolean
  /** Default: now. */
  readonly endTime?: HrTime | undefined
  /** The call that says so. Without one the end of a scope does, which has nothing to say where a call has come first. */
  readonly by?: Ending | undefined
}

/** What ends a span: a call of the program, or the error that leaves its callback. */
type Ending = 'complete' | 'respond' | 'fail' | 'cancel' | 'skip' | 'throw'

/** An event as it stands on a span. */
export interface EventFields {
  readonly name: string
  readonly attributes: Attributes
}

/** A span of ours: everything that is written to it goes through here, so that nothing of it can throw. */
export interface OpenSpan {
  readonly span: Span
  readonly traceId: string
  readonly spanId: string
  /** Whether anything of it is kept: not when it is disabled, not sampled, or made where tracing is suppressed. */
  readonly isRecorded: boolean
  isEnded(): boolean
  /** Ignored, with a warning, once it has ended. */
  set(attributes: () => Attributes): void
  /** Ignored, with a warning, once it has ended. */
  add(event: () => EventFields): void
  /** Also after the end: what is known only then, such as a rating or the hash of a large file. */
  addLate(event: () => EventFields, time: HrTime): void
  /** The first time counts; what a later one says is ignored, with a warning. */
  end(how: SpanEnd): void
}

/** Names are for lists; whole texts stand in attributes. */
const MAX_NAME_LENGTH = 256

/** Starts a span. */
export function openSpan(
  runtime: Runtime,
  { name, attributes, parent, liveness, kind = SpanKind.INTERNAL, startTime = runtime.now(), links }: SpanStart,
): OpenSpan {
  const options = {
    kind,
    // A sampler decides by them; where there is none, nobody reads them.
    attributes: runtime.pipeline ? guarded('an attribute', attributes, {}) : {},
    startTime,
    ...(links && { links: [...links] }),
  }
  const span =
    guarded('starting a span', () => runtime.tracer.startSpan(name.slice(0, MAX_NAME_LENGTH), options, parent), undefined) ??
    trace.wrapSpanContext(NO_SPAN)
  const { traceId, spanId } = span.spanContext()
  const isRecorded = span.isRecording()
  const recorded = exportable(span)
  const pipeline = recorded && runtime.pipeline
  if (pipeline) guarded('the start of a span', () => pipeline.started(recorded, liveness), undefined)
  let first: Pick<SpanEnd, 'by' | 'error'> | undefined

  const whileOpen = (what: string, write: () => void) => {
    if (first) warn('after-end', `${what} came after ${JSON.stringify(name)} had ended, and is not recorded`)
    else if (isRecorded) guarded(what, write, undefined)
  }
  const addAt = ({ name: eventName, attributes: fields }: EventFields, time: HrTime) => {
    span.addEvent(eventName, fields, time)
    if (recorded) pipeline?.changed(recorded)
  }
  const addAfterEnd = (event: EventFields, time: HrTime) => {
    if (recorded) pipeline?.addLate(recorded, { ...event, time })
  }
  return {
    span,
    traceId,
    spanId,
    isRecorded,
    isEnded: () => first !== undefined,
    set(more) {
      whileOpen('an attribute', () => {
        span.setAttributes(more())
        if (recorded) pipeline?.changed(recorded)
      })
    },
    add(event) {
      whileOpen('an event', () => addAt(event(), runtime.now()))
    },
    addLate(event, time) {
      // The program may have ended the span by itself.
      const add = first || recorded?.ended ? addAfterEnd : addAt
      if (isRecorded) guarded('an event', () => add(event(), time), undefined)
    },
    end(how) {
      if (first) return tellIgnored(name, first, how)
      first = { by: how.by, error: how.error }
      // A clock that was set back must not make it end before it began.
      const endTime = laterOf(startTime, how.endTime ?? runtime.now())
      if (isRecorded) guarded('the end of a span', () => endSpan(span, { ...how, endTime }), undefined)
      if (recorded && pipeline) guarded('the end of a span', () => pipeline.ended(recorded), undefined)
    },
  }
}

/** The context in which children of a span are made. */
export function contextOf(span: Span, base: Context = context.active()): Context {
  return trace.setSpan(base, span)
}

const NO_SPAN = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 }

function exportable(span: Span): RecordedSpan | undefined {
  if (isRecordedSpan(span)) return isSampled(span) ? span : undefined
  if (span.isRecording())
    warn('foreign', 'the tracer provider of this program is no OpenTelemetry SDK; the tracker sees only what it exports itself')
  return undefined
}

function endSpan(span: Span, { attributes, status, error, hasFailed = false, endTime }: SpanEnd & { readonly endTime: HrTime }): void {
  if (attributes) span.setAttributes(guarded('an attribute', attributes, {}))
  if (status) span.setAttributes(status)
  if (hasFailed) {
    const failure = failureOf(error)
    span.setAttribute(ATTR_ERROR_TYPE, failure.type)
    span.addEvent(EVENT_EXCEPTION, exceptionAttributes(failure), endTime)
    span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message })
  }
  span.end(endTime)
}

/** Two endings that say the same lose nothing, nor does an error on its way out of what was ended for its sake. */
function tellIgnored(name: string, first: Pick<SpanEnd, 'by' | 'error'>, { by, error, attributes }: SpanEnd): void {
  const isHarmless = by === 'throw' ? first.by !== 'complete' && first.by !== 'respond' : by === first.by && error === first.error
  if (by === undefined || (isHarmless && !attributes)) return
  const ignored = by === 'throw' ? `the error ${quoted(error)} of its callback` : `${by}(${by === 'fail' ? quoted(error) : ''})`
  const ended = first.by === undefined ? 'with its scope' : first.by === 'throw' ? 'with an error' : `with ${first.by}()`
  warn('second-end', `${ignored} is ignored: ${JSON.stringify(name)} had ended ${ended} before, and the first ending counts`)
}

function quoted(error: unknown): string {
  return JSON.stringify(messageOf(error).slice(0, MAX_NAME_LENGTH))
}
