import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Collector, startCollector } from '../../../collector/src/collector.ts'
import { loadConfig } from '../../../collector/src/config.ts'
import { call } from './testing/call.ts'
import { START, temporaryFolder } from './testing/process.ts'
import { standIn } from './testing/stand-in.ts'

const FIXTURE = join(import.meta.dirname, 'import/fixtures/collector.jsonl')
const LINES = readFileSync(FIXTURE, 'utf8').trim().split('\n')
const [SPANS = '', LOGS = ''] = LINES

function folder(): { readonly file: string; readonly write: (name: string, content: string | Uint8Array) => string } {
  const { path, remove } = temporaryFolder()
  onTestFinished(remove)
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(path, name), content)
    return join(path, name)
  }
  return { file: join(path, 'tracker.db'), write }
}

/** What an import says as JSON. */
async function imported(file: string, ...argv: readonly string[]) {
  const { code, stdout, stderr } = await call(['import', ...argv, '--db', file, '--json'])
  return { code, stderr, ...(stdout === '' ? {} : JSON.parse(stdout)) }
}

const read = async (file: string, ...argv: readonly string[]) => JSON.parse((await call([...argv, '--db', file, '--json'])).stdout)

describe('an import without a collector', () => {
  it('stores what a Collector wrote in a new database, priced and findable, and nothing twice', async () => {
    const { file } = folder()
    const first = await imported(file, FIXTURE)
    expect(first).toMatchObject({ code: 0, stderr: '', files: 1, requests: 3, known: 0, refused: 0, torn: 0, problems: [] })
    expect(first.new).toEqual({ spans: 2, logRecords: 2, metricPoints: 2 })
    expect(await imported(file, FIXTURE)).toMatchObject({ code: 0, new: { spans: 0, logRecords: 0, metricPoints: 0 }, known: 6 })
    expect((await read(file, 'session', 'list')).items).toMatchObject([{ tokensInput: 812, costUsd: '0.0001794' }])
    expect((await read(file, 'session', 'search', 'answer')).items).toHaveLength(1)
    expect(await read(file, 'db', 'info')).toMatchObject({ searchPending: 0, counts: { logs: 2, metricPoints: 2 } })
    expect((await read(file, 'ingest', 'log')).items).toHaveLength(6)
  })

  it('redacts and prices by the settings of the environment', async () => {
    const { file, write } = folder()
    const secret = write('secret.jsonl', LOGS.replaceAll('asked twice', 'AKIAIOSFODNN7EXAMPL9'))
    await call(['import', secret, '--db', file], { TRACKER_CONTENT: 'redacted' })
    expect(JSON.stringify(await read(file, 'sql', 'SELECT body FROM logs'))).not.toContain('AKIA')
  })

  it('takes a database from whoever has just had it', async () => {
    let asked = 0
    const { file, release } = await standIn((_, response) => {
      asked++
      release()
      response.destroy()
    })
    expect(await imported(file, FIXTURE)).toMatchObject({ code: 0, requests: 3, new: { spans: 2 } })
    expect(asked).toBe(1)
  })
})

