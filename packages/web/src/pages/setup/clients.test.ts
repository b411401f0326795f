import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Client, clientsFor, TOKEN } from './clients.ts'

const origin = 'http://box.test:4400'
const open = clientsFor({ origin, needsToken: false })
const guarded = clientsFor({ origin, needsToken: true })
const textOf = (client: Client): string => client.snippets.map(({ text }) => text).join('\n')

const snippets = [...open, ...guarded].flatMap((client) => client.snippets.map((snippet) => ({ client: client.label, ...snippet })))
/** A command may go on in the next line. */
const commandsOf = (text: string): readonly string[] => text.replaceAll(/ \\\n */g, ' ').split('\n')
/** A word that begins a path may name a package of ours; any other is looked up in a registry. */
const wordsOf = (text: string): readonly string[] => text.split(/[\s"'`=,()]+/)
const REPOSITORY = new URL('../../../../../', import.meta.url)
/** Commands of npm in a README. */
const commandsIn = (readme: string): readonly string[] =>
  readFileSync(new URL(readme, REPOSITORY), 'utf8')
    .split('\n')
    .filter((line) => /^npm (run|install) /.test(line))

describe('clientsFor', () => {
  it.each(snippets)('gets none of our packages from a registry: $client, $title', ({ text }) => {
    const commands = commandsOf(text).filter((line) => /^\s*(npm|npx|pnpm|pnpx|yarn|bunx?|deno|pip|pipx|uvx?|poetry|docker)\b/.test(line))
    const ours = commands.flatMap(wordsOf).filter((word) => /ai-?(workflow-?)?tracker/i.test(word))
    expect(ours.filter((word) => !/^\.{1,2}\/\S+\.tgz$/.test(word))).toEqual([])
  })

  it('begins with a client that needs nothing of ours', () => {
    expect(open[0]?.id).toBe('js')
    expect(open[0] && textOf(open[0])).not.toContain('@ai-tracker')
  })

  it.each([
    { id: 'sdk', readme: 'packages/sdk/README.md', which: /pack/ },
    { id: 'js', readme: 'README.md', which: /opentelemetry\/sdk-trace-node/ },
  ])('installs $id as $readme does', ({ id, readme, which }) => {
    const shown = open.filter((client) => client.id === id).flatMap((client) => commandsOf(textOf(client)))
    const commands = commandsIn(readme).filter((command) => which.test(command))
    expect(commands).not.toEqual([])
    expect(shown).toEqual(expect.arrayContaining([...commands]))
  })

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

  it('sends nothing that is not understood by choice', () => {
    for (const client of open) expect(textOf(client)).not.toMatch(/v1\/logs|v1\/metrics|(LOGS|METRICS)_EXPORTER=otlp|:4317/)
  })

  it('has its own word for each', () => expect(new Set(open.map(({ id }) => id)).size).toBe(open.length))

  it('writes settings of Gemini CLI that are JSON', () => {
    const [snippet] = open.find(({ id }) => id === 'gemini-cli')?.snippets ?? []
    expect(JSON.parse(snippet?.text ?? '')).toMatchObject({ telemetry: { otlpEndpoint: origin } })
  })
})
