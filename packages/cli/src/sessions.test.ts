import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { textWidth } from './output/text-width.ts'
import { call } from './testing/call.ts'
import { type Finished, send, temporaryFolder, trackerServe } from './testing/process.ts'
import { blogPost, broken, hostile, parallel } from './testing/telemetry.ts'

/** Commands that look at sessions, twice: while a collector runs, and after it has stopped. They run in this process, which is quick. */

const COMMANDS = {
  'session search': ['session', 'search', 'changelog'],
  'session search of nothing': ['session', 'search', 'nobody', 'said', 'this'],
  'session search by status': ['session', 'search', '--status', 'failed'],
  'session timeline': ['session', 'timeline', '4'],
  'session timeline of hostile telemetry': ['session', 'timeline', '2'],
  'session timeline in ASCII': ['session', 'timeline', '2', '--ascii'],
  'session timeline of errors': ['session', 'timeline', '4', '--errors'],
  'session timeline of no errors': ['session', 'timeline', '1', '--errors'],
  'session timeline, cut short': ['session', 'timeline', '4', '--depth', '3', '--limit', '4'],
  'session timeline, not found': ['session', 'timeline', '99'],
  stats: ['stats'],
  'stats of cost': ['stats', '--metric', 'cost_usd', '--group-by', 'workflow'],
  'stats, one value': ['stats', '--workflow', 'blog_post', '--metric', 'tokens_total', '--aggregate', 'sum'],
  'stats, one value of cost': ['stats', '--workflow', 'blog_post', '--metric', 'cost_usd', '--aggregate', 'max'],
  'stats, one value of nothing': ['stats', '--workflow', 'no such workflow', '--metric', 'cost_usd', '--aggregate', 'max'],
  'stats of nothing': ['stats', '--workflow', 'no such workflow'],
  prompts: ['prompts'],
  'prompts that fit': ['prompts', '--model', 'claude-haiku-4-5', '--phase', 'changelog', '-q', 'changelog'],
  'prompts with a rating': ['prompts', '--min-rating', '4'],
  'prompts with a rating of words': ['prompts', '--min-rating', 'good'],
  'issue list': ['issue', 'list'],
  'issue list that fits': ['issue', 'list', '--open', '--severity', 'major', '--workflow', 'notes', '--after', '2026-01-07'],
  'issue list of what is fixed': ['issue', 'list', '--fixed'],
  'issue list of one session': ['issue', 'list', '--session', '4', '--before', '2026-01-08'],
  'issue list of one session that does not fit': ['issue', 'list', '--session', '4', '--severity', 'minor'],
} as const satisfies Record<string, readonly string[]>

type Name = keyof typeof COMMANDS
const NAMES = Object.keys(COMMANDS) as readonly Name[]

/** Commands with `--json`, by what they answer in REST. */
const JSON_PATHS = {
  '/api/v1/sessions?q=changelog': ['session', 'search', 'changelog'],
  '/api/v1/stats?by=workflow&metric=cost_usd': ['stats', '--group-by', 'workflow', '--metric', 'cost_usd'],
  '/api/v1/prompts?limit=1': ['prompts', '--limit', '1'],
  '/api/v1/issues?fixed=false': ['issue', 'list', '--open'],
  '/api/v1/sessions/4/issues': ['issue', 'list', '--session', '4'],
} as const satisfies Record<string, readonly string[]>

const folder = temporaryFolder()
const file = join(folder.path, 'tracker.db')
const running = new Map<string, Finished>()
const alone = new Map<string, Finished>()
const rest = new Map<string, unknown>()
const of = (name: Name): Finished => running.get(name) ?? { code: null, stdout: '', stderr: 'did not run' }

async function runAll(results: Map<string, Finished>): Promise<void> {
  for (const [name, argv] of Object.entries(COMMANDS)) results.set(name, await call([...argv, '--db', file]))
  for (const [path, argv] of Object.entries(JSON_PATHS)) results.set(path, await call([...argv, '--json', '--db', file]))
}

beforeAll(async () => {
  const server = await trackerServe(file)
  try {
    for (const body of [blogPost, hostile, broken, parallel]) expect(await send(server.url, body)).toBe(200)
    // The index of words is filled in the writer's pauses.
    const search = async () => expect((await call(['session', 'search', 'changelog', '--db', file])).stdout).toContain('notes')
    await vi.waitFor(search, { timeout: 60_000 })
    await runAll(running)
    for (const path of Object.keys(JSON_PATHS)) rest.set(path, await (await fetch(server.url + path)).json())
  } finally {
    await server.stop('SIGTERM')
  }
  await runAll(alone)
}, 120_000)
afterAll(() => folder.remove())

describe('with and without a server', () => {
  it.each(NAMES)('%s says the same', (name) => expect(alone.get(name)).toEqual(running.get(name)))

  it.each(Object.keys(JSON_PATHS))('%s comes out as --json', (path) => {
    for (const results of [running, alone]) {
      expect(results.get(path)).toMatchObject({ code: 0, stderr: '' })
      expect(JSON.parse(results.get(path)?.stdout ?? '')).toEqual(rest.get(path))
    }
  })
})

