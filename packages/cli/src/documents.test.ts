import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call } from './testing/call.ts'
import { type Finished, type Served, START, send, temporaryFolder, tracker, trackerServe } from './testing/process.ts'
import { blogPost, hostile, parallel } from './testing/telemetry.ts'

/** Exports and SQL, while a collector runs and after it has stopped. */

const folder = temporaryFolder()
const file = join(folder.path, 'tracker.db')
const pathOf = (name: string) => join(folder.path, name)
const run = (...argv: readonly string[]) => call([...argv, '--db', file])

const COMMANDS = {
  json: ['session', 'export', '3'],
  jsonl: ['session', 'export', '--session', '3', '--format', 'jsonl'],
  csv: ['session', 'export', '3', '--format', 'csv'],
  otlp: ['session', 'export', '3', '--format', 'otlp'],
  'of hostile telemetry': ['session', 'export', '2'],
  'not found': ['session', 'export', '99'],
  table: ['sql', 'SELECT session_id, workflow_id, cost_usd FROM sessions ORDER BY 1'],
  'table, cut short': [
    'sql',
    'WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 5000) SELECT n FROM c',
    '--limit',
    '2',
  ],
  'raw csv': ['session', 'export', '3', '--format', 'csv', '--raw'],
  'raw json': ['session', 'export', '3', '--raw'],
  'rows of formulas': ['sql', "SELECT '=1+1' AS a, -1 AS b", '--format', 'csv'],
  'rows of raw formulas': ['sql', "SELECT '=1+1' AS a, -1 AS b", '--format', 'csv', '--raw'],
  'raw rows as JSON': ['sql', 'SELECT 1', '--json', '--raw'],
  'rows as CSV': ['sql', 'SELECT 1 AS a, NULL AS b', '--format', 'csv'],
  'rows as JSON': ['sql', "SELECT 9007199254740993 AS a, x'ff' AS b", '--json'],
  'rows as lines': ['sql', 'VALUES (1), (2), (3)', '--format', 'jsonl', '--limit', '2'],
  tables: ['sql', '--tables'],
  schema: ['sql', '--schema', 'Sessions'],
  'schema of nothing': ['sql', '--schema', 'sesions'],
  'a wrong statement': ['sql', 'SELEC 1'],
  'a statement that writes': ['sql', 'DELETE FROM spans'],
  'a statement without end': [
    'sql',
    'WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c',
    '--timeout',
    '1s',
  ],
} as const satisfies Record<string, readonly string[]>

type Name = keyof typeof COMMANDS
const NAMES = Object.keys(COMMANDS) as readonly Name[]
const running = new Map<string, Finished>()
const alone = new Map<string, Finished>()
const of = (name: Name): Finished => running.get(name) ?? { code: null, stdout: '', stderr: 'did not run' }
let sent: unknown

async function runAll(results: Map<string, Finished>): Promise<void> {
  for (const [name, argv] of Object.entries(COMMANDS)) results.set(name, await run(...argv))
}

beforeAll(async () => {
  const server: Served = await trackerServe(file)
  try {
    for (const body of [blogPost, hostile, parallel]) expect(await send(server.url, body)).toBe(200)
    await runAll(running)
    sent = await (await fetch(`${server.url}/api/v1/traces/7c1d0e9a00000000000000000000abcd?format=otlp`)).json()
  } finally {
    await server.stop('SIGTERM')
  }
  await runAll(alone)
}, 120_000)
afterAll(() => folder.remove())

describe('with and without a server', () => {
  it.each(NAMES)('%s says the same', (name) => expect(alone.get(name)).toEqual(running.get(name)))
})

