/** The tool runner of `@anthropic-ai/sdk`, an agent loop that emits spans for itself, its calls and its tools. */
import scenario from '../../fake-model/blog-post.json' with { type: 'json' }
import { anthropicClient } from './anthropic-conversation.ts'
import { plainSteps, runTool } from './steps.ts'
import { startTelemetry } from './telemetry.ts'

const { tool, prompts, models } = scenario
const telemetry = startTelemetry()
const { name, description, parameters } = tool
const input_schema = { ...parameters, type: 'object' as const }
await plainSteps(telemetry.tracer).workflow(async () => {
  await anthropicClient().beta.messages.toolRunner({
    model: models.anthropic.request,
    max_tokens: 2000,
    messages: [{ role: 'user', content: prompts.packing }],
    tools: [{ name, description, input_schema, run: () => runTool({ id: '', name, arguments: '{}' }), parse: (input: unknown) => input }],
  })
})
await telemetry.shutdown()
