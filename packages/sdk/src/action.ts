import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_ID,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_PROCESS_COMMAND_LINE,
  ATTR_PROCESS_EXIT_CODE,
  ATTR_TRACKER_ACTION_TYPE,
  GEN_AI_OPERATION_NAME_VALUE_EXECUTE_TOOL,
} from '@ai-tracker/semconv'
import type { Attributes, Context, Span } from '@opentelemetry/api'
import { attributesOf, type Metadata, metadataAttributes } from './attributes.ts'
import { toText } from './json.ts'
import { nameOr } from './odd-value.ts'
import { contextOf, openSpan } from './open-span.ts'
import { pastTimes } from './past-times.ts'
import { type Rateable, rateable } from './prompt.ts'
import { type Runnable, runIn } from './run.ts'
import type { Runtime } from './runtime.ts'

/** A tool call, a command or a file operation. */
export interface ActionOptions {
  /** Kind of action. Example: `bash`, `read`, `write`, `edit`, `api_call`. */
  readonly type: string
  /** Name of the tool. Default: the type. */
  readonly tool?: string | undefined
  /** The command, or what is done in words. */
  readonly command?: string | undefined
  /** What the tool is called with. */
  readonly arguments?: unknown
  /** The model's id of the tool call. */
  readonly callId?: string | undefined
  readonly metadata?: Metadata | undefined
}

/** What came of an action. */
export interface ActionResult {
  /** A text, or any value as JSON. */
  readonly result?: unknown
  /** 0 = it went well. Node.js says `null` of a command that a signal has ended. */
  readonly exitCode?: number | null | undefined
}

/** An action while it runs. */
export interface Action extends Rateable, Disposable {
  /** The OpenTelemetry span, for what is not offered here. */
  readonly span: Span
  /** Says what came of it. Without this, the result is what the callback returns. */
  record(result: ActionResult): void
  /** Ends it. */
  complete(result?: ActionResult): void
  /** Ends it as failed. @param error whatever was thrown, or a text */
  fail(error: unknown): void
  /** Runs code as a part of the action. */
  run<T>(work: () => T): T
}

/** An action that is over. */
export interface ActionLog extends ActionOptions, ActionResult {
  /** How long it took. Default: 0. */
  readonly durationMs?: number | undefined
  /** When it ended. Default: now. */
  readonly endedAt?: Date | undefined
  readonly error?: unknown
}

/** Starts an action. */
export function openAction(runtime: Runtime, parent: Context, given: ActionOptions): Runnable<Action> {
  const options = typed(given)
  const open = openSpan(runtime, {
    name: nameOf(options),
    attributes: () => actionAttributes(options, runtime),
    parent,
    liveness: 'when long',
  })
  const inside = contextOf(open.span, parent)
  let isRecorded = false
  const handle: Action = {
    ...rateable(open, runtime),
    span: open.span,
    record(result) {
      isRecorded = true
      open.set(() => resultAttributes(result ?? {}, runtime))
    },
    complete(result) {
      open.end({ by: 'complete', ...(result && { attributes: () => resultAttributes(result, runtime) }) })
    },
    fail: (error) => open.end({ by: 'fail', error, hasFailed: true }),
    run: (work) => runIn(inside, work, 'action.run(work)'),
    [Symbol.dispose]: () => open.end({}),
  }
  return {
    context: inside,
    handle,
    complete(result) {
      const isNews = !isRecorded && result !== undefined
      open.end(isNews ? { attributes: () => resultAttributes({ result }, runtime) } : {})
    },
    fail: (error) => open.end({ by: 'throw', error, hasFailed: true }),
  }
}

/** Records an action that is over. */
export function logAction(runtime: Runtime, parent: Context, { durationMs, endedAt, error, ...given }: ActionLog): Rateable {
  const action = typed(given)
  const { startTime, endTime } = pastTimes({ endedAt, durationMs }, runtime.now)
  const open = openSpan(runtime, {
    name: nameOf(action),
    attributes: () => ({ ...actionAttributes(action, runtime), ...resultAttributes(action, runtime) }),
    parent,
    liveness: 'when long',
    startTime,
  })
  open.end({ endTime, ...(error !== undefined && { error, hasFailed: true }) })
  return rateable(open, runtime)
}

function typed<T extends ActionOptions>(action: T): T {
  return { ...action, type: nameOr('unknown', 'the type of an action', action.type) }
}

function nameOf({ type, tool }: ActionOptions): string {
  return `${GEN_AI_OPERATION_NAME_VALUE_EXECUTE_TOOL} ${typeof tool === 'string' && tool !== '' ? tool : type}`
}

function actionAttributes({ type, tool, command, arguments: args, callId, metadata }: ActionOptions, { content }: Runtime): Attributes {
  return {
    ...attributesOf({
      [ATTR_GEN_AI_OPERATION_NAME]: GEN_AI_OPERATION_NAME_VALUE_EXECUTE_TOOL,
      [ATTR_GEN_AI_TOOL_NAME]: tool ?? type,
      [ATTR_TRACKER_ACTION_TYPE]: type,
      [ATTR_GEN_AI_TOOL_CALL_ID]: callId,
      ...(content === 'full' && { [ATTR_PROCESS_COMMAND_LINE]: command, [ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: toText(args) }),
    }),
    ...metadataAttributes(metadata),
  }
}

function resultAttributes({ result, exitCode }: ActionResult, { content }: Runtime): Attributes {
  return attributesOf({
    [ATTR_PROCESS_EXIT_CODE]: exitCode,
    ...(content === 'full' && { [ATTR_GEN_AI_TOOL_CALL_RESULT]: toText(result) }),
  })
}
