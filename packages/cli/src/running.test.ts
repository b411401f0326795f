import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call } from './testing/call.ts'
import { type Served, send, temporaryFolder, trackerServe } from './testing/process.ts'
import { blogPost } from './testing/telemetry.ts'

/** Commands about a running collector. */

const folder = temporaryFolder()
const file = join(folder.path, 'tracker.db')
const idle = join(folder.path, 'idle.db')
let server: Served
beforeAll(async () => {
  server = await trackerServe(file)
  expect(await send(server.url, blogPost)).toBe(200)
}, 60_000)
afterAll(async () => {
  await server.stop('SIGTERM')
  folder.remove()
})

describe('open', () => {
  it('starts the browser with the page of the collector', async () => {
    const browser = join(folder.path, 'browser')
    writeFileSync(browser, '#!/bin/sh\nprintf %s "$1" > "$0.opened"\n')
    chmodSync(browser, 0o700)
    expect(await call(['open', '--db', file], { BROWSER: browser })).toEqual({ code: 0, stdout: `${server.url}/\n`, stderr: '' })
    expect(readFileSync(`${browser}.opened`, 'utf8')).toBe(`${server.url}/`)
  })

  it.each([
    [['open', '1', '--print'], '/sessions/1'],
    [['open', '--session', '4bf92f357', '--print'], '/sessions/1'],
    [['open', '--print'], '/'],
  ])('%j prints the address', async (argv, path) => {
    expect(await call([...argv, '--db', file])).toEqual({ code: 0, stdout: `${server.url}${path}\n`, stderr: '' })
  })

  it('says how to start a collector', async () => {
    const { code, stdout, stderr } = await call(['open', '--db', idle])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error: no collector runs on .*idle\.db; start one with "npm start" .*\n$/)
  })

  it('knows no session that is not there', async () => {
    expect(await call(['open', '99', '--db', file])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('no session 99'),
    })
  })

  it('says when there is no browser', async () => {
    const { code, stdout, stderr } = await call(['open', '--db', file], { BROWSER: 'no-such-browser' })
    expect({ code, stdout }).toEqual({ code: 1, stdout: `${server.url}/\n` })
    expect(stderr).toMatch(/^error: cannot open a browser \(no-such-browser: not installed\); .*\n$/)
  })
})

interface Diagnosis {
  readonly ok: boolean
  readonly findings: readonly { readonly name: string; readonly level: string; readonly text: string; readonly fix?: string }[]
}

const portOf = (url: string) => new URL(url).port