describe('an import beside a collector', () => {
  const env = { TRACKER_TOKEN: 'a-long-enough-token' }
  const { path, remove } = temporaryFolder()
  const file = join(path, 'tracker.db')
  let collector: Collector
  beforeAll(async () => {
    const argv = ['--db', file, '--http-port', '0']
    collector = await startCollector(loadConfig({ argv, env: { HOME: '/nowhere', ...env } }), { log: () => undefined })
  })
  afterAll(async () => {
    await collector.close()
    remove()
  })
  const written = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(path, name), content)
    return join(path, name)
  }
  const run = (...argv: readonly string[]) => call(['import', ...argv, '--db', file], env)
  const report = async (...argv: readonly string[]) => {
    const { code, stdout } = await run(...argv, '--json')
    return { code, ...JSON.parse(stdout) }
  }

  it('goes through its receiver', async () => {
    expect(await report(FIXTURE, written('bad.jsonl', '{"resourceLogs":3}\n'))).toMatchObject({
      ...{ code: 1, files: 2, requests: 4, new: { spans: 2, logRecords: 2, metricPoints: 2 }, refused: 1 },
    })
    const log = await call(['ingest', 'log', '--db', file, '--json'], env)
    const senders = JSON.parse(log.stdout).items.map(({ userAgent }: { readonly userAgent: string }) => userAgent)
    expect(new Set(senders)).toEqual(new Set([expect.stringMatching(/^tracker-import [0-9a-f]{8}$/)]))
  })

  it('needs its token', async () => {
    const wrong = await call(['import', FIXTURE, '--db', file], { TRACKER_TOKEN: 'another-long-token' })
    expect(wrong).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('set TRACKER_TOKEN') })
  })

  it('says what was done, and shows it to a person', async () => {
    const some = written('some.jsonl', `${SPANS}\nhello\n${LOGS.slice(0, -20)}`)
    const { code, stdout, stderr } = await run(some)
    expect(stdout.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['read', '1 request in 1 file'],
      ['new', '0 spans, 0 log records, 0 points of metrics'],
      ['known', '2 items that were stored already'],
      ['refused', '1 request of which nothing was stored'],
      ['torn', '1 request whose end is missing'],
      [''],
    ])
    expect(stderr).toBe(
      `${some}:2: this is not JSON\n${some}:3: the last line has no end: it was still being written, or its writer was stopped\n`,
    )
    expect(code).toBe(1)
  })

  it('goes on behind what the receiver refuses, and tells what it left out', async () => {
    const without = SPANS.replace('"spanId":"eee19b7ec3c1b174"', '"spanId":"xyz"')
    const some = written('some.jsonl.gz', gzipSync(`{"resourceSpans":{}}\n${without}\n${LOGS}\n`))
    const found = await report(some)
    expect(found).toMatchObject({ code: 1, requests: 3, known: 3, rejectedItems: 1, refused: 1, moreProblems: 0 })
    expect(found.problems).toEqual([
      { file: some, place: '1', kind: 'refused', problem: expect.stringContaining('resourceSpans') },
      { file: some, place: '2', kind: 'rejected', problem: expect.stringMatching(/^1 rejected: spanId is not hex$/) },
    ])
  })

  it('is no failure when only the end of the last line is missing', async () => {
    expect(await report(written('growing.jsonl', `${SPANS}\n${LOGS.slice(0, 50)}`))).toMatchObject({ code: 0, torn: 1, refused: 0 })
  })

  it('names only the first of many problems', async () => {
    const some = written('none.jsonl', `${LOGS}\n${'x\n'.repeat(150)}`)
    expect(await report(some)).toMatchObject({ code: 1, refused: 150, problems: { length: 100 }, moreProblems: 50 })
    const { stderr } = await run(some)
    expect(stderr.trim().split('\n')).toHaveLength(21)
    expect(stderr).toMatch(/… and 130 more\n$/)
  })

  it.each([
    [
      'bytes that are no text',
      Buffer.from('f580\n'.repeat(40) + '\x80\n'.repeat(110), 'latin1'),
      /none of its 150 lines is a request \(1: this is not JSON\)/,
    ],
    ['other JSON', '{"a":1}\n{"a":2}\n{"a"', /none of its 3 lines is a request \(1: this is no request of OTLP: .* but a\)/],
    ['one line', Buffer.from([0x80]), /its only line is no request \(1: this is no text\)/],
    ['what begins as a length', Buffer.from([1, 2, 3, 4, 5]), /its only message is no request \(message 1: it has no message where/],
  ])('says once what a file is not: %s', async (_, content, text) => {
    const other = written('other.jsonl', 'y\n'.repeat(3) + LOGS)
    const some = written('foreign.bin', content)
    const found = await report(other, some)
    expect(found).toMatchObject({ code: 1, refused: 4, torn: 0, moreProblems: 0, problems: { length: 4 } })
    expect(found.problems.at(-1)).toEqual({ file: some, place: null, kind: 'refused', problem: expect.stringMatching(text) })
    expect(found.problems.at(-1).problem).toMatch(/^this is no OTLP file: .*; taken are OTLP\/JSON/)
  })

  it('fails at a compressed file that ends too early', async () => {
    const cut = written('cut.jsonl.gz', gzipSync(`${LOGS}\n${SPANS}`).subarray(0, -20))
    const { code, stdout, stderr } = await run(cut)
    expect([code, stderr]).toEqual([1, `${cut}:after 1: the compressed file ends too early (gzip); there may be more behind it\n`])
    expect(stdout).not.toContain('torn')
  })

  it('tells what belongs to a deleted session', async () => {
    const { items } = JSON.parse((await call(['session', 'list', '--db', file, '--json'], env)).stdout)
    await call(['session', 'delete', String(items[0].id), '--yes', '--db', file], env)
    expect(await report(FIXTURE)).toMatchObject({ code: 0, deleted: 4, new: { spans: 0 }, refused: 0 })
    expect((await run(FIXTURE)).stdout).toMatch(/^deleted +4 items of deleted sessions, not stored$/m)
  })

  it('of an empty file is none', async () => {
    expect(await report(written('empty.jsonl', ''))).toMatchObject({ code: 0, requests: 0 })
  })
})

