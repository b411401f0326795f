import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textWidth } from './output/text-width.ts'
import { call } from './testing/call.ts'
import { type Finished, type Served, send, temporaryFolder, trackerServe } from './testing/process.ts'
import { blogPost } from './testing/telemetry.ts'

/** What came in, and why something is missing: as commands say it and as REST does. */

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const folder = temporaryFolder()
const file = join(folder.path, 'tracker.db')
const run = (...argv: readonly string[]): Promise<Finished> => call([...argv, '--db', file])
let server: Served

beforeAll(async () => {
  server = await trackerServe(file)
  await send(server.url, blogPost)
  await send(server.url, blogPost)
  await send(server.url, 'nonsense')
})

afterAll(async () => {
  await server.stop('SIGTERM')
  folder.remove()
})

const rest = async (path: string): Promise<unknown> => (await fetch(`${server.url}/api/v1${path}`)).json()

describe('tracker ingest log', () => {
  it('shows what became of each request', async () => {
    await expect.poll(async () => (await run('ingest', 'log')).stdout, { timeout: 10_000 }).toContain('PROBLEM')
    const { stdout, code } = await run('ingest', 'log')
    const [title = '', ...lines] = stdout.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(title).toMatch(/RECEIVED +SIGNAL +NEW +AGAIN +BAD +SERVICE +PROBLEM/)
    expect(lines).toHaveLength(3)
    expect(lines.join('\n')).toMatch(/traces +0 +0 +0 +— /)
    expect(lines.join('\n')).toMatch(/traces +0 +5 +0 +cli-test/)
    expect(lines.at(-1)).toMatch(/traces +5 +0 +0 +cli-test/)
    for (const line of [title, ...lines]) expect(textWidth(line)).toBeLessThanOrEqual(80)
  })

  it.each<[string, readonly string[]]>([
    ['/ingest', []],
    ['/ingest?outcome=rejected', ['--rejected']],
    ['/ingest?outcome=refused&limit=1', ['--refused', '--limit', '1']],
    ['/ingest?service=cli-test&signal=traces', ['--service', 'cli-test', '--signal', 'traces']],
    ['/ingest?service=nobody', ['--service', 'nobody']],
  ])('answers as %s does', async (path, argv) => {
    expect(JSON.parse((await run('ingest', 'log', ...argv, '--json')).stdout)).toEqual(await rest(path))
  })

  it.each<[readonly string[], number, RegExp]>([
    [['--rejected', '--refused'], 2, /give one of them/],
    [['--signal', 'profiles'], 2, /allowed: traces, logs, metrics/],
    [['--service', 'nobody'], 0, /no request fits/],
  ])('%j', async (argv, code, message) => {
    const found = await run('ingest', 'log', ...argv)
    expect(found).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) })
  })
})

describe('tracker ingest why', () => {
  it('says of a trace what arrived and what is missing', async () => {
    const { stdout } = await run('ingest', 'why', TRACE)
    expect(stdout).toMatch(/good +5 spans and 0 log records arrived from cli-test/)
    expect(stdout).toMatch(/RECEIVED +SIGNAL/)
    for (const line of stdout.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80)
  })

  it('says of a service that sent nothing which ones did', async () => {
    expect((await run('ingest', 'why', 'cli-tets')).stdout.replaceAll(/\s+/g, ' ')).toContain('these did send: cli-test')
  })

  it.each<[string, readonly string[]]>([
    [`/ingest/why?trace=${TRACE}`, [TRACE]],
    ['/ingest/why?service=cli-test', ['cli-test']],
    [`/ingest/why?service=${TRACE}`, ['--service', TRACE]],
  ])('answers as %s does', async (path, argv) => {
    expect(JSON.parse((await run('ingest', 'why', ...argv, '--json')).stdout)).toEqual(await rest(path))
  })

  it('needs to know of what', async () => {
    expect(await run('ingest', 'why')).toMatchObject({ code: 2, stderr: expect.stringContaining('tracker ingest why my-agent') })
  })
})

describe('what is sent again of a deleted session', () => {
  beforeAll(async () => {
    expect(await run('session', 'delete', TRACE, '--yes')).toMatchObject({ code: 0 })
    expect(await send(server.url, blogPost)).toBe(200)
  })

  it('stands in the log', async () => {
    const lines = (await run('ingest', 'log')).stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/BAD +DELETED +SERVICE +PROBLEM/)
    expect(lines[1]).toMatch(/traces +0 +0 +0 +5 +cli-test/)
    expect(lines.at(-1)).toBe('DELETED: 5 items of deleted sessions, not stored')
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(80)
  })

  it('is told of its trace, without what was wrong with other requests', async () => {
    const text = (await run('ingest', 'why', TRACE)).stdout.replaceAll(/\s+/g, ' ')
    expect(text).toContain(`note trace ${TRACE} was deleted with its session; what is sent again of it is not stored`)
    expect(text).toContain('1 request of the latest brought items of deleted sessions')
    expect(text).not.toMatch(/exporter|could not be read/)
    expect(JSON.parse((await run('ingest', 'why', TRACE, '--json')).stdout)).toEqual(await rest(`/ingest/why?trace=${TRACE}`))
  })
})
