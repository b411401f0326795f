import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textWidth } from './output/text-width.ts'
import { call } from './testing/call.ts'
import { type Finished, send, temporaryFolder, tracker, trackerServe } from './testing/process.ts'
import { blogPost, broken, hostile } from './testing/telemetry.ts'

/** Every reading command twice: while the collector runs, and after it has stopped. */

const COMMANDS = {
  'session list': ['session', 'list'],
  'session list with filters': [
    'session',
    'list',
    '--workflow',
    'blog_post',
    '--status',
    'completed',
    '--after',
    '2026-01-04',
    '--before',
    '2026-01-05',
  ],
  'session list by cost, upwards': ['session', 'list', '--sort', 'cost:asc', '--limit', '1', '--before', '2026-01-06'],
  'session list by text': ['session', 'list', '-q', 'blog'],
  'session list of nothing': ['session', 'list', '-q', 'no such text'],
  'session show by integer': ['session', 'show', '1'],
  'session show by trace id': ['session', 'show', '4bf92f3577b34da6a3ce929d0e0e4736'],
  'session show by prefix': ['session', 'show', '--session', '4bf92f357'],
  'session show by key': ['session', 'show', 'key:nightly/run #1 of January'],
  'session show of hostile telemetry': ['session', 'show', '2'],
  'session show of what failed': ['session', 'show', '3'],
  'session show, cut short': ['session', 'show', '2', '--limit', '1'],
  'session show, ambiguous': ['session', 'show', '4bf92f35'],
  'session show, not found': ['session', 'show', '99'],
  'session show, too short a prefix': ['session', 'show', '4bf'],
  'session show of ..': ['session', 'show', '..'],
  'session list, a page that is none': ['session', 'list', '--cursor', 'abc'],
  'cost by nothing': ['cost', '--group-by', 'colour'],
  'cost in no time zone': ['cost', '--time-zone', 'Mars'],
  cost: ['cost'],
  'cost by model': ['cost', '--group-by', 'model'],
  'cost by provider': ['cost', '--group-by', 'provider'],
  'cost by phase': ['cost', '--group-by', 'phase'],
  'cost by day': ['cost', '--group-by', 'day', '--time-zone', 'Asia/Tokyo'],
  'cost of one workflow': ['cost', '--workflow', 'blog_post', '--after', '2026-01-04'],
  'cost of nothing': ['cost', '--workflow', 'no such workflow'],
} as const satisfies Record<string, readonly string[]>

type Name = keyof typeof COMMANDS
const NAMES = Object.keys(COMMANDS) as readonly Name[]

const JSON_PATHS = {
  '/api/v1/sessions': ['session', 'list', '--json'],
  '/api/v1/sessions?workflow=blog_post&sort=cost&limit=1': [
    'session',
    'list',
    '--workflow',
    'blog_post',
    '--sort',
    'cost',
    '--limit',
    '1',
    '--json',
  ],
  '/api/v1/sessions/1': ['session', 'show', '1', '--json'],
  '/api/v1/sessions/2': ['session', 'show', '--session', '2', '--json'],
  '/api/v1/cost': ['cost', '--json'],
  '/api/v1/cost?by=model&after=2026-01-04': ['cost', '--group-by', 'model', '--after', '2026-01-04', '--json'],
  '/api/v1/info': ['db', 'info', '--json'],
} as const satisfies Record<string, readonly string[]>

const folder = temporaryFolder()
const file = join(folder.path, 'data', 'tracker.db')
const run = (argv: readonly string[]) => tracker([...argv, '--db', file])
const running = new Map<string, Finished>()
const alone = new Map<string, Finished>()
const rest = new Map<string, unknown>()
const at = (results: ReadonlyMap<string, Finished>, name: string): Finished =>
  results.get(name) ?? { code: null, stdout: '', stderr: 'did not run' }

/** The size of the log depends on whether the file is open. */
const withoutLog = (value: unknown) => ({ ...(value as object), walBytes: 0, fileBytes: 0, pageCount: 0, freePages: 0 })
const parsed = (path: string, stdout: string) => (path.endsWith('/info') ? withoutLog(JSON.parse(stdout)) : JSON.parse(stdout))

/** In this process: as processes of their own they would take minutes on a machine that is busy. */
async function runAll(results: Map<string, Finished>): Promise<void> {
  const all = [...Object.entries<readonly string[]>(COMMANDS), ...Object.entries<readonly string[]>(JSON_PATHS)]
  for (const [name, argv] of all) results.set(name, await call([...argv, '--db', file]))
}