describe('an import beside a collector that is busy', () => {
  it('waits as long as it is asked to, and sends again', async () => {
    const sent: string[] = []
    const { file } = await standIn((request, response) => {
      if (request.method === 'GET') return void response.end('{"items":[],"nextCursor":null}')
      sent.push(`${request.url}`)
      const isBusy = sent.length <= 2
      request.resume().on('end', () => response.writeHead(isBusy ? 503 : 200, { 'Retry-After': '0' }).end('{}'))
    })
    expect(await imported(file, FIXTURE)).toMatchObject({ code: 0, requests: 3, refused: 0 })
    expect(sent).toHaveLength(5)
    expect(new Set(sent)).toEqual(new Set(['/v1/traces', '/v1/logs', '/v1/metrics']))
  })
})

it.each(['SIGINT', 'SIGTERM'] as const)('says what is stored when %s ends it', async (signal) => {
  let asked = 0
  const { file } = await standIn((request, response) => {
    if (request.method === 'GET') return void response.end('{"items":[],"nextCursor":null}')
    // The first is taken. The others are sent again and again: after so many, its answer has come to the importer long ago.
    request.resume().on('end', () => {
      if (++asked === 50) child.kill(signal)
      response.writeHead(asked === 1 ? 200 : 503, { 'Retry-After': '0' }).end('{}')
    })
  })
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, NODE_COMPILE_CACHE, HOME: '/no/such/home' }
  const child = spawn(process.execPath, [START, 'import', FIXTURE, '--db', file], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err, [, ended]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  expect([out, err, ended]).toEqual(['', 'stopped: 1 request is stored; run it again, what is stored is known\n', signal])
})

it('standard input is read as a file is', async () => {
  const { file } = folder()
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, NODE_COMPILE_CACHE, HOME: '/no/such/home' }
  const child = spawn(process.execPath, [START, 'import', '-', '--db', file, '--json'], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(gzipSync(LINES.join('\n')))
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  expect([code, JSON.parse(out)]).toMatchObject([0, { requests: 3, new: { spans: 2 } }])
})

describe('an import of nothing', () => {
  it.each([
    ['no file', [], 2, 'error: "tracker import" needs a file'],
    ['the same file twice', ['a', 'a'], 2, 'error: a is named twice; name it once'],
    ['a file that is not there', [FIXTURE, 'missing.jsonl'], 1, 'error: there is no file missing.jsonl'],
    ['a folder', [import.meta.dirname], 1, 'is a folder; name the files in it'],
  ] as const)('says so before anything is stored: %s', async (...[, words, code, message]) => {
    const { file } = folder()
    expect(await call(['import', ...words, '--db', file])).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) })
    expect(existsSync(file)).toBe(false)
  })
})

it('a database that cannot be used is named', async () => {
  const { file } = folder()
  mkdirSync(file)
  expect(await call(['import', FIXTURE, '--db', file])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(file) })
  const copy = folder()
  copyFileSync(FIXTURE, copy.file)
  expect(await call(['import', FIXTURE, '--db', copy.file])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is not a readable SQLite database'),
  })
})
