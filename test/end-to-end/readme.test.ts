/** The quick start of the README, as it stands there: its programs give the session that its commands show. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Action, Prompt, Response, SessionDetail } from '../../collector/src/contract.ts'
import { pythonOfVenv } from '../clients/python-venv.ts'
import { withCollector } from './fresh-collector.ts'
import { NO_PYTHON, VENV_TIMEOUT_MS } from './python.ts'
import { commandsOf, installed, ROOT, runCommand, runProgram } from './readme.ts'
import { restOf } from './rest.ts'
import { onlySessionId } from './session-facts.ts'

const QUESTION = 'Write one sentence about tracing.'
const ANSWER = 'A trace shows where the time of a request went.'
const REQUIREMENTS = join(ROOT, 'test', 'clients', 'python', 'requirements.txt')

/** What a model call of 200 fresh, 1,000 cached and 80 output tokens costs in dollars, by public prices. */
const CALLS = {
  anthropic: { provider: 'anthropic', model: 'claude-sonnet-4-5', costUsd: '0.0021' },
  openai: { provider: 'openai', model: 'gpt-4o-mini-2024-07-18', costUsd: '0.000153' },
}

/** Parts of the page of the session. */
const SHOWN = [
  'blog_post',
  'completed',
  '1,200 in (1,000 cached), 80 out',
  '$0.0021',
  'research',
  'draft',
  'web_search',
  'claude-sonnet-4-5',
]

/** Compares everything that the programs record with what REST says of it. */
async function expectSession(url: string, call: (typeof CALLS)[keyof typeof CALLS]): Promise<SessionDetail> {
  const rest = restOf(url)
  const path = `/sessions/${await onlySessionId(rest)}`
  const session = await rest.get<SessionDetail>(path)
  const sums = { tokensInput: 1200, tokensOutput: 80, tokensCacheRead: 1000, tokensCacheWrite: 0, tokensTotal: 1280, costUsd: call.costUsd }
  expect(session).toMatchObject({ ...sums, workflow: 'blog_post', status: 'completed', costCoverage: 1, errorCount: 0, spanCount: 5 })
  expect(session.phases).toMatchObject([
    { name: 'research', number: 1, status: 'completed', responseCount: 0, tokensTotal: 0, costUsd: null },
    { name: 'draft', number: 2, status: 'completed', responseCount: 1, tokensTotal: 1280, costUsd: call.costUsd },
  ])
  expect(await rest.list<Response>(`${path}/responses`)).toMatchObject([
    { ...call, phase: 'draft', costSource: 'computed', finishReason: 'stop', text: ANSWER },
  ])
  expect(await rest.list<Prompt>(`${path}/prompts`)).toMatchObject([{ phase: 'draft', text: QUESTION }])
  expect(await rest.list<Action>(`${path}/actions`)).toMatchObject([
    { phase: 'research', tool: 'web_search', callId: 'call_1', arguments: expect.stringMatching(/^\{"query": ?"distributed tracing"\}$/) },
  ])
  return session
}

/** Imports the files that the README names: what the collector gave, which it has. @returns what the command says of it */
async function importFiles({ url, file }: { readonly url: string; readonly file: string }): Promise<string> {
  const [command = ''] = commandsOf('npx tracker import')
  const folder = await mkdtemp(join(tmpdir(), 'tracker-import-'))
  try {
    const spans = await (await fetch(`${url}/api/v1/export?signal=traces`)).bytes()
    await writeFile(join(folder, 'traces.jsonl'), spans)
    await writeFile(join(folder, 'rotated-1.json.gz'), gzipSync(spans))
    const inFolder = command.replaceAll(/\S+\.(?:jsonl|gz)/g, (name) => join(folder, name))
    return await runCommand(inFolder, { TRACKER_DB: file })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Nine processes, on two cores with other tests beside. */
const MANY_PROCESSES_MS = 120_000

describe('the quick start in JavaScript', () => {
  const packages = installed('npm install')

  it('installs versions that this repository has', async () => {
    expect(packages).toHaveLength(3)
    for (const { name, range } of packages) {
      const { version } = JSON.parse(await readFile(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'))
      expect(`${name} ${version}`).toContain(`${name} ${range.replace('~', '')}.`)
    }
  })

  it(
    'gives a session that every command of the README shows, with a collector and without',
    async () => {
      await withCollector(async (collector) => {
        const said = await runProgram('quickstart.mjs', process.execPath, {
          endpoint: collector.url,
          packages: packages.map(({ name }) => name),
        })
        expect(said).toBe('sent one session\n')
        const session = await expectSession(collector.url, CALLS.anthropic)

        const commands = commandsOf('npx tracker').filter((command) => !command.includes(' import '))
        const outputs = await Promise.all(commands.map((command) => runCommand(command, { TRACKER_DB: collector.file })))
        const saidBy = (words: string) => outputs[commands.findIndex((command) => command.startsWith(`npx tracker ${words}`))]
        expect(saidBy('session list')).toMatch(/ 1 .* blog_post +completed .* 1,280 +\$0\.0021/)
        for (const part of SHOWN) expect(saidBy('session show')).toContain(part)
        for (const part of ['research', 'web_search', 'draft', '1,280']) expect(saidBy('session timeline')).toContain(part)
        expect(saidBy('session search')).toBe('')
        expect(saidBy('cost')).toMatch(/blog_post +1 +1,200 +80 +\$0\.0021/)
        expect(saidBy('sql')).toMatch(/claude-sonnet-4-5 .*1280.*0\.0021/)
        expect(saidBy('logs')).toBe('')
        expect(commands).toHaveLength(7)
        for (const command of commandsOf('curl')) {
          const address = /http:[^" ]+/.exec(command)?.[0] ?? command
          expect((await fetch(address.replace('http://127.0.0.1:4318', collector.url))).status).toBe(200)
        }

        expect(await importFiles(collector)).toMatch(/known +10 items/)

        const asJson = 'npx tracker session show --session 1 --json'
        expect(JSON.parse(await runCommand(asJson, { TRACKER_DB: collector.file }))).toEqual(session)
        await collector.close()
        expect(JSON.parse(await runCommand(asJson, { TRACKER_DB: collector.file }))).toEqual(session)
      })
    },
    MANY_PROCESSES_MS,
  )
})

describe('the quick start in Python', () => {
  beforeAll(async () => {
    if (!NO_PYTHON) await pythonOfVenv()
  }, VENV_TIMEOUT_MS)

  it('installs packages that the test environment has', async () => {
    const pinned = await readFile(REQUIREMENTS, 'utf8')
    const packages = installed('.venv/bin/pip install')
    expect(packages).toHaveLength(2)
    for (const { name } of packages) expect(pinned).toContain(`\n${name}==`)
  })

  it('gives the session that it says', async ({ skip }) => {
    skip(NO_PYTHON !== undefined, NO_PYTHON)
    await withCollector(async ({ url }) => {
      expect(await runProgram('quickstart.py', await pythonOfVenv(), { endpoint: url })).toBe('sent one session\n')
      await expectSession(url, CALLS.openai)
    })
  })
})
