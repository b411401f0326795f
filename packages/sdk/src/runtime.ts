import { ProxyTracerProvider, type Tracer } from '@opentelemetry/api'
import type { Clock } from './clock.ts'
import type { ContentCapture, Env, ResolvedConfig } from './config.ts'
import type { Pipeline } from './export/pipeline.ts'
import { processState } from './process-state.ts'
import { openBackend } from './provider.ts'
import { SCOPE_NAME } from './scope-name.ts'
import { guarded } from './warn.ts'

/** What every handle works with. */
export interface Runtime {
  readonly tracer: Tracer
  /** `undefined` = nothing is sent: disabled, or it could not be set up. */
  readonly pipeline: Pipeline | undefined
  readonly content: ContentCapture
  readonly env: Env
  readonly now: Clock
}

/** Kept equal to `package.json` by a test. */
export const VERSION = '0.1.0'

/** Sets everything up. Never throws: what cannot be set up leaves spans that record nothing. */
export function openRuntime(config: ResolvedConfig): Runtime {
  const { content, env } = config
  const { now } = processState()
  const silent: Runtime = { tracer: new ProxyTracerProvider().getTracer(SCOPE_NAME), pipeline: undefined, content, env, now }
  if (config.disabled) return silent
  return guarded(
    'setting up',
    (): Runtime => {
      const { provider, pipeline } = openBackend(config)
      return { tracer: provider.getTracer(SCOPE_NAME, VERSION), pipeline, content, env, now }
    },
    silent,
  )
}
