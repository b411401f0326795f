import { randomUUID } from 'node:crypto'
import { type Context, context, createContextKey, type Span } from '@opentelemetry/api'
import { type Action, type ActionLog, type ActionOptions, logAction, openAction } from './action.ts'
import { type ArtifactOptions, readArtifact } from './artifact.ts'
import {
  artifactEvent,
  checkpointEvent,
  type DecisionOptions,
  decisionEvent,
  type Issue,
  type IssueFix,
  type IssueOptions,
  issueEvent,
  issueFixedEvent,
  type MetricOptions,
  metricEvent,
} from './events.ts'
import { environmentOf } from './join.ts'
import type { EventFields, OpenSpan } from './open-span.ts'
import { plainOptions } from './plain-options.ts'
import { type CallLog, logCall, openPrompt, type Prompt, type PromptOptions, type Rateable, rateable } from './prompt.ts'
import { runCallback, runIn } from './run.ts'
import type { Runtime } from './runtime.ts'
import { warn } from './warn.ts'

/**
 * What a session, a phase and an agent have in common: work that other work is a part of.
 *
 * Where a part lands: below the object that it is asked of; when code runs inside one of that object's own parts (a callback, or
 * `run`), below that part. So `session.prompt(…)` in the callback of a phase belongs to the phase.
 */
export interface Scope extends Rateable {
  /** The OpenTelemetry span, for what is not offered here. */
  readonly span: Span
  /** Asks a model: the callback calls it and says what it answered. */
  prompt<T>(options: PromptOptions, call: (prompt: Prompt) => T | PromiseLike<T>): Promise<T>
  /** The same without a callback: it ends with `respond`, `fail`, or `using`. */
  startPrompt(options: PromptOptions): Prompt
  /** Records a call that is over. */
  logCall(call: CallLog): Rateable
  /** Does something; what the callback returns is the result. */
  action<T>(options: ActionOptions, work: (action: Action) => T | PromiseLike<T>): Promise<T>
  /** The same without a callback: it ends with `complete`, `fail`, or `using`. */
  startAction(options: ActionOptions): Action
  /** Records an action that is over. */
  logAction(action: ActionLog): Rateable
  /** Records a file or deliverable. Resolves when its size and hash are known; never rejects. Need not be awaited. */
  artifact(artifact: ArtifactOptions): Promise<void>
  /** Records a problem. What it gives back can say later that the problem was fixed. */
  issue(issue: IssueOptions): Issue
  /** Says that a problem was fixed that another process has reported. */
  issueFixed(fix: IssueFix): void
  /** Records a measurement. */
  metric(metric: MetricOptions): void
  /** Records a choice, with what else there was to choose and why. */
  decision(decision: DecisionOptions): void
  /** Records that a point was reached. */
  checkpoint(name: string, description?: string): void
  /** Runs code inside: what is recorded there becomes a part, also by other instrumentation. */
  run<T>(work: () => T): T
  /** Variables for a child process, so that what it records becomes a part. */
  env(): Record<string, string>
}

/** A scope in the tree of scopes. */
export interface ScopeNode {
  readonly runtime: Runtime
  readonly open: OpenSpan
  /** What is active inside. */
  readonly context: Context
  readonly parent: ScopeNode | undefined
  readonly workflow: string | undefined
  readonly phase: string | undefined
  /** What is still being read, such as the hash of a file. */
  readonly pending: Set<Promise<void>>
  /** What `tracker.current()` answers. */
  handle: Scope | undefined
}

const SCOPE_KEY = createContextKey('@ai-tracker/sdk scope 1')

/** A node whose context leads to it. */
export function scopeNode(fields: Omit<ScopeNode, 'handle' | 'pending' | 'context'>, base: Context): ScopeNode {
  const holder: { node?: ScopeNode } = {}
  const inside = base.setValue(SCOPE_KEY, holder)
  const node: ScopeNode = { ...fields, context: inside, pending: new Set(), handle: undefined }
  holder.node = node
  return node
}

/** The innermost scope that code runs in. */
export function activeScope(active: Context = context.active()): ScopeNode | undefined {
  const holder = active.getValue(SCOPE_KEY)
  return isHolder(holder) ? holder.node : undefined
}

/** Where a part of a scope belongs: see `Scope`. */
export function placeIn(node: ScopeNode): { readonly node: ScopeNode; readonly context: Context } {
  const active = context.active()
  const inner = activeScope(active)
  return inner && isWithin(inner, node) ? { node: inner, context: active } : { node, context: node.context }
}

/** What a program calls a scope, in our messages. */
export type ScopeName = 'session' | 'phase' | 'agent'

