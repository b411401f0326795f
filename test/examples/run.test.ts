/** What holds for every example: its README, and how it is started. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
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

/** Runs an example, by default the first one. @returns its exit code and what it said */
async function run(
  env: Readonly<Record<string, string>>,
  name = 'otel-js',
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const command = `npm run --silent ${name} -w examples`
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

  it('ends with one line, and leaves no model behind, where the interpreter cannot be started', () =>
    withCollector(async ({ url }) => {
      const env = { PYTHON: '/nowhere/python', OTEL_EXPORTER_OTLP_ENDPOINT: url }
      const { code, stderr } = await run(env, 'python-openinference')
      expect([code, stderr.split('\n').filter((line) => !line.startsWith('npm '))]).toEqual([
        1,
        [expect.stringMatching(/^\/nowhere\/python does not start: .*ENOENT/), ''],
      ])
    }))

  it.skipIf(process.platform === 'win32')('ends with the example when it is told to, and leaves no model behind', () =>
    withCollector(({ url, file }) => {
      const sleeper = join(dirname(file), 'sleeper')
      writeFileSync(sleeper, '#!/bin/sh\necho started\nexec sleep 60\n', { mode: 0o700 })
      const env = { ...process.env, ...BUILT_IN_MODEL, PYTHON: sleeper, OTEL_EXPORTER_OTLP_ENDPOINT: url }
      const child = spawn(process.execPath, ['run.ts', 'python-openinference/main.py'], {
        cwd: FOLDER,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child.stdout.setEncoding('utf8').on('data', (words: string) => words.includes('started') && child.kill('SIGTERM'))
      // Everybody who was started holds the other end of these pipes: they close when the last one has ended.
      const said = Promise.all([once(child, 'close'), text(child.stderr)])
      return expect(said).resolves.toEqual([[1, null], ''])
    }),
  )

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
