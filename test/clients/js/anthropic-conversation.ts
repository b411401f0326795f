import { Anthropic } from '@anthropic-ai/sdk'
import type { MessageParam, TextBlockParam } from '@anthropic-ai/sdk/resources/messages'
import scenario from '../../fake-model/blog-post.json' with { type: 'json' }
import type { Steps } from './steps.ts'
import { modelUrl } from './telemetry.ts'

const { prompts, system } = scenario
const model = scenario.models.anthropic.request
const cachedSystem: TextBlockParam[] = [{ type: 'text', text: system, cache_control: { type: 'ephemeral', ttl: '1h' } }]

/** A client of the fake model that does not retry. */
export function anthropicClient(): Anthropic {
  return new Anthropic({ baseURL: modelUrl(), apiKey: 'no-key', maxRetries: 0 })
}

/** Plays the scenario with the real `@anthropic-ai/sdk`: messages with a tool and a cached prompt, a stream, an error. */
export async function anthropicConversation(client: Anthropic, steps: Steps): Promise<void> {
  const messages: MessageParam[] = []
  await steps.workflow(async () => {
    await steps.phase('outline', () => outline(client, messages, steps))
    await steps.phase('draft', async () => {
      await streamedMessage(client, messages)
      await failedMessage(client)
    })
  })
}

async function outline(client: Anthropic, messages: MessageParam[], steps: Steps): Promise<void> {
  const { name, description, parameters } = scenario.tool
  const tools = [{ name, description, input_schema: { ...parameters, type: 'object' as const } }]
  messages.push({ role: 'user', content: prompts.outline })
  const first = await client.messages.create({ model, max_tokens: 2000, system: cachedSystem, messages, tools })
  messages.push({ role: 'assistant', content: first.content })
  for (const block of first.content) {
    if (block.type !== 'tool_use') continue
    const content = await steps.tool({ id: block.id, name: block.name, arguments: JSON.stringify(block.input) })
    messages.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: block.id, content }] })
  }
  const second = await client.messages.create({ model, max_tokens: 2000, system: cachedSystem, messages, tools })
  messages.push({ role: 'assistant', content: second.content })
}

async function streamedMessage(client: Anthropic, messages: MessageParam[]): Promise<void> {
  messages.push({ role: 'user', content: prompts.draft })
  const stream = await client.messages.create({ model, max_tokens: 2000, system: cachedSystem, messages, stream: true })
  for await (const _ of stream);
}

async function failedMessage(client: Anthropic): Promise<void> {
  const failed = client.messages.create({ model, max_tokens: 2000, messages: [{ role: 'user', content: prompts.translate }] })
  await failed.catch((error: unknown) => {
    if (!(error instanceof Error && 'status' in error && error.status === 529)) throw error
  })
}
