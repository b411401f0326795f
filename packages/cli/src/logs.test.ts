import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agoOf } from './moment.ts'
import { textWidth } from './output/text-width.ts'
import { call } from './testing/call.ts'
import { type Finished, type Served, temporaryFolder, trackerServe } from './testing/process.ts'
import { blogPost } from './testing/telemetry.ts'

/** Log records as commands show them: in a list of their own and in the timeline of their session. */

const folder = temporaryFolder()
const file = join(folder.path, 'tracker.db')
const run = (...argv: readonly string[]): Promise<Finished> => call([...argv, '--db', file])
let server: Served

const text = (stringValue: string) => ({ stringValue })
const attribute = (key: string, value: string) => ({ key, value: text(value) })
const record = (second: number, rest: object) => ({
  timeUnixNano: String((BigInt(Date.UTC(2026, 0, 7, 9, 0)) + BigInt(second) * 1_000n) * 1_000_000n),
  ...rest,
})
const ESCAPE = '\u001b'
const logsData = {
  resourceLogs: [
    {
      resource: { attributes: [attribute('service.name', 'claude-code')] },
      scopeLogs: [
        {
          scope: { name: 'events' },
          logRecords: [
            record(1, {
              severityNumber: 9,
              eventName: 'user_prompt',
              body: text('write\nthe post'),
              attributes: [attribute('session.id', 'only-logs-name-this-key')],
            }),
            record(2, { severityNumber: 13, body: text(`slow ${ESCAPE}[31mred ${'and long '.repeat(30)}`) }),
            record(3, {
              severityNumber: 17,
              body: { kvlistValue: { values: [attribute('tool', 'grep'), { key: 'n', value: { intValue: '9007199254740993' } }] } },
            }),
          ],
        },
      ],
    },
  ],
}

async function post(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${server.url}/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
}

interface SentSpan {
  readonly traceId: string
  readonly spanId: string
  readonly startTimeUnixNano: string
}

interface Traces {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[] }[]
}

beforeAll(async () => {
  server = await trackerServe(file)
  const traces: Traces = JSON.parse(blogPost)
  await post('traces', traces)
  await post('logs', logsData)
  const span = traces.resourceSpans[0]?.scopeSpans[0]?.spans[0]
  const ofSpan = {
    traceId: span?.traceId,
    spanId: span?.spanId,
    timeUnixNano: span?.startTimeUnixNano,
    severityNumber: 13,
    body: text('retrying'),
  }
  await post('logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [ofSpan] }] }] })
})

afterAll(async () => {
  await server.stop('SIGTERM')
  folder.remove()
})

const rest = async (path: string): Promise<unknown> => (await fetch(`${server.url}/api/v1${path}`)).json()

describe('tracker logs', () => {
  it('shows what records say, in 80 columns, and nothing that a terminal obeys', async () => {
    const { stdout, code } = await run('logs')
    const [title = '', ...lines] = stdout.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(title).toMatch(/^TIME +LEVEL +SESSION +EVENT +BODY/)
    expect(lines).toHaveLength(4)
    expect(lines.join('\n')).toMatch(/error +— +\{"tool":"grep","n":9007199254…/)
    expect(lines.join('\n')).toMatch(/warn +— +slow \\x1b\[31mred/)
    expect(lines.join('\n')).toMatch(/info +— +user_prompt +write the post/)
    expect(lines.join('\n')).toMatch(/warn +1 +retrying/)
    expect(stdout).not.toContain(ESCAPE)
    for (const line of [title, ...lines]) expect(textWidth(line)).toBeLessThanOrEqual(80)
  })

  it.each<[string, readonly string[]]>([
    ['/logs', []],
    ['/logs?severity=warn&limit=1', ['--severity', 'warn', '--limit', '1']],
    ['/logs?session=1', ['--session', '1']],
    ['/logs?session=key:only-logs-name-this-key', ['--session', 'key:only-logs-name-this-key']],
    ['/logs?q=GREP', ['--grep', 'GREP']],
    ['/logs?event=user_prompt&service=claude-code', ['--event', 'user_prompt', '--service', 'claude-code']],
    ['/logs?after=2026-01-07T09:02:30.000Z', ['--since', '1h']],
    [
      '/logs?after=2026-01-07T09:00:02Z&before=2026-01-07T09:00:03Z',
      ['--after', '2026-01-07T09:00:02Z', '--before', '2026-01-07T09:00:03Z'],
    ],
  ])('answers as %s does', async (path, argv) => {
    expect(JSON.parse((await run('logs', ...argv, '--json')).stdout)).toEqual(await rest(path))
  })

  it.each<[readonly string[], number, RegExp]>([
    [['--severity', 'loud'], 2, /allowed: trace, debug, info, warn, error, fatal/],
    [['--since', 'yesterday'], 2, /--since is "yesterday"; give how long ago, such as 90s, 30m, 1h or 7d/],
    [['--since', '1h', '--after', '2026-01-04'], 2, /both --since and --after/],
    [['--trace', 'xyz'], 2, /--trace .*32 hex digits/],
    [['--grep', 'x'.repeat(300)], 2, /--grep /],
    [['--session', 'key:nobody'], 1, /no session key:nobody/],
    [['--service', 'nobody'], 0, /no log record fits/],
  ])('%j', async (argv, code, message) => {
    const found = await run('logs', ...argv)
    expect(found).toMatchObject({ stdout: '', stderr: expect.stringMatching(message) })
    expect(found.code).toBe(code)
  })

  it('goes on at the cursor that it gave', async () => {
    const { stderr } = await run('logs', '--limit', '3')
    const cursor = /--cursor (\S+)/.exec(stderr)?.[1] ?? ''
    const { stdout } = await run('logs', '--cursor', cursor)
    expect(stdout.trimEnd().split('\n')).toHaveLength(2)
  })
})

describe('the timeline of a session', () => {
  it('draws its log records', async () => {
    const { stdout } = await run('session', 'timeline', '1')
    expect(stdout).toMatch(/warn retrying +•/)
    expect(stdout).toContain('• log record')
    for (const line of stdout.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80)
  })

  it.each<[argv: readonly string[], logs: number]>([
    [[], 1],
    [['--logs', 'warn'], 1],
    [['--logs', 'error'], 0],
    [['--logs', 'none'], 0],
    [['--errors'], 0],
  ])('has those that are wanted: %j', async (argv, logs) => {
    const found: unknown = JSON.parse((await run('session', 'timeline', '1', ...argv, '--json')).stdout)
    expect(found).toMatchObject({ logs: { length: logs }, hasMoreLogs: false })
  })
})

describe('agoOf', () => {
  it.each<[string | undefined, string | undefined]>([
    ['90s', '2026-01-03T23:58:30.000Z'],
    ['30m', '2026-01-03T23:30:00.000Z'],
    ['1h', '2026-01-03T23:00:00.000Z'],
    ['7d', '2025-12-28T00:00:00.000Z'],
    [undefined, undefined],
  ])('%s', (typed, expected) => expect(agoOf('since', typed, Date.UTC(2026, 0, 4))).toBe(expected))

  it.each(['1', '1 h', '-1h', '1w', '123456s', ''])('refuses %j', (typed) => expect(() => agoOf('since', typed, 0)).toThrow(/^--since is /))
})
