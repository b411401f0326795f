import { setSession, traceChain, traceTool } from '@arizeai/openinference-core'
import { context } from '@opentelemetry/api'
import scenario from '../../fake-model/blog-post.json' with { type: 'json' }
import type { Steps, ToolUse } from './steps.ts'
import { runTool } from './steps.ts'

/** Steps as OpenInference's own helpers make them: CHAIN and TOOL spans, the session in the context. */
export const openInferenceSteps: Steps = {
  workflow: (run) =>
    context.with(setSession(context.active(), { sessionId: scenario.sessionKey }), () => traceChain(run, { name: scenario.workflow })()),
  phase: (name, run) => traceChain(run, { name })(),
  tool: (call) => traceTool((_arguments: string) => runTool(call), toolOptions(call))(call.arguments),
}

function toolOptions(call: ToolUse) {
  return { name: call.name, attributes: { 'tool.name': call.name, 'tool.id': call.id } }
}