/** The methods of a scope. */
export function scopeMethods(node: ScopeNode, self: ScopeName): Scope {
  const { runtime, open } = node
  const parentContext = () => placeIn(node).context
  const add = (event: () => EventFields) => placeIn(node).node.open.add(event)
  /** An event whose fields are all in one argument. */
  const addGiven = <T>(call: string, given: T, event: (given: T) => EventFields) => {
    if (isObject(given)) add(() => event(given))
    else tellMissing(`${self}.${call}`, given)
  }
  return {
    ...rateable(open, runtime),
    span: open.span,
    prompt: (options, call) =>
      runCallback(
        openPrompt(runtime, parentContext(), { options: plainOptions(options, NO_MODEL), isExplicit: false }),
        call,
        `${self}.prompt(options, call)`,
      ),
    startPrompt: (options) => openPrompt(runtime, parentContext(), { options: plainOptions(options, NO_MODEL), isExplicit: true }).handle,
    logCall: (call) => logCall(runtime, parentContext(), plainOptions(call, NO_CALL)),
    action: (options, work) =>
      runCallback(openAction(runtime, parentContext(), plainOptions(options, NO_TYPE)), work, `${self}.action(options, work)`),
    startAction: (options) => openAction(runtime, parentContext(), plainOptions(options, NO_TYPE)).handle,
    logAction: (action) => logAction(runtime, parentContext(), plainOptions(action, NO_TYPE)),
    artifact: (artifact) => addArtifact(placeIn(node).node, plainOptions(artifact, NO_ARTIFACT)),
    issue: (issue) => addIssue(placeIn(node).node, plainOptions(issue, NO_ISSUE)),
    issueFixed: (fix) => addGiven('issueFixed(fix)', fix, issueFixedEvent),
    metric: (metric) => addGiven('metric(metric)', metric, metricEvent),
    decision: (decision) => addGiven('decision(decision)', decision, decisionEvent),
    checkpoint: (name, description) => add(() => checkpointEvent(name, description)),
    run: (work) => runIn(node.context, work, `${self}.run(work)`),
    env: () => {
      const { open, workflow, phase } = placeIn(node).node
      return environmentOf({ spanContext: open.span.spanContext(), workflow, phase })
    },
  }
}

const NO_MODEL: PromptOptions = { model: '' }
const NO_CALL: CallLog = { prompt: NO_MODEL }
const NO_TYPE: ActionOptions = { type: 'unknown' }
const NO_ISSUE: IssueOptions = { severity: 'minor', type: 'unspecified' }
const NO_ARTIFACT: ArtifactOptions = { type: 'file' }

/** The event carries the moment at which the artifact was named, however long its file takes to be read. */
function addArtifact({ runtime, open, pending }: ScopeNode, artifact: ArtifactOptions): Promise<void> {
  if (!open.isRecorded) return Promise.resolve()
  const time = runtime.now()
  const recorded = readArtifact(artifact)
    .then((facts) => open.addLate(() => artifactEvent(facts), time))
    .catch(() => undefined)
    .finally(() => pending.delete(recorded))
  pending.add(recorded)
  return recorded
}

function addIssue(node: ScopeNode, issue: IssueOptions): Issue {
  const id = issue.id || randomUUID()
  node.open.add(() => issueEvent({ ...issue, id }))
  return {
    id,
    fixed(fix) {
      const event = () => issueFixedEvent({ id, type: issue.type, location: issue.location, fixIteration: fix?.iteration })
      placeOfFix(node).open.addLate(event, node.runtime.now())
    },
  }
}

/** What fixes an issue is where the code runs, else what has reported it, else what is still open around that. */
function placeOfFix(reporter: ScopeNode): ScopeNode {
  const active = activeScope()
  const outer = around(reporter)
  const isOfSession = active !== undefined && around(active).at(-1) === outer.at(-1)
  return [...(isOfSession ? [active] : []), ...outer].find(({ open }) => !open.isEnded()) ?? reporter
}

/** A scope and all that it is a part of, from the inside out. */
function around(node: ScopeNode): readonly ScopeNode[] {
  return node.parent ? [node, ...around(node.parent)] : [node]
}

function isWithin(inner: ScopeNode, outer: ScopeNode): boolean {
  for (let node: ScopeNode | undefined = inner; node; node = node.parent) if (node === outer) return true
  return false
}

/** Says which argument a program has forgotten, or has given something else for. */
function tellMissing(call: string, given: unknown): void {
  const [, name = ''] = /\((\w+)\)$/.exec(call) ?? []
  warn(`no argument ${call}`, `${call}: ${name} is ${given === undefined ? 'missing' : 'no object'}; nothing is recorded`)
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function isHolder(value: unknown): value is { readonly node: ScopeNode } {
  return typeof value === 'object' && value !== null && 'node' in value
}
