import type { TracerProvider } from '@opentelemetry/api'
import { type Clock, createClock } from './clock.ts'
import type { Pipeline } from './export/pipeline.ts'

/**
 * What all copies of this package in one process share: the ESM and the CommonJS build, or two versions of it. Change the symbol
 * when the shape of what is kept changes.
 */
export interface ProcessState {
  /** By what they send to. */
  readonly pipelines: Map<string, Pipeline>
  /** The provider that this package has registered, with the pipeline behind it. */
  registered: { readonly provider: TracerProvider; readonly pipeline: Pipeline } | undefined
  /** What this package listens to on `process`. */
  readonly hooks: Set<string>
  /** Kinds of problems that standard error has heard of. */
  readonly warned: Set<string>
  /** One for all, so that the order of what they record is kept. */
  readonly now: Clock
}

const KEY = Symbol.for('@ai-tracker/sdk/3')

/** The one state of this process. */
export function processState(): ProcessState {
  const holder = globalThis as { [KEY]?: ProcessState }
  holder[KEY] ??= { pipelines: new Map(), registered: undefined, hooks: new Set(), warned: new Set(), now: createClock() }
  return holder[KEY]
}
