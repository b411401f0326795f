import { tracker } from '@ai-tracker/sdk'
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai'
import { OpenAI } from 'openai'

/** Environment variable with the address of the model server. */
const MODEL_URL = 'FAKE_MODEL_URL'

/** A session of two phases with a checkpoint between them, in each of which the real `openai` package makes a call under OpenInference's instrumentation. */
export async function blogSession(): Promise<void> {
  new OpenAIInstrumentation().manuallyInstrument(OpenAI)
  const client = new OpenAI({ baseURL: `${process.env[MODEL_URL]}/v1`, apiKey: 'no-key', maxRetries: 0 })
  const ask = async (content: string) => {
    const { choices } = await client.chat.completions.create({ model: 'gpt-4o-mini', messages: [{ role: 'user', content }] })
    return choices[0]?.message.content
  }
  await tracker.session('blog-post', async (session) => {
    await session.phase('research', () => ask('What is a scheduler?'))
    session.checkpoint('researched')
    await session.phase('draft', () => ask('Write it.'))
  })
}
