import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_WORKFLOW_NAME,
  ATTR_TRACKER_PHASE_INPUT,
  ATTR_TRACKER_PHASE_NAME,
  ATTR_TRACKER_SESSION_INPUTS,
  ATTR_TRACKER_SESSION_KEY,
  ATTR_TRACKER_SESSION_OUTCOME,
  ATTR_TRACKER_SESSION_OUTPUTS,
  ATTR_TRACKER_SESSION_PARENT_KEY,
  ATTR_TRACKER_SESSION_STATUS,
  ATTR_TRACKER_SESSION_TITLE,
  ATTR_TRACKER_WORKFLOW_VERSION,
  ATTR_USER_ID,
  GEN_AI_OPERATION_NAME_VALUE_INVOKE_WORKFLOW,
  TRACKER_STATUS_VALUE_CANCELLED,
  TRACKER_STATUS_VALUE_COMPLETED,
  TRACKER_STATUS_VALUE_FAILED,
} from '@ai-tracker/semconv'
import { type Attributes, type Context, context, type Link, trace } from '@opentelemetry/api'
import { attributesOf, type Metadata, metadataAttributes } from './attributes.ts'
import { type ParentSession, parentSessionOf } from './join.ts'
import { toText } from './json.ts'
import { nonEmpty } from './odd-value.ts'
import { contextOf, openSpan, type SpanEnd } from './open-span.ts'
import { type Steps, stepMethods } from './phase.ts'
import { plainOptions } from './plain-options.ts'
import type { Runnable } from './run.ts'
import type { Runtime } from './runtime.ts'
import { activeScope, type Scope, type ScopeNode, scopeMethods, scopeNode } from './scope.ts'

/** A run of a workflow. */
export interface SessionOptions {
  /** Name of the workflow. Default: `AI_TRACKER_WORKFLOW`. */
  readonly workflow?: string | undefined
  /** Version of the workflow. */
  readonly version?: string | undefined
  /**
   * Own name of this run: every trace with the same key belongs to one session, in whichever process it was recorded. One of fewer than
   * 16 characters only joins traces of the same service. Default: the trace id.
   */
  readonly key?: string | undefined
  /** Key of the session, in another trace, that started this one. */
  readonly parentKey?: string | undefined
  /** Title for people. */
  readonly title?: string | undefined
  /** Initial parameters. */
  readonly inputs?: unknown
  readonly userId?: string | undefined
  readonly metadata?: Metadata | undefined
  /**
   * Whether to begin a session of its own although this code runs inside another one (of this process, or of the one that started
   * it). Without this, it becomes a step of the outer one, and has no key of its own.
   */
  readonly root?: boolean | undefined
}

/** What came of a session. */
export interface SessionResult {
  /** A free label for how it ended. Example: `published`. */
  readonly outcome?: string | undefined
  /** Final results. */
  readonly outputs?: unknown
}

/** A session while it runs. The first of the endings counts; when the scope is left without one, it is complete. */
export interface Session extends Scope, Steps, Disposable, AsyncDisposable {
  /** Its own key, else its trace id. */
  readonly key: string
  complete(result?: SessionResult): void
  /** @param error whatever was thrown, or a text */
  fail(error: unknown): void
  /** A person or program has stopped it. */
  cancel(): void
}

/** Where a session begins. */
interface Beginning {
  readonly parent: Context
  readonly outer: ScopeNode | undefined
  readonly joined: ParentSession | undefined
  readonly links: readonly Link[]
}

