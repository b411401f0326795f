import { describe, expect, it } from 'vitest'
import { openDatabase } from '../database.ts'
import { chat, LAYERS, type SpanSketch, write } from '../testing/make.ts'
import { createSqliteWriter } from '../write/writer.ts'
import { listPrompts, listResponses } from './calls.ts'

const said = (role: string, content: string) => JSON.stringify([{ role, parts: [{ type: 'text', content }] }])
const texts = { 'gen_ai.input.messages': said('user', 'hello?'), 'gen_ai.output.messages': said('assistant', 'hello!') }
const id = { 'gen_ai.response.id': 'msg_1' }
const root: SpanSketch = { id: '1', attributes: { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': 'w' } }
const withoutUsage = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', ...texts }

async function calls(spans: readonly SpanSketch[]) {
  const db = openDatabase(':memory:')
  await write(createSqliteWriter(db, LAYERS), spans)
  const sessionId = db.prepare('SELECT id FROM session_rows').pluck().get() as number
  const page = { sessionId, limit: 10 }
  return {
    prompts: listPrompts(db, page).items.map(({ text }) => text),
    responses: listResponses(db, page).items.map(({ text, tokensInput }) => ({ text, tokensInput })),
    view: db.prepare('SELECT response_text FROM responses').pluck().all(),
  }
}

describe('a call that two instrumentations saw', () => {
  const once = { prompts: ['hello?'], responses: [{ text: 'hello!', tokensInput: 5 }], view: ['hello!'] }

  it.each<[string, readonly SpanSketch[]]>([
    [
      'around the one with the usage',
      [root, { id: '2', parent: '1', attributes: withoutUsage }, { id: '3', parent: '2', attributes: chat(5) }],
    ],
    [
      'beside the one with the usage',
      [
        root,
        { id: '2', parent: '1', attributes: chat(5, id) },
        { id: '3', parent: '1', startS: 1, attributes: chat(5, { ...id, ...texts }) },
      ],
    ],
  ])('is one response, and its texts come from the span %s', async (_name, spans) => {
    expect(await calls(spans)).toEqual(once)
  })

  it('takes no text from an agent around it', async () => {
    const agent = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.usage.input_tokens': 5n, ...texts }
    const { responses } = await calls([root, { id: '2', parent: '1', attributes: agent }, { id: '3', parent: '2', attributes: chat(5) }])
    expect(responses.map(({ text }) => text ?? null)).toEqual([null])
  })
})
