import type { Attributes, Span, Tracer } from '@opentelemetry/api'
import { SpanStatusCode } from '@opentelemetry/api'
import scenario from '../../fake-model/blog-post.json' with { type: 'json' }

/** How a client marks the parts of its work; each dialect has its own way. */
export interface Steps {
  readonly workflow: (run: () => Promise<void>) => Promise<void>
  readonly phase: (name: string, run: () => Promise<void>) => Promise<void>
  readonly tool: (call: ToolUse) => Promise<string>
}

/** A tool call that the model asked for. */
export interface ToolUse {
  readonly id: string
  readonly name: string
  /** JSON text. */
  readonly arguments: string
}

/** The tool of the scenario; returns JSON text. */
export async function runTool(_call: ToolUse): Promise<string> {
  return JSON.stringify(scenario.tool.result)
}

/** Steps written by hand with the OpenTelemetry API and this product's attributes. */
export function plainSteps(tracer: Tracer): Steps {
  const { workflow, sessionKey } = scenario
  const inSpan = spanRunner(tracer)
  return {
    workflow: (run) =>
      inSpan(
        `invoke_workflow ${workflow}`,
        { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': workflow, 'tracker.session.key': sessionKey },
        run,
      ),
    phase: (name, run) => inSpan(name, { 'tracker.phase.name': name, 'tracker.phase.number': scenario.phases.indexOf(name) + 1 }, run),
    tool: (call) =>
      inSpan(
        `execute_tool ${call.name}`,
        {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': call.name,
          'gen_ai.tool.call.id': call.id,
          'gen_ai.tool.type': 'function',
          'gen_ai.tool.call.arguments': call.arguments,
        },
        async (span) => {
          const result = await runTool(call)
          span.setAttribute('gen_ai.tool.call.result', result)
          return result
        },
      ),
  }
}

/** A function that runs work in a span of its own, current while it runs. */
export function spanRunner(tracer: Tracer) {
  return <Result>(name: string, attributes: Attributes, run: (span: Span) => Promise<Result>): Promise<Result> =>
    tracer.startActiveSpan(name, { attributes }, async (span) => {
      try {
        return await run(span)
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) })
        throw error
      } finally {
        span.end()
      }
    })
}
