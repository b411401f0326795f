import { Anthropic, APIError as AnthropicError } from '@anthropic-ai/sdk'
import { APIError, OpenAI } from 'openai'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Answer } from './answer.ts'
import { queueScript } from './script.ts'
import type { RunningModel } from './server.ts'
import { ANSWER_HEADER, createFakeModel } from './server.ts'

const usage = { inputUncached: 11, cacheRead: 23, cacheWrite: 31, cacheWrite1h: 0, output: 7, reasoning: 5 }
const call = { name: 'get_weather', arguments: { city: 'Lisbon' } }

async function start(...answers: readonly Answer[]): Promise<RunningModel> {
  const model = await createFakeModel({ script: queueScript(answers) }).listen(0)
  onTestFinished(() => model.close())
  return model
}

async function collect<Item>(stream: AsyncIterable<Item>): Promise<readonly Item[]> {
  const items: Item[] = []
  for await (const item of stream) items.push(item)
  return items
}

const openai = (model: RunningModel) => new OpenAI({ baseURL: `${model.url}/v1`, apiKey: 'no-key', maxRetries: 0 })
const anthropic = (model: RunningModel) => new Anthropic({ baseURL: model.url, apiKey: 'no-key', maxRetries: 0, openTelemetry: false })
const user = [{ role: 'user' as const, content: 'Hello' }]
const openaiUsage = {
  prompt_tokens: 65,
  completion_tokens: 12,
  prompt_tokens_details: { cached_tokens: 23, cache_write_tokens: 31 },
  completion_tokens_details: { reasoning_tokens: 5 },
}

describe('OpenAI chat completions', () => {
  it('answers with text and usage whose totals include their parts', async () => {
    const model = await start({ text: 'Good day', usage, responseModel: 'm-1' })
    const completion = await openai(model).chat.completions.create({ model: 'm', messages: user })
    expect(completion).toMatchObject({ id: 'chatcmpl-00000000000000000001', model: 'm-1', usage: openaiUsage })
    expect(completion.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'Good day' } })
  })

  it('answers with a tool call, streamed as the real service does', async () => {
    const model = await start({ toolCalls: [call] }, { toolCalls: [call] })
    const whole = await openai(model).chat.completions.create({ model: 'm', messages: user })
    const streamed = await openai(model).chat.completions.stream({ model: 'm', messages: user }).finalChatCompletion()
    for (const { choices } of [whole, streamed]) {
      expect(choices[0]).toMatchObject({ finish_reason: 'tool_calls' })
      expect(choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'get_weather', arguments: '{"city":"Lisbon"}' } })
    }
  })

  it('tells the usage of a stream only when asked', async () => {
    const model = await start({ text: 'a b', usage }, { text: 'a b', usage })
    const ask = async (stream_options?: { include_usage: boolean }) => {
      const stream = await openai(model).chat.completions.create({
        model: 'm',
        messages: user,
        stream: true,
        ...(stream_options && { stream_options }),
      })
      return collect(stream)
    }
    const told = await ask({ include_usage: true })
    expect(told.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('a b')
    expect(told.at(-1)).toMatchObject({ choices: [], usage: openaiUsage })
    expect((await ask()).every((chunk) => chunk.usage === undefined)).toBe(true)
    expect(model.requests.map((request) => request.toldUsage)).toEqual([true, false])
  })

  it.each([
    { status: 429, type: 'requests', message: 'slow down' },
    { status: 400, type: 'invalid_request_error', message: 'no such parameter' },
  ])('answers with the error $status', async (error) => {
    const model = await start({ error })
    const failed = await openai(model)
      .chat.completions.create({ model: 'm', messages: user })
      .catch((reason: unknown) => reason)
    expect(failed).toBeInstanceOf(APIError)
    expect(failed).toMatchObject({ status: error.status, type: error.type })
    expect(model.requests[0]).toMatchObject({ status: error.status, toldUsage: false })
  })
})

describe('OpenAI responses', () => {
  it('answers, streamed or not, with the same response', async () => {
    const model = await start({ text: 'Good day', toolCalls: [call], usage }, { text: 'Good day', toolCalls: [call], usage })
    const whole = await openai(model).responses.create({ model: 'm', input: 'Hello' })
    const events = await collect(await openai(model).responses.create({ model: 'm', input: 'Hello', stream: true }))
    const last = events.at(-1)
    expect(events[0]?.type).toBe('response.created')
    if (last?.type !== 'response.completed') throw new Error('the stream has no end')
    for (const response of [whole, last.response]) {
      expect(response.usage).toMatchObject({ input_tokens: 65, output_tokens: 12, input_tokens_details: { cached_tokens: 23 } })
      expect(response.output.map((item) => item.type)).toEqual(['message', 'function_call'])
    }
    expect(whole.output_text).toBe('Good day')
  })
})