beforeAll(async () => {
  mkdirSync(join(folder.path, 'data'))
  const server = await trackerServe(file)
  try {
    expect(await send(server.url, blogPost)).toBe(200)
    expect(await send(server.url, hostile)).toBe(200)
    expect(await send(server.url, broken)).toBe(200)
    await runAll(running)
    for (const path of Object.keys(JSON_PATHS)) rest.set(path, await (await fetch(server.url + path)).json())
  } finally {
    await server.stop('SIGTERM')
  }
  await runAll(alone)
}, 240_000)
afterAll(() => folder.remove())

describe('with and without a server', () => {
  it.each(NAMES)('%s says the same', (name) => expect(at(alone, name)).toEqual(at(running, name)))

  it.each(Object.keys(JSON_PATHS))('%s comes out as --json', (path) => {
    const expected = path.endsWith('/info') ? withoutLog(rest.get(path)) : rest.get(path)
    for (const results of [running, alone]) {
      expect(at(results, path)).toMatchObject({ code: 0, stderr: '' })
      expect(parsed(path, at(results, path).stdout)).toEqual(expected)
    }
  })
})

describe('what a terminal gets', () => {
  const everything = () => [...running].map(([name, { stdout, stderr }]) => ({ name, stdout, stderr }))

  it('obeys nothing that telemetry says', () => {
    for (const { name, stdout, stderr } of everything()) expect(stdout + stderr, name).not.toMatch(/[[\p{Cc}\p{Cf}]--[\n\u200d]]/v)
    expect(at(running, 'session show of hostile telemetry').stdout).toContain('\\x1b[2J\\u202e')
    expect(at(running, 'session show, ambiguous').stderr).toContain('root \\x1b[2J\n')
  })

  it.each(NAMES)('%s fits into 80 columns', (name) => {
    const { stdout } = at(running, name)
    for (const line of stdout.split('\n')) {
      expect(textWidth(line), line).toBeLessThanOrEqual(80)
      expect(line).toBe(line.trimEnd())
    }
  })

  it('is aligned', () => {
    const { stdout } = at(running, 'session list by cost, upwards')
    expect(stdout.replace(/Jan {2}4 (10:00| 2026)/, 'Jan  4 10:00')).toBe(
      'ID  STARTED       WORKFLOW   STATUS     DURATION  TOKENS    COST  ERRORS\n' +
        ' 1  Jan  4 10:00  blog_post  completed    1m 05s   1,200  $0.006       0\n',
    )
  })

  it('shows phases as a tree, and steps in order of time', () => {
    const { stdout } = at(running, 'session show by integer')
    expect(stdout).toContain('tokens     1,000 in, 200 out\ncost       $0.006\ncalls      1 response, 1 action\n')
    expect(stdout).toMatch(/^draft {8} .*\n {2}outline #2 .*$/m)
    expect(stdout).toMatch(/^\+300 ms {2}claude-sonnet-4-5 .*\n {1,2}\+4\.0 s {2}web_search/m)
  })

  it('names what is unknown, and never as zero', () => {
    expect(at(running, 'cost by model').stdout).toMatch(/^unknown\\u202e.* {2}—/m)
    expect(at(running, 'cost').stdout).toContain('≥$')
    expect(at(running, 'session show of hostile telemetry').stdout).toMatch(/^cost +≥\$[\d.]+ \(1 of 2 responses priced\)$/m)
  })

  it('says on stderr that there is more', () => {
    expect(at(running, 'session list by cost, upwards').stderr).toMatch(/^there are more; .*\n--cursor \S+\n$/)
    expect(at(running, 'session show, cut short').stderr).toContain('the first 1 step of 2 responses and 1 action; --limit N shows more')
    expect(at(running, 'session list of nothing')).toEqual({ code: 0, stdout: '', stderr: 'no session fits\n' })
    expect(at(running, 'cost of nothing')).toMatchObject({ code: 0, stdout: '' })
  })

  it('says what went wrong', () => {
    const { stdout } = at(running, 'session show of what failed')
    expect(stdout).toMatch(/^error +not stated; first to fail was fetch: Timeout: tool died$/m)
    expect(stdout).toMatch(/^\+500 ms {2}fetch .* failed: Timeout: tool died$/m)
  })

  it('has no title that only repeats the workflow', () => {
    expect(at(running, 'session show by integer').stdout).not.toMatch(/^title/m)
  })

  it.each<[Name, says: string]>([
    ['session list, a page that is none', '--cursor does not belong to this list'],
    ['cost by nothing', '--group-by is "colour"; allowed: workflow, '],
    ['cost in no time zone', '--time-zone is "Mars"; allowed: '],
  ])('%s names the option', (name, says) => {
    const { code, stdout, stderr } = at(running, name)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`error: ${says}`)
  })

  it('has candidates for what is ambiguous', () => {
    const { code, stdout, stderr } = at(running, 'session show, ambiguous')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^error: 4bf92f35 may be 2 sessions; .*\n {2}\d 4bf92f35\w+ .*\n {2}\d 4bf92f35\w+ .*\n$/)
  })

  it('says what to do where nothing is found', () => {
    const stderr = 'error: no session 99; "tracker session list" shows which there are\n'
    expect(at(running, 'session show, not found')).toEqual({ code: 1, stdout: '', stderr })
    expect(at(running, 'session show of ..')).toEqual({ code: 1, stdout: '', stderr: stderr.replace('99', 'key:..') })
    expect(at(running, 'session show, too short a prefix')).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('a file', () => {
  it('that is not there yet is no bug', async () => {
    const missing = join(folder.path, 'missing.db')
    const hint = 'nothing was recorded yet; start a collector with "npm start" (in the repository) or "npx tracker serve"'
    const stderr = `error: no database at ${missing}: ${hint}\n`
    const env = { TRACKER_DB: missing, TRACKER_HTTP_PORT: 'abc', TRACKER_HOST: '0.0.0.0' } // the collector's business
    expect(await tracker(['session', 'list'], env)).toEqual({ code: 1, stdout: '', stderr })
  })

  it('that is no database is refused in one line', async () => {
    const other = join(folder.path, 'other.db')
    writeFileSync(other, 'this is a letter and no database, which is longer than a header of SQLite would be: one hundred bytes')
    const read = await tracker(['db', 'info', '--db', other])
    expect(read).toMatchObject({ code: 1, stdout: '' })
    expect(read.stderr).toMatch(/^error: .*other\.db is not a readable SQLite database.*\n$/)
    expect(await tracker(['serve', '--db', other, '--http-port', '0', '--grpc-port', '0'])).toEqual(read)
  })

  it.each([
    ['a configuration file that is missing', { TRACKER_CONFIG: '/no/such/file.json' }, 'the configuration file /no/such/file.json'],
    ['a variable that does not fit', { TRACKER_TOKEN: 'short' }, 'TRACKER_TOKEN is'],
  ])('is not reached with %s: a failure of every command', async (_, env, says) => {
    const read = await tracker(['session', 'list'], env)
    expect(read).toMatchObject({ code: 1, stdout: '' })
    expect(read.stderr).toContain(`error: ${says}`)
    expect(await tracker(['serve'], env)).toEqual(read)
  })

  it('that is a folder is called one, and nothing is left beside it', async () => {
    const path = join(folder.path, 'adir')
    mkdirSync(path)
    const stderr = `error: ${path} is a folder; name the database in it with --db (TRACKER_DB)\n`
    expect(await tracker(['session', 'list', '--db', path])).toEqual({ code: 1, stdout: '', stderr })
    expect(existsSync(`${path}.owner`)).toBe(false)
  })

  it('below something that is no folder', async () => {
    const other = join(folder.path, 'letter')
    writeFileSync(other, '')
    const { code, stderr } = await tracker(['session', 'list', '--db', join(other, 'tracker.db')])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: cannot use .*letter.tracker\.db \(ENOTDIR/)
  })

  it.skipIf(process.getuid === undefined || process.getuid() === 0)('in a folder that one may not enter', async () => {
    const closed = join(folder.path, 'closed')
    mkdirSync(closed, { mode: 0 })
    const { code, stderr } = await tracker(['session', 'list', '--db', join(closed, 'tracker.db')])
    chmodSync(closed, 0o700)
    expect(code).toBe(1)
    expect(stderr).toContain('permission is denied for it or its folder')
  })

  it('may be asked for by several commands at once', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => run(['session', 'list', '--json'])))
    for (const one of all) expect(one).toEqual(at(alone, '/api/v1/sessions'))
  })
})