describe('doctor', () => {
  async function diagnose(argv: readonly string[], env: Record<string, string> = {}) {
    const { code, stdout, stderr } = await call(['doctor', '--json', ...argv], env)
    expect(stderr).toBe('')
    const { ok, findings }: Diagnosis = JSON.parse(stdout)
    expect(code).toBe(ok ? 0 : 1)
    return { ok, of: (name: string) => findings.find((finding) => finding.name === name) }
  }

  it('finds a collector that runs, its database and its port', async () => {
    const { ok, of } = await diagnose(['--db', file], { TRACKER_HTTP_PORT: portOf(server.url), TRACKER_GRPC_PORT: '0' })
    expect(ok).toBe(true)
    expect(of('collector')).toMatchObject({ level: 'ok', text: expect.stringContaining(server.url) })
    expect(of('database')).toMatchObject({ level: 'ok', text: expect.stringMatching(/schema version \d+, no faults$/) })
    expect(of('port')).toEqual({ name: 'port', level: 'ok', text: `${portOf(server.url)} is the collector's` })
    expect(of('permissions')).toMatchObject({ level: 'ok' })
    expect(of('retention')).toMatchObject({
      level: 'ok',
      text: expect.stringMatching(/^nothing goes: [\d.]+ (kB|MB|MiB) in use of 20 GB$/),
    })
    expect(of('round trip')).toBeUndefined()
  })

  it('says that the token of the collector is missing here, or another one', async () => {
    const token = 'the-token-of-this-collector'
    const db = join(folder.path, 'guarded.db')
    const guarded = await trackerServe(db, [], { TRACKER_TOKEN: token })
    const diagnoseWith = (env: Record<string, string>) =>
      diagnose(['--send', '--db', db], { TRACKER_HTTP_PORT: portOf(guarded.url), ...env })
    try {
      const without = await diagnoseWith({})
      expect(without.of('collector')).toMatchObject({ level: 'problem', text: expect.stringContaining('TRACKER_TOKEN is not set here') })
      expect(without.of('OTEL_EXPORTER_OTLP_HEADERS')).toMatchObject({ level: 'warning' })
      expect(without.of('round trip')).toMatchObject({ fix: expect.stringContaining('TRACKER_TOKEN') })
      const wrong = await diagnoseWith({ TRACKER_TOKEN: 'another-token-than-that' })
      expect(wrong.of('collector')).toMatchObject({ level: 'problem', text: expect.stringContaining('does not take TRACKER_TOKEN') })
      const right = await diagnoseWith({ TRACKER_TOKEN: token, OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${token}` })
      expect([right.of('collector')?.level, right.of('OTEL_EXPORTER_OTLP_HEADERS')?.level, right.of('round trip')?.level]).toEqual([
        'ok',
        'ok',
        'ok',
      ])
    } finally {
      await guarded.stop('SIGTERM')
    }
  })

  it('sends a span only when it is asked to', async () => {
    const sessions = async () =>
      JSON.parse((await call(['session', 'list', '--workflow', 'doctor', '--json', '--db', file])).stdout).items.length
    expect(await sessions()).toBe(0)
    const { of } = await diagnose(['--send', '--db', file])
    expect(of('round trip')).toMatchObject({ level: 'ok' })
    expect(await sessions()).toBe(1)
  })

  it('has nothing to send to without a collector', async () => {
    const { ok, of } = await diagnose(['--send', '--db', idle], { TRACKER_HTTP_PORT: '0' })
    expect(ok).toBe(false)
    expect(of('round trip')).toMatchObject({ level: 'problem', fix: expect.stringContaining('start one') })
  })

  it('is content with nothing but an installation', async () => {
    const { ok, of } = await diagnose(['--db', idle], { TRACKER_HTTP_PORT: '0', TRACKER_GRPC_PORT: '0' })
    expect(ok).toBe(true)
    expect(of('database')).toMatchObject({ level: 'warning', text: expect.stringContaining('nothing was recorded yet') })
    expect(of('collector')).toMatchObject({ level: 'warning' })
  })

  it('finds a port that is in use', async () => {
    const { ok, of } = await diagnose(['--db', idle], { TRACKER_HTTP_PORT: portOf(server.url) })
    expect(ok).toBe(false)
    expect(of('port')).toMatchObject({ level: 'problem', text: expect.stringContaining('a collector with another database') })
  })

  it('finds a file that is no database', async () => {
    const letter = join(folder.path, 'letter')
    writeFileSync(letter, 'this is a letter and no database, which is longer than a header of SQLite would be: one hundred bytes')
    expect((await diagnose(['--db', letter], { TRACKER_HTTP_PORT: '0' })).of('database')).toMatchObject({ level: 'problem' })
  })

  it('finds a file that others can read', async () => {
    const open = join(folder.path, 'open.db')
    writeFileSync(open, readFileSync(file))
    chmodSync(open, 0o644)
    const { of } = await diagnose(['--db', open], { TRACKER_HTTP_PORT: '0' })
    expect(of('permissions')).toMatchObject({ level: 'warning', fix: `chmod 600 ${open}*` })
  })

  it('stops at settings that do not fit', async () => {
    const { ok, of } = await diagnose([], { TRACKER_HTTP_PORT: 'many' })
    expect(ok).toBe(false)
    expect(of('settings')).toMatchObject({ level: 'problem', text: expect.stringContaining('TRACKER_HTTP_PORT is "many"') })
  })

  it('says it in lines that fit, with what to do', async () => {
    const { code, stdout } = await call(['doctor', '--db', file], { OTEL_EXPORTER_OTLP_PROTOCOL: 'thrift', TRACKER_HTTP_PORT: '0' })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^✓ runtime {10}Node\.js /)
    expect(stdout).toMatch(/^✗ OTEL_EXPORTER_OTLP_PROTOCOL\n {19}thrift, .*\n {19}→ set OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf$/m)
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
  })
})

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('for %s is a script', async (shell) => {
    const { code, stdout, stderr } = await call(['completion', shell])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('session export')
  })
})