describe('OpenAI embeddings', () => {
  it('answers with the vector in the form that was asked for', async () => {
    const model = await start({ usage: { inputUncached: 3 } }, {})
    const base64 = await openai(model).embeddings.create({ model: 'm', input: 'Hello' })
    const floats = await openai(model).embeddings.create({ model: 'm', input: ['Hello'], encoding_format: 'float' })
    expect(base64).toMatchObject({ usage: { prompt_tokens: 3 }, data: [{ embedding: [0.25, -0.5, 0.125, 1] }] })
    expect(floats.data[0]?.embedding).toEqual([0.25, -0.5, 0.125, 1])
  })
})

describe('Anthropic messages', () => {
  const ask = { model: 'm', max_tokens: 10, messages: user }
  const anthropicUsage = {
    input_tokens: 11,
    cache_read_input_tokens: 23,
    cache_creation_input_tokens: 31,
    cache_creation: { ephemeral_5m_input_tokens: 31, ephemeral_1h_input_tokens: 0 },
    output_tokens: 12,
  }

  it('answers, streamed or not, with the same message; input counts leave the cache out', async () => {
    const model = await start({ text: 'I look', toolCalls: [call], usage }, { text: 'I look', toolCalls: [call], usage })
    const whole = await anthropic(model).messages.create(ask)
    const streamed = await anthropic(model).messages.stream(ask).finalMessage()
    for (const message of [whole, streamed]) {
      expect(message).toMatchObject({ stop_reason: 'tool_use', usage: anthropicUsage })
      expect(message.content).toMatchObject([
        { type: 'text', text: 'I look' },
        { type: 'tool_use', name: 'get_weather', input: { city: 'Lisbon' } },
      ])
    }
  })

  it('answers with the error 529', async () => {
    const model = await start({ error: { status: 529, type: 'overloaded_error', message: 'Overloaded' } })
    const failed = await anthropic(model)
      .messages.create(ask)
      .catch((reason: unknown) => reason)
    expect(failed).toBeInstanceOf(AnthropicError)
    expect(failed).toMatchObject({ status: 529, type: 'overloaded_error' })
  })

  it('reads a tool result as one, and a continued thread as the whole conversation', async () => {
    const model = await start({ toolCalls: [call] }, {})
    const first = await anthropic(model).messages.create(ask)
    const results = [{ type: 'tool_result' as const, tool_use_id: 't1', content: 'sunny' }]
    await anthropic(model).beta.messages.create({
      ...ask,
      messages: [{ role: 'user', content: results }],
      thread: { type: 'continue', previous_message_id: first.id },
    })
    expect(model.requests[1]).toMatchObject({ lastUserText: 'Hello', toolResults: [{ callId: 't1', text: 'sunny' }] })
  })
})

describe('the server', () => {
  const post = (model: RunningModel, body: string, headers = {}) =>
    fetch(`${model.url}/v1/chat/completions`, { method: 'POST', body, headers })

  it('repeats what the user said where no script answers', async () => {
    const model = await start()
    const completion = await openai(model).chat.completions.create({ model: 'm', messages: user })
    expect(completion.choices[0]?.message.content).toBe('You said: Hello')
  })

  it('takes the answer from a header', async () => {
    const model = await start({ text: 'from the script' })
    const reply = await post(model, '{"model":"m"}', { [ANSWER_HEADER]: '{"text":"from the header"}' })
    expect(await reply.json()).toMatchObject({ choices: [{ message: { content: 'from the header' } }] })
  })

  it.each(['', 'no json', '[]', '{"messages":[]}'])('refuses the body %j', async (body) => {
    const reply = await post(await start(), body)
    expect(reply.status).toBe(400)
    expect(await reply.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
  })

  it('has no other path', async () => {
    const model = await start()
    expect((await fetch(`${model.url}/v1/models`)).status).toBe(404)
  })

  it('closes while an answer is still to come', async () => {
    const model = await createFakeModel({ script: () => ({ delayMs: 60_000 }) }).listen(0)
    const reply = post(model, '{"model":"m"}').catch(() => 'cut off')
    while (model.requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await model.close()
    expect(await reply).toBe('cut off')
  })
})
