import type { Tracer } from '@opentelemetry/api'
import scenario from '../../fake-model/blog-post.json' with { type: 'json' }
import type { Steps } from './steps.ts'
import { runTool, spanRunner } from './steps.ts'

/** Steps with the attributes that OpenLLMetry's decorators (`withWorkflow`, `withTask`, `withTool`) write. */
export function openLLMetrySteps(tracer: Tracer): Steps {
  const inSpan = spanRunner(tracer)
  const { workflow, sessionKey } = scenario
  const attributes = (kind: string, name: string) => ({
    'traceloop.span.kind': kind,
    'traceloop.entity.name': name,
    'traceloop.workflow.name': workflow,
    'traceloop.association.properties.session_id': sessionKey,
  })
  return {
    workflow: (run) => inSpan(`${workflow}.workflow`, attributes('workflow', workflow), run),
    phase: (name, run) => inSpan(`${name}.task`, attributes('task', name), run),
    tool: (call) =>
      inSpan(
        `${call.name}.tool`,
        { ...attributes('tool', call.name), 'traceloop.entity.input': JSON.stringify({ args: [call.arguments], kwargs: {} }) },
        async (span) => {
          const result = await runTool(call)
          span.setAttribute('traceloop.entity.output', JSON.stringify(result))
          return result
        },
      ),
  }
}
