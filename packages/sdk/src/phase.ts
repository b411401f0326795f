import {
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_TRACKER_PHASE_ATTEMPT,
  ATTR_TRACKER_PHASE_INPUT,
  ATTR_TRACKER_PHASE_ITERATION,
  ATTR_TRACKER_PHASE_NAME,
  ATTR_TRACKER_PHASE_NUMBER,
  ATTR_TRACKER_PHASE_OUTPUT,
  ATTR_TRACKER_PHASE_STATUS,
  GEN_AI_OPERATION_NAME_VALUE_INVOKE_AGENT,
  TRACKER_STATUS_VALUE_CANCELLED,
  TRACKER_STATUS_VALUE_COMPLETED,
  TRACKER_STATUS_VALUE_FAILED,
  TRACKER_STATUS_VALUE_SKIPPED,
} from '@ai-tracker/semconv'
import type { Attributes, Context } from '@opentelemetry/api'
import { attributesOf, type Metadata, metadataAttributes } from './attributes.ts'
import { toText } from './json.ts'
import { nameOr } from './odd-value.ts'
import { contextOf, openSpan, type SpanEnd } from './open-span.ts'
import { plainOptions } from './plain-options.ts'
import { type Runnable, runCallback } from './run.ts'
import { placeIn, type Scope, type ScopeName, type ScopeNode, scopeMethods, scopeNode } from './scope.ts'

/** A step of a session. */
export interface PhaseOptions {
  readonly name: string
  /** Position in the session, from 1. */
  readonly number?: number | undefined
  /** Which pass of a loop this is, from 1. */
  readonly iteration?: number | undefined
  /** Which try of the same pass this is, from 1. */
  readonly attempt?: number | undefined
  /** What goes into it. */
  readonly input?: unknown
  readonly metadata?: Metadata | undefined
}

/** What comes out of a phase. */
export interface PhaseResult {
  readonly output?: unknown
}

/** Work that can have steps. */
export interface Steps {
  /** Runs a step. Gives back what the callback gives; when it throws, the step has failed and the error goes on. */
  phase<T>(phase: string | PhaseOptions, work: (phase: Phase) => T | PromiseLike<T>): Promise<T>
  /** The same without a callback: the caller ends it, or `using` does. */
  startPhase(phase: string | PhaseOptions): Phase
  /** A step that an agent works on. */
  agent<T>(agent: string | PhaseOptions, work: (agent: Phase) => T | PromiseLike<T>): Promise<T>
  /** The same without a callback: the caller ends it, or `using` does. */
  startAgent(agent: string | PhaseOptions): Phase
}

/** A step while it runs. The first of the endings counts; when the scope is left without one, it is complete. */
export interface Phase extends Scope, Steps, Disposable {
  readonly name: string
  complete(result?: PhaseResult): void
  /** @param error whatever was thrown, or a text */
  fail(error: unknown): void
  /** A person or program has stopped it. */
  cancel(): void
  /** It was not run after all. */
  skip(): void
}

/** The steps of a scope. @param self what the program calls it */
export function stepMethods(node: ScopeNode, self: ScopeName): Steps {
  const open = (options: string | PhaseOptions, isAgent: boolean): Runnable<Phase> => {
    const place = placeIn(node)
    return openPhase(place.node, place.context, { ...given(options), isAgent })
  }
  return {
    phase: (options, work) => runCallback(open(options, false), work, `${self}.phase(name, work)`),
    startPhase: (options) => open(options, false).handle,
    agent: (options, work) => runCallback(open(options, true), work, `${self}.agent(name, work)`),
    startAgent: (options) => open(options, true).handle,
  }
}

function openPhase(outer: ScopeNode, parent: Context, options: PhaseOptions & { readonly isAgent: boolean }): Runnable<Phase> {
  const { runtime } = outer
  const self = options.isAgent ? 'agent' : 'phase'
  const open = openSpan(runtime, {
    name: options.isAgent ? `${GEN_AI_OPERATION_NAME_VALUE_INVOKE_AGENT} ${options.name}` : options.name,
    attributes: () => phaseAttributes(options, runtime.content === 'full'),
    parent,
    liveness: 'now',
  })
  const node = scopeNode({ runtime, open, parent: outer, workflow: outer.workflow, phase: options.name }, contextOf(open.span, parent))
  const end = (status: string, how: SpanEnd = {}) => open.end({ ...how, status: { [ATTR_TRACKER_PHASE_STATUS]: status } })
  const handle: Phase = {
    ...scopeMethods(node, self),
    ...stepMethods(node, self),
    name: options.name,
    complete: (result) =>
      end(TRACKER_STATUS_VALUE_COMPLETED, {
        by: 'complete',
        ...(result && { attributes: () => outputAttributes(result.output, runtime.content === 'full') }),
      }),
    fail: (error) => end(TRACKER_STATUS_VALUE_FAILED, { by: 'fail', error, hasFailed: true }),
    cancel: () => end(TRACKER_STATUS_VALUE_CANCELLED, { by: 'cancel' }),
    skip: () => end(TRACKER_STATUS_VALUE_SKIPPED, { by: 'skip' }),
    [Symbol.dispose]: () => end(TRACKER_STATUS_VALUE_COMPLETED),
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

function given(options: string | PhaseOptions): PhaseOptions {
  const named = typeof options === 'string' ? { name: options } : plainOptions(options, { name: '' })
  return { ...named, name: nameOr('phase', 'the name of a phase', named.name) }
}

function phaseAttributes(options: PhaseOptions & { readonly isAgent: boolean }, hasContent: boolean): Attributes {
  return {
    ...attributesOf({
      [ATTR_TRACKER_PHASE_NAME]: options.name,
      [ATTR_TRACKER_PHASE_NUMBER]: options.number,
      [ATTR_TRACKER_PHASE_ITERATION]: options.iteration,
      [ATTR_TRACKER_PHASE_ATTEMPT]: options.attempt,
      ...(options.isAgent && {
        [ATTR_GEN_AI_OPERATION_NAME]: GEN_AI_OPERATION_NAME_VALUE_INVOKE_AGENT,
        [ATTR_GEN_AI_AGENT_NAME]: options.name,
      }),
      ...(hasContent && { [ATTR_TRACKER_PHASE_INPUT]: toText(options.input) }),
    }),
    ...metadataAttributes(options.metadata),
  }
}

function outputAttributes(output: unknown, hasContent: boolean): Attributes {
  return hasContent ? attributesOf({ [ATTR_TRACKER_PHASE_OUTPUT]: toText(output) }) : {}
}
