import { parse } from 'node:path'
import { ATTR_SERVICE_NAME } from '@ai-tracker/semconv'
import { context, type TracerProvider, trace } from '@opentelemetry/api'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { TracerProvider as OwnTracerProvider } from '@opentelemetry/sdk-trace'
import type { ResolvedConfig } from './config.ts'
import { createContextManager } from './context-manager.ts'
import { openPipeline } from './export/open-pipeline.ts'
import type { Pipeline } from './export/pipeline.ts'
import { createSpanProcessor } from './export/span-processor.ts'
import { processState } from './process-state.ts'

/** What makes our spans, and what sends them. */
export interface Backend {
  readonly provider: TracerProvider
  readonly pipeline: Pipeline
}

/** A session may report thousands of issues and measurements; the limit of 128 would drop the first ones. */
const SPAN_LIMITS = {
  attributeCountLimit: 1024,
  eventCountLimit: 100_000,
  linkCountLimit: 1024,
  attributeValueLengthLimit: Number.POSITIVE_INFINITY,
}

/**
 * Finds the provider of the program, or sets one up. Called when the first span is made, so that a program may register its own after
 * it has loaded this package. Registers at most once per process, whatever number of copies of this package there are.
 */
export function openBackend(config: ResolvedConfig): Backend {
  const { registered } = processState()
  setContextManager()
  if (config.tracerProvider) return { provider: config.tracerProvider, pipeline: openPipeline(config, config.target) }
  if (isGlobalSet('trace') && !isOurs(registered?.provider))
    return { provider: trace.getTracerProvider(), pipeline: openPipeline(config, config.target) }
  const pipeline = openPipeline(config, config.ownProviderTarget)
  if (registered?.pipeline === pipeline) return registered
  const provider = createProvider(config, pipeline)
  if (!registered && trace.setGlobalTracerProvider(provider)) processState().registered = { provider, pipeline }
  return { provider, pipeline }
}

function createProvider({ serviceName }: ResolvedConfig, pipeline: Pipeline): TracerProvider {
  return new OwnTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ [ATTR_SERVICE_NAME]: programName() }))
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(resourceFromAttributes(serviceName === undefined ? {} : { [ATTR_SERVICE_NAME]: serviceName })),
    spanLimits: SPAN_LIMITS,
    spanProcessors: [createSpanProcessor(() => pipeline)],
  })
}

/** The name of the script that runs: it tells programs apart, which OpenTelemetry's own default does not. */
function programName(): string {
  const script = process.argv[1]
  return script === undefined || script === '' ? 'unknown_service:node' : parse(script).name
}

/** Without one, spans that are made below a callback would not find their parent. */
function setContextManager(): void {
  if (isGlobalSet('context')) return
  context.setGlobalContextManager(createContextManager())
}

/**
 * Whether somebody has registered. The API has no question for it and answers an attempt with an error in its log; its registry, by
 * contrast, is the agreement between all copies of the API with major version 1.
 */
function isGlobalSet(kind: 'trace' | 'context'): boolean {
  const registry: unknown = Reflect.get(globalThis, Symbol.for('opentelemetry.js.api.1'))
  return typeof registry === 'object' && registry !== null && Reflect.get(registry, kind) !== undefined
}

/** Whether the registered provider is still the one that this package has registered: tests of programs take theirs away again. */
function isOurs(provider: TracerProvider | undefined): boolean {
  if (provider === undefined) return false
  const current = trace.getTracerProvider()
  return (
    current === provider || ('getDelegate' in current && typeof current.getDelegate === 'function' && current.getDelegate() === provider)
  )
}
