import { describe, expect, it } from 'vitest'
import { type Client, clientsFor, TOKEN } from './clients.ts'

const origin = 'http://box.test:4400'
const open = clientsFor({ origin, needsToken: false })
const guarded = clientsFor({ origin, needsToken: true })
const textOf = (client: Client): string => client.snippets.map(({ text }) => text).join('\n')

describe('clientsFor', () => {
  it.each(open.filter(({ snippets }) => snippets.length > 0))('sends $label to this collector', (client) => {
    expect(textOf(client)).toContain(origin)
    expect(textOf(client)).not.toContain(TOKEN)
  })

  it.each(guarded.filter(({ snippets }) => snippets.length > 0))('says where $label has its token', (client) => {
    expect(textOf(client)).toContain(TOKEN)
  })

  it.each([...open, ...guarded].filter(({ snippets }) => snippets.length === 0))('says why $label has nothing to copy', ({ note }) => {
    expect(note).toBeTruthy()
  })

  it('sends nothing that is refused by choice', () => {
    for (const client of open) expect(textOf(client)).not.toMatch(/v1\/logs|v1\/metrics|(LOGS|METRICS)_EXPORTER=otlp|:4317/)
  })

  it('has its own word for each', () => expect(new Set(open.map(({ id }) => id)).size).toBe(open.length))

  it('writes settings of Gemini CLI that are JSON', () => {
    const [snippet] = open.find(({ id }) => id === 'gemini-cli')?.snippets ?? []
    expect(JSON.parse(snippet?.text ?? '')).toMatchObject({ telemetry: { otlpEndpoint: origin } })
  })
})