/** Starts a session. @param flush sends what was recorded */
export function openSession(runtime: Runtime, given: string | SessionOptions, flush: () => Promise<unknown>): Runnable<Session> {
  const options = optionsOf(given)
  const workflow = options.workflow ?? (runtime.env.AI_TRACKER_WORKFLOW || undefined)
  const beginning = beginningOf(runtime, options)
  const { parent, outer, joined, links } = beginning
  const isStep = outer !== undefined || joined?.spanContext !== undefined
  const key = options.key ?? joined?.sessionId
  const hasContent = runtime.content === 'full'
  const open = openSpan(runtime, {
    name:
      workflow === undefined ? GEN_AI_OPERATION_NAME_VALUE_INVOKE_WORKFLOW : `${GEN_AI_OPERATION_NAME_VALUE_INVOKE_WORKFLOW} ${workflow}`,
    attributes: () => ({
      ...attributesOf({ [ATTR_GEN_AI_OPERATION_NAME]: GEN_AI_OPERATION_NAME_VALUE_INVOKE_WORKFLOW, [ATTR_GEN_AI_WORKFLOW_NAME]: workflow }),
      ...(isStep ? stepAttributes({ ...options, workflow }, hasContent) : rootAttributes({ ...options, key }, hasContent)),
      ...metadataAttributes(options.metadata),
    }),
    parent,
    links,
    liveness: 'now',
  })
  const node = scopeNode({ runtime, open, parent: outer, workflow, phase: undefined }, contextOf(open.span, parent))
  const end = (status: string, how: SpanEnd = {}) => open.end({ ...how, status: isStep ? {} : { [ATTR_TRACKER_SESSION_STATUS]: status } })
  const handle: Session = {
    ...scopeMethods(node, 'session'),
    ...stepMethods(node, 'session'),
    key: isStep ? open.traceId : (key ?? open.traceId),
    complete: (result) =>
      end(TRACKER_STATUS_VALUE_COMPLETED, { by: 'complete', ...(result && { attributes: () => resultAttributes(result, hasContent) }) }),
    fail: (error) => end(TRACKER_STATUS_VALUE_FAILED, { by: 'fail', error, hasFailed: true }),
    cancel: () => end(TRACKER_STATUS_VALUE_CANCELLED, { by: 'cancel' }),
    [Symbol.dispose]: () => end(TRACKER_STATUS_VALUE_COMPLETED),
    async [Symbol.asyncDispose]() {
      await Promise.all(node.pending)
      end(TRACKER_STATUS_VALUE_COMPLETED)
      await flush()
    },
  }
  node.handle = handle
  return {
    context: node.context,
    handle,
    settled: () => Promise.all(node.pending),
    complete: () => end(TRACKER_STATUS_VALUE_COMPLETED),
    fail: (error) => end(TRACKER_STATUS_VALUE_FAILED, { by: 'throw', error, hasFailed: true }),
  }
}

function optionsOf(given: string | SessionOptions): SessionOptions {
  const options: SessionOptions = typeof given === 'string' ? { workflow: given } : plainOptions(given, {})
  return {
    ...options,
    workflow: nonEmpty('the workflow of a session', options.workflow),
    key: nonEmpty('the key of a session', options.key),
  }
}

/**
 * A session is the root of a trace, so that all of it is one thing to look at: a span of the program that happens to be active, such
 * as the request that a server works on, is linked instead. Inside another session of ours it is a step.
 */
function beginningOf({ env }: Runtime, { root = false, key }: SessionOptions): Beginning {
  const active = context.active()
  const outer = root ? undefined : activeScope(active)
  if (outer) return { parent: active, outer, joined: undefined, links: [] }
  const joined = root || key !== undefined ? undefined : parentSessionOf(env)
  const remote = joined?.spanContext
  if (remote) return { parent: trace.setSpanContext(active, remote), outer: undefined, joined, links: [] }
  const around = trace.getSpanContext(active)
  const links = around && trace.isSpanContextValid(around) ? [{ context: around }] : []
  return { parent: trace.deleteSpan(active), outer: undefined, joined, links }
}

function rootAttributes(options: Omit<SessionOptions, 'key'> & { readonly key: string | undefined }, hasContent: boolean): Attributes {
  return attributesOf({
    [ATTR_TRACKER_SESSION_KEY]: options.key,
    [ATTR_TRACKER_SESSION_PARENT_KEY]: options.parentKey,
    [ATTR_TRACKER_SESSION_TITLE]: options.title,
    [ATTR_TRACKER_WORKFLOW_VERSION]: options.version,
    [ATTR_USER_ID]: options.userId,
    ...(hasContent && { [ATTR_TRACKER_SESSION_INPUTS]: toText(options.inputs) }),
  })
}

function stepAttributes(
  { title, workflow, inputs }: Omit<SessionOptions, 'workflow'> & { readonly workflow: string | undefined },
  hasContent: boolean,
): Attributes {
  return attributesOf({
    [ATTR_TRACKER_PHASE_NAME]: title ?? workflow ?? 'session',
    ...(hasContent && { [ATTR_TRACKER_PHASE_INPUT]: toText(inputs) }),
  })
}

function resultAttributes({ outcome, outputs }: SessionResult, hasContent: boolean): Attributes {
  return attributesOf({
    [ATTR_TRACKER_SESSION_OUTCOME]: outcome,
    ...(hasContent && { [ATTR_TRACKER_SESSION_OUTPUTS]: toText(outputs) }),
  })
}
