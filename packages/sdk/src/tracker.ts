import { type ResolvedConfig, resolveConfig, type TrackerConfig } from './config.ts'
import { openPipeline } from './export/open-pipeline.ts'
import type { Pipeline } from './export/pipeline.ts'
import { createSpanProcessor, type TrackerSpanProcessor } from './export/span-processor.ts'
import { runCallback } from './run.ts'
import { openRuntime, type Runtime } from './runtime.ts'
import { activeScope, type Scope } from './scope.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'
import { guarded } from './warn.ts'

/** Records what an AI workflow does. Nothing of it throws into the program, or makes it wait for the network. */
export interface Tracker extends AsyncDisposable {
  /** Runs a workflow. Gives back what the callback gives; when it throws, the session has failed and the error goes on. */
  session<T>(session: string | SessionOptions, work: (session: Session) => T | PromiseLike<T>): Promise<T>
  /** Starts a session that the caller ends: `complete`, `fail`, `cancel`, or `await using`. */
  startSession(session?: string | SessionOptions): Session
  /** The innermost session or phase that this code runs in. */
  current(): Scope | undefined
  /**
   * Sends what waits. `true` when all of it has arrived; `false` when some is kept until the collector is back, or was refused.
   */
  flush(): Promise<boolean>
}

/** A tracker. Nothing is set up before the first session. */
export function createTracker(config?: TrackerConfig): Tracker {
  let opened: Runtime | undefined
  const runtime = () => {
    opened ??= openRuntime(settingsOf(config))
    return opened
  }
  const flush = async () => (await opened?.pipeline?.flush()) ?? true
  return {
    session: (session, work) => runCallback(openSession(runtime(), session, flush), work, 'tracker.session(name, work)'),
    startSession: (session = {}) => openSession(runtime(), session, flush).handle,
    current: () => guarded('current', () => activeScope()?.handle, undefined),
    flush,
    [Symbol.asyncDispose]: async () => void (await flush()),
  }
}

/** The tracker that the environment describes. */
export const tracker: Tracker = createTracker()

/**
 * For a program with a provider of its own: a processor that sends every span of it, so that those of other instrumentation arrive,
 * too. Ours are not sent twice.
 */
export function trackerSpanProcessor(config?: TrackerConfig): TrackerSpanProcessor {
  let pipeline: Pipeline | undefined
  return createSpanProcessor(() => {
    const resolved = pipeline ? undefined : settingsOf(config)
    if (resolved && !resolved.disabled) pipeline = openPipeline(resolved, resolved.target)
    return pipeline
  })
}

/** Settings that cannot be read record nothing. */
function settingsOf(config: TrackerConfig | undefined): ResolvedConfig {
  return guarded('reading the settings', () => resolveConfig(config), resolveConfig({ env: {}, disabled: true }))
}