describe('what a terminal gets', () => {
  it.each(NAMES)('%s fits into 80 columns, and obeys nothing that telemetry says', (name) => {
    const { stdout, stderr } = of(name)
    expect(stdout + stderr).not.toMatch(/[[\p{Cc}\p{Cf}]--[\n\u200d]]/v)
    for (const line of stdout.split('\n')) {
      expect(textWidth(line), line).toBeLessThanOrEqual(80)
      expect(line).toBe(line.trimEnd())
    }
  })

  it('draws a session: nesting, work at the same time, what failed, pauses, and what runs', () => {
    const { stdout, stderr } = of('session timeline')
    expect(stderr).toBe('')
    expect(stdout).toBe(
      [
        'session 4  notes  running',
        '2m 30s, 9,700 tokens, $0.0125, 1m 01s idle, 1 failed',
        '',
        '     AT  STEP                    0               2m 30s    TOOK  TOKENS     COST',
        '  +0 ms  notes                   ─────────────────────▶  2m 30s',
        '  +0 ms    research              ━━━━━━━                 50.0 s   9,700  $0.0125',
        '+500 ms      changelog           ━━━━                    30.0 s   9,700  $0.0125',
        '+500 ms        claude-haiku-4-5  ████                    29.5 s   9,700  $0.0125',
        '+500 ms      issues              ━━━                     20.0 s',
        ' +5.0 s        ✗ fetch            ▒                      10.0 s',
        '                 Timeout: no answer in 10 s',
        '+30.0 s    · 1m 00s idle ·           ·········',
        '+1m 30s    claude-sonnet-4-5                  ████████▶  1m 00s',
        '█ model call  ▒ action  ━ phase  ─ other  · idle  ✗ failed  ▶ running',
        '',
      ].join('\n'),
    )
  })

  it.each([
    ['whose name is an operation', '1', 'web_search'],
    ['with an operation before its tool', '4', 'fetch'],
  ])('calls an action %s the same in both views', async (_, id, name) => {
    for (const view of ['show', 'timeline']) {
      const { stdout } = await call(['session', view, id, '--db', file])
      expect(stdout, view).toMatch(new RegExp(`^ *[+]\\S+ (ms|s) +(✗ )?${name} `, 'm'))
      expect(stdout).not.toContain('execute_tool')
    }
  })

  it('draws a part of a session', () => {
    const errors = of('session timeline of errors')
    expect(errors.stdout).toMatch(/ notes .*\n.* research .*\n.* issues .*\n.* ✗ fetch .*\n +Timeout: no answer in 10 s\n/)
    expect(errors.stdout).not.toMatch(/changelog|idle ·/)
    expect(of('session timeline of no errors')).toMatchObject({ code: 0, stderr: 'nothing failed\n' })
    const { stdout, stderr } = of('session timeline, cut short')
    expect(stderr).toBe('the first 4 steps of 7 spans; --limit N shows more, --depth N fewer levels\n')
    expect(stdout).toMatch(/ issues /)
    expect(stdout).not.toMatch(/fetch|claude/)
  })

  it('draws in ASCII where it must', () => {
    const { stdout } = of('session timeline in ASCII')
    expect(stdout).toMatch(/^[\n -~]*$/)
    expect(stdout.split('\n').map((line) => line.length)).toEqual(
      of('session timeline of hostile telemetry').stdout.split('\n').map(textWidth),
    )
  })

  it('finds sessions by what was said in them', () => {
    expect(of('session search').stdout).toMatch(/^ *4 .* notes .*\n$/m)
    expect(of('session search of nothing')).toEqual({ code: 0, stdout: '', stderr: 'no session fits\n' })
    expect(of('session search by status').stdout.match(/ failed /g)).toHaveLength(2)
  })

  it('measures sessions', () => {
    expect(of('stats').stdout).toMatch(/^STATUS +SESSIONS +SUM .*\n(.*\n)+─+\ntotal +4 /)
    expect(of('stats, one value')).toEqual({ code: 0, stdout: '1200\n', stderr: '' })
    expect(of('stats, one value of cost').stdout).toBe('0.006\n')
    expect(of('stats, one value of nothing').stdout).toBe('\n')
    expect(of('stats of nothing')).toEqual({ code: 0, stdout: '', stderr: 'no session fits\n' })
  })

  it('has a library of prompts', () => {
    expect(of('prompts that fit').stdout).toMatch(/^SESSION .* PROMPT .*\n +4 .* changelog +read the changelog .*\n$/)
    expect(of('prompts with a rating')).toEqual({ code: 0, stdout: '', stderr: 'no prompt fits\n' })
    expect(of('prompts with a rating of words')).toMatchObject({ code: 2, stdout: '' })
    expect(of('prompts with a rating of words').stderr).toMatch(/^error: --min-rating is "good"; /)
  })

  it('lists issues', () => {
    const one = /^SESSION .*\n +4 +Jan {2}7 .* major +open +flaky_source .*\\u202e.*\n$/
    for (const name of ['issue list', 'issue list that fits', 'issue list of one session'] as const) expect(of(name).stdout).toMatch(one)
    for (const name of ['issue list of what is fixed', 'issue list of one session that does not fit'] as const)
      expect(of(name)).toEqual({ code: 0, stdout: '', stderr: 'no issue fits\n' })
  })

  it('draws as wide as the terminal is', async () => {
    const wide = await call(['session', 'timeline', '4', '--db', file], { COLUMNS: '160' })
    expect(Math.max(...wide.stdout.split('\n').map(textWidth))).toBeGreaterThan(150)
    const narrow = await call(['session', 'timeline', '4', '--db', file], { COLUMNS: '40' })
    expect(Math.max(...narrow.stdout.split('\n').map(textWidth))).toBeLessThanOrEqual(40)
  })

  it('gives programs all that a timeline is drawn from', async () => {
    const { stdout } = await call(['session', 'timeline', '4', '--limit', '3', '--json', '--db', file])
    const { session, overview, spans, hasMore } = JSON.parse(stdout)
    expect({ id: session.id, idle: overview.idle.length, spans: spans.length, hasMore }).toEqual({
      id: 4,
      idle: 1,
      spans: 3,
      hasMore: true,
    })
  })
})
