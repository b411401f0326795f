/** What holds for every example: its README, and how it is started. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { List, Session } from '../../collector/src/contract.ts'
import { anchors, localLinks, tableBelow } from '../docs/markdown.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { ROOT, runCommand } from '../end-to-end/readme.ts'
import { restOf } from '../end-to-end/rest.ts'
import { examplesScript } from '../fake-model/examples.ts'
import { createFakeModel, type FakeModel, type RunningModel } from '../fake-model/server.ts'
import { BUILT_IN_MODEL, folderOf, readmeOf } from './play.ts'

const FOLDER = join(ROOT, 'examples')
const EXAMPLES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && /^[a-z]/.test(entry.name) && entry.name !== 'node_modules')
  .map(({ name }) => name)
const overview = readFileSync(join(FOLDER, 'README.md'), 'utf8')

describe('the pages', () => {
  it('list every example and no other', () => {
    const listed = tableBelow(`## Examples\n${overview.split('\n## ')[0]}`, 'Examples').map(([cell]) => /`(.+)`/.exec(cell ?? '')?.[1])
    expect(listed.toSorted()).toEqual(EXAMPLES.toSorted())
  })

  it('have a script for every example and no other', () => {
    const { scripts } = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8'))
    expect(Object.keys(scripts).toSorted()).toEqual(EXAMPLES.toSorted())
  })

  it.each(EXAMPLES)('of %s say the three commands, and the output of two of them', async (name) => {
    const { commands, printed } = await readmeOf(name)
    expect(commands.slice(-3)).toEqual([
      'npm start',
      `npm run ${name} -w examples`,
      expect.stringMatching(/^npx tracker session show --session 1( --limit \d+)?$/),
    ])
    expect(printed).toHaveLength(2)
  })

  it.each(EXAMPLES)('of %s have links that lead somewhere', (name) => {
    const page = join(folderOf(name), 'README.md')
    const broken = localLinks(readFileSync(page, 'utf8')).filter((link) => {
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? page : join(folderOf(name), path)
      return !existsSync(target) || (anchor !== undefined && !anchors(readFileSync(target, 'utf8')).includes(anchor))
    })
    expect(broken).toEqual([])
  })
})

/** Runs the first example. @returns its exit code and what it said */
async function run(
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const command = 'npm run --silent otel-js -w examples'
  return runCommand(command, { ...BUILT_IN_MODEL, ...env }).then(
    (stdout) => ({ code: 0, stdout, stderr: '' }),
    (error: unknown) => error as { readonly code: number; readonly stdout: string; readonly stderr: string },
  )
}

/** Lets an example ask a model that is not the built-in one. */
async function withModel<T>(model: FakeModel, use: (model: RunningModel) => Promise<T>): Promise<T> {
  const running = await model.listen(0)
  try {
    return await use(running)
  } finally {
    await running.close()
  }
}

describe('running one', () => {
  it('ends at once with one line where there is no collector', async () => {
    const { code, stdout, stderr } = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr.split('\n').filter((line) => !line.startsWith('npm '))).toEqual([
      'No collector at http://127.0.0.1:1: start one with `npm start` in another terminal, or set OTEL_EXPORTER_OTLP_ENDPOINT',
      '',
    ])
  })

  it('asks the model that the environment names', async () => {
    await withCollector(({ url }) =>
      withModel(createFakeModel({ script: examplesScript }), async (model) => {
        const said = await run({
          OTEL_EXPORTER_OTLP_ENDPOINT: url,
          OPENAI_API_KEY: 'a-key',
          OPENAI_BASE_URL: `${model.url}/v1`,
          OPENAI_MODEL: 'gpt-5',
        })
        expect(said).toMatchObject({ code: 0, stdout: expect.not.stringContaining('fake model') })
        expect(model.requests).toMatchObject([{ requestModel: 'gpt-5' }])
      }),
    )
  })

  it('fails when the model does, and has recorded why', async () => {
    await withCollector(({ url }) =>
      withModel(
        createFakeModel({ script: () => ({ error: { status: 503, type: 'overloaded', message: 'come back later' } }) }),
        async (model) => {
          const said = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OPENAI_BASE_URL: `${model.url}/v1` })
          expect(said).toMatchObject({ code: 1, stderr: expect.stringContaining('come back later') })
          const { items } = await restOf(url).get<List<Session>>('/sessions')
          expect(items).toMatchObject([{ workflow: 'describe_folder', status: 'failed', costUsd: null }])
        },
      ),
    )
  })
})