describe('an export', () => {
  it('has everything of its session', () => {
    const { session, ...lists } = JSON.parse(of('json').stdout)
    expect(session).toMatchObject({ id: 3, workflow: 'notes', phaseCount: 3 })
    expect(session).not.toHaveProperty('phases')
    expect(Object.entries<readonly unknown[]>(lists).map(([name, items]) => [name, items.length])).toEqual([
      ['phases', 3],
      ['prompts', 2],
      ['responses', 2],
      ['actions', 1],
      ['artifacts', 1],
      ['issues', 1],
      ['events', 0],
      ['logs', 0],
      ['metrics', 0],
    ])
  })

  it('as lines has the same', () => {
    const { session, ...lists } = JSON.parse(of('json').stdout)
    const records = of('jsonl')
      .stdout.trimEnd()
      .split('\n')
      .map((line): { record: string } => JSON.parse(line))
    const withoutRecord = records.map(({ record: _, ...rest }) => rest)
    expect(withoutRecord).toEqual([session, ...Object.values<readonly unknown[]>(lists).flat()])
    expect(records.map(({ record }) => record).join(' ')).toMatch(
      /^session phase phase phase prompt prompt response response action artifact issue$/,
    )
  })

  it('as CSV has a row for each, whose texts no spreadsheet runs', () => {
    const { stdout } = of('csv')
    expect(stdout.trimEnd().split('\n')).toHaveLength(11)
    expect(stdout).toContain("'=answer to read the changelog")
    expect(of('raw csv').stdout).toBe(stdout.replaceAll("'=answer", '=answer'))
  })

  it('as OTLP is what was sent', () => {
    expect(
      of('otlp')
        .stdout.trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([sent])
  })

  it('obeys nothing that telemetry says', () => {
    for (const name of ['json', 'jsonl', 'of hostile telemetry'] as const)
      expect(of(name).stdout).not.toMatch(/[[\p{Cc}\p{Cf}]--[\n\u200d]]/v)
  })

  it('of nothing is an error', () => {
    expect(of('not found')).toEqual({ code: 1, stdout: '', stderr: 'error: no session 99; "tracker session list" shows which there are\n' })
  })

  it('goes to a file, which is replaced only by force', async () => {
    const output = pathOf('export.json')
    expect(await run('session', 'export', '3', '-o', output)).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(readFileSync(output, 'utf8')).toBe(of('json').stdout)
    writeFileSync(output, 'mine')
    const stderr = `error: ${output} is there already; --force replaces it\n`
    expect(await run('session', 'export', '3', '-o', output)).toEqual({ code: 1, stdout: '', stderr })
    expect(readFileSync(output, 'utf8')).toBe('mine')
    expect(await run('session', 'export', '3', '-o', output, '--force', '--format', 'otlp')).toMatchObject({ code: 0 })
    expect(readFileSync(output, 'utf8')).toBe(of('otlp').stdout)
  })

  it('of what is not there makes no file', async () => {
    await run('session', 'export', '99', '-o', pathOf('nothing'))
    expect(existsSync(pathOf('nothing'))).toBe(false)
  })
})

describe('SQL', () => {
  it('is a table', () => {
    expect(of('table').stdout).toMatch(/^session_id {2}workflow_id +cost_usd\n +1 {2}blog_post +0\.006\n/)
    expect(of('table, cut short')).toEqual({ code: 0, stdout: 'n\n1\n2\n', stderr: '4,998 more; --limit N shows more, --format csv all\n' })
  })

  it('is a document for programs', () => {
    expect(of('rows as CSV').stdout).toBe('a,b\n1,\n')
    expect(of('rows of formulas').stdout).toBe("a,b\n'=1+1,-1\n")
    expect(of('rows of raw formulas').stdout).toBe('a,b\n=1+1,-1\n')
    const stderr = 'error: --raw is about formulas in CSV; give --format csv with it, or leave it out\n'
    for (const name of ['raw json', 'raw rows as JSON'] as const) expect(of(name)).toEqual({ code: 2, stdout: '', stderr })
    expect(JSON.parse(of('rows as JSON').stdout)).toEqual([{ a: '9007199254740993', b: 'ff' }])
    expect(of('rows as lines').stdout).toBe('{"column1":1}\n{"column1":2}\n')
  })

  it('lists what there is', async () => {
    expect(of('tables').stdout).toMatch(/^NAME +KIND +HOLDS\nactions +view +tool calls/)
    expect(of('schema').stdout).toMatch(/^sessions, a view: one row per execution of a workflow\n\nCOLUMN +TYPE\nsession_id +integer\n/)
    expect(of('schema of nothing')).toEqual({ code: 2, stdout: '', stderr: 'error: there is no table sesions; did you mean sessions?\n' })
    expect(JSON.parse((await run('sql', '--schema', 'issues', '--json')).stdout)).toMatchObject({ name: 'issues', kind: 'view' })
  })

  it('says what is wrong in one line', () => {
    expect(of('a wrong statement')).toEqual({ code: 2, stdout: '', stderr: 'error: near "SELEC": syntax error (line 1, column 1)\n' })
    expect(of('a statement that writes')).toMatchObject({ code: 2, stdout: '' })
    expect(of('a statement that writes').stderr).toMatch(/^error: only statements that read may run: .*\n$/)
    expect(of('a statement without end')).toMatchObject({ code: 1, stdout: '' })
    expect(of('a statement without end').stderr).toMatch(/^error: the query took longer than 1 s and was stopped; .*\n$/)
  })

  it('comes from a file', async () => {
    writeFileSync(pathOf('a.sql'), '-- how many?\nSELECT count(*) AS n FROM sessions;\n')
    expect(await run('sql', '-f', pathOf('a.sql'))).toEqual({ code: 0, stdout: 'n\n3\n', stderr: '' })
    expect(await run('sql', '-f', pathOf('none.sql'))).toMatchObject({ code: 1, stdout: '' })
  })

  it('comes from standard input', async () => {
    const child = spawn(process.execPath, [START, 'sql', '-', '--db', file], { stdio: ['pipe', 'pipe', 'inherit'] })
    const written: string[] = []
    child.stdout.on('data', (chunk) => written.push(String(chunk)))
    child.stdin.end('SELECT 7 AS n')
    expect(await once(child, 'close')).toEqual([0, null])
    expect(written.join('')).toBe('n\n7\n')
  })

  it('needs a database', async () => {
    const missing = pathOf('missing.db')
    expect(await call(['sql', 'SELECT 1', '--db', missing])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`no database at ${missing}`),
    })
    expect(existsSync(missing)).toBe(false)
  })
})

describe('a reader that leaves early', () => {
  it('ends a long result, and is no failure', async () => {
    const endless = 'WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c'
    const child = spawn(process.execPath, [START, 'sql', endless, '--format', 'csv', '--db', file], { stdio: ['ignore', 'pipe', 'pipe'] })
    let stderr = ''
    child.stderr.on('data', (chunk) => (stderr += String(chunk)))
    await once(child.stdout, 'data')
    child.stdout.destroy()
    expect(await once(child, 'close')).toEqual([0, null])
    expect(stderr).toBe('')
  })
})

it('the whole program runs them, too', async () => {
  expect(await tracker(['session', 'export', '3', '--db', file])).toEqual(of('json'))
})
