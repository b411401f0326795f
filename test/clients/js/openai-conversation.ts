import { OpenAI, RateLimitError } from 'openai'
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import scenario from '../../fake-model/blog-post.json' with { type: 'json' }
import type { Steps } from './steps.ts'
import { modelUrl } from './telemetry.ts'

const { prompts, models, system } = scenario

/** Plays the scenario with the real `openai` package: chat with a tool, streams, responses, embeddings, an error. */
export async function openaiConversation(steps: Steps): Promise<void> {
  const client = new OpenAI({ baseURL: `${modelUrl()}/v1`, apiKey: 'no-key', maxRetries: 0 })
  const messages: ChatCompletionMessageParam[] = [{ role: 'system', content: system }]
  await steps.workflow(async () => {
    await steps.phase('outline', () => outline(client, messages, steps))
    await steps.phase('draft', async () => {
      await streamedChat(client, messages, { prompt: prompts.draft, usage: true })
      await streamedChat(client, messages, { prompt: prompts.teaser, usage: false })
      await responses(client)
      await client.embeddings.create({ model: models.embedding.request, input: prompts.index })
      await failedChat(client)
    })
  })
}

async function outline(client: OpenAI, messages: ChatCompletionMessageParam[], steps: Steps): Promise<void> {
  const { name, description, parameters } = scenario.tool
  const tools = [{ type: 'function' as const, function: { name, description, parameters } }]
  messages.push({ role: 'user', content: prompts.outline })
  const first = await client.chat.completions.create({ model: models.openai.request, messages, tools, max_completion_tokens: 2000 })
  const asked = first.choices[0]?.message
  if (!asked) throw new Error('the model sent no choice')
  messages.push(asked)
  for (const call of asked.tool_calls ?? []) {
    if (call.type !== 'function') continue
    const content = await steps.tool({ id: call.id, name: call.function.name, arguments: call.function.arguments })
    messages.push({ role: 'tool', tool_call_id: call.id, content })
  }
  const second = await client.chat.completions.create({ model: models.openai.request, messages, tools, max_completion_tokens: 2000 })
  messages.push({ role: 'assistant', content: second.choices[0]?.message.content ?? '' })
}

interface StreamedTurn {
  readonly prompt: string
  /** Whether to ask for the usage of the stream. */
  readonly usage: boolean
}

async function streamedChat(client: OpenAI, messages: ChatCompletionMessageParam[], { prompt, usage }: StreamedTurn): Promise<void> {
  messages.push({ role: 'user', content: prompt })
  const stream = await client.chat.completions.create({
    model: models.openai.request,
    messages,
    stream: true,
    ...(usage && { stream_options: { include_usage: true } }),
  })
  let content = ''
  for await (const chunk of stream) content += chunk.choices[0]?.delta.content ?? ''
  messages.push({ role: 'assistant', content })
}

async function responses(client: OpenAI): Promise<void> {
  const model = models.openai.request
  await client.responses.create({ model, instructions: system, input: prompts.title })
  const stream = await client.responses.create({ model, input: [{ role: 'user', content: prompts.summary }], stream: true })
  for await (const _ of stream);
}

async function failedChat(client: OpenAI): Promise<void> {
  const failed = client.chat.completions.create({ model: models.openai.request, messages: [{ role: 'user', content: prompts.translate }] })
  await failed.catch((error: unknown) => {
    if (!(error instanceof RateLimitError)) throw error
  })
}
