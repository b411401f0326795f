/** The OpenTelemetry SDK alone, sending JSON: every span and every `gen_ai.*` attribute is written by hand. */
import type { Span } from '@opentelemetry/api'
import { SpanStatusCode } from '@opentelemetry/api'
import { OpenAI } from 'openai'
import type { ChatCompletion, ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import scenario from '../../fake-model/blog-post.json' with { type: 'json' }
import type { ToolUse } from './steps.ts'
import { plainSteps, spanRunner } from './steps.ts'
import { modelUrl, startTelemetry } from './telemetry.ts'

const { prompts, models, system } = scenario
const telemetry = startTelemetry('json')
const steps = plainSteps(telemetry.tracer)
const inSpan = spanRunner(telemetry.tracer)
const client = new OpenAI({ baseURL: `${modelUrl()}/v1`, apiKey: 'no-key', maxRetries: 0 })
const messages: ChatCompletionMessageParam[] = [{ role: 'system', content: system }]

await steps.workflow(async () => {
  await steps.phase('outline', async () => {
    const asked = await chat(prompts.outline)
    for (const call of toolUses(asked)) messages.push({ role: 'tool', tool_call_id: call.id, content: await steps.tool(call) })
    await chat()
  })
  await steps.phase('draft', async () => {
    await chat(prompts.draft)
    await chat(prompts.translate).catch(() => undefined)
  })
})
await telemetry.shutdown()

/** One call under a span of its own, named and filled as the GenAI conventions (1.41) say. */
function chat(prompt?: string): Promise<ChatCompletion> {
  const model = models.openai.request
  if (prompt) messages.push({ role: 'user', content: prompt })
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': model,
    'gen_ai.request.max_tokens': 2000,
    'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: system }]),
    'gen_ai.input.messages': JSON.stringify(messages.slice(1).map(conventionMessage)),
  }
  return inSpan(`chat ${model}`, attributes, async (span) => {
    try {
      const completion = await client.chat.completions.create({ model, messages, tools: [functionTool()], max_completion_tokens: 2000 })
      const choice = completion.choices[0]
      if (choice) messages.push(choice.message)
      recordCompletion(span, completion)
      return completion
    } catch (error) {
      span.setAttribute('error.type', '429')
      span.setStatus({ code: SpanStatusCode.ERROR, message: 'Rate limit reached for requests' })
      throw error
    }
  })
}

function functionTool() {
  const { name, description, parameters } = scenario.tool
  return { type: 'function' as const, function: { name, description, parameters } }
}

function recordCompletion(span: Span, { id, model, choices, usage }: ChatCompletion): void {
  const output = choices.map(({ message, finish_reason }) => ({ ...conventionMessage(message), finish_reason }))
  span.setAttributes({
    'gen_ai.response.id': id,
    'gen_ai.response.model': model,
    'gen_ai.response.finish_reasons': choices.map((choice) => choice.finish_reason),
    'gen_ai.output.messages': JSON.stringify(output),
    'gen_ai.usage.input_tokens': usage?.prompt_tokens,
    'gen_ai.usage.output_tokens': usage?.completion_tokens,
    'gen_ai.usage.cache_read.input_tokens': usage?.prompt_tokens_details?.cached_tokens,
    'gen_ai.usage.cache_creation.input_tokens': usage?.prompt_tokens_details?.cache_write_tokens,
    'gen_ai.usage.reasoning.output_tokens': usage?.completion_tokens_details?.reasoning_tokens,
  })
}

function conventionMessage(message: ChatCompletionMessageParam) {
  if (message.role === 'tool') {
    return { role: 'tool', parts: [{ type: 'tool_call_response', id: message.tool_call_id, response: message.content }] }
  }
  const text = typeof message.content === 'string' && message.content ? [{ type: 'text', content: message.content }] : []
  return { role: message.role, parts: [...text, ...toolCallParts(message)] }
}

function toolCallParts(message: ChatCompletionMessageParam) {
  const calls = message.role === 'assistant' ? (message.tool_calls ?? []) : []
  return calls.flatMap((call) =>
    call.type === 'function'
      ? [{ type: 'tool_call', id: call.id, name: call.function.name, arguments: JSON.parse(call.function.arguments) as unknown }]
      : [],
  )
}

function toolUses(completion: ChatCompletion): readonly ToolUse[] {
  const calls = completion.choices[0]?.message.tool_calls ?? []
  return calls.flatMap((call) =>
    call.type === 'function' ? [{ id: call.id, name: call.function.name, arguments: call.function.arguments }] : [],
  )
}
