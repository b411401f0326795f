import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { jsonCodec } from './decode/codec.ts'
import { encodeSpanItem } from './decode/protobuf/write-traces.ts'
import { spanItems } from './domain/span.ts'
import { call, connection, endOf, frame, gone, openCall } from './receive/testing/grpc-call.ts'
import { findOwner } from './store/sqlite/owner.ts'

/** The real process, the real store, real sockets. */

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'collector-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

interface Running {
  readonly child: ChildProcess
  /** Resolves to code and signal. */
  readonly exit: Promise<readonly [code: number | null, signal: string | null]>
  /** Without the line that every start has. */
  readonly stderr: Promise<string>
  readonly policy: Promise<string | undefined>
  readonly stdout: () => string
}

/** What the operator is told of the limits. */
const POLICY = /^retention: .*\n/

function spawnCollector(argv: readonly string[], env: Record<string, string> = {}): Running {
  const main = new URL('./main.ts', import.meta.url).pathname
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const child = spawn(process.execPath, [main, '--http-port', '0', ...argv], { env: { ...env, HOME: tmpdir(), PATH, NODE_COMPILE_CACHE } })
  onTestFinished(() => void child.kill('SIGKILL'))
  let stdout = ''
  child.stdout.on('data', (data) => {
    stdout += String(data)
  })
  const exit = once(child, 'exit').then(([code, signal]): readonly [number | null, string | null] => [code, signal])
  const stderr = text(child.stderr)
  return {
    child,
    exit,
    stderr: stderr.then((lines) => lines.replace(POLICY, '')),
    policy: stderr.then((lines) => POLICY.exec(lines)?.[0]),
    stdout: () => stdout,
  }
}

/** A collector that listens. */
async function start(
  file: string,
  env: Record<string, string> = {},
): Promise<Running & { readonly url: string; readonly grpcPort: number }> {
  const running = spawnCollector(['--db', file], env)
  await expect.poll(running.stdout, { timeout: 15_000 }).toContain('\n')
  const [, url, grpc, db] = /^listening http=(http:\/\/127\.0\.0\.1:\d+) grpc=127\.0\.0\.1:(\d+) db=(.*)\n$/.exec(running.stdout()) ?? []
  expect(db).toBe(file)
  return { ...running, url: url ?? '', grpcPort: Number(grpc) }
}

/** An export request in JSON of `count` spans, whose ids follow from `seed`. */
function spans(seed: number, count = 1): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  const span = (index: number) => ({
    traceId: hex(seed + 1, 32),
    spanId: hex(seed * 1000 + index + 1, 16),
    name: `span ${index}`,
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000001000000000',
  })
  const scopeSpans = [{ spans: Array.from({ length: count }, (_, index) => span(index)) }]
  return JSON.stringify({ resourceSpans: [{ scopeSpans }] })
}

const JSON_TYPE = { 'Content-Type': 'application/json' }
const send = (url: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = JSON_TYPE) =>
  fetch(`${url}/v1/traces`, { method: 'POST', body, headers })

function storedSpans(file: string): number {
  const db = new Database(file)
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    return Number(db.prepare('SELECT count(*) FROM spans').pluck().get())
  } finally {
    db.close()
  }
}

describe('200 means on disk', () => {
  it('keeps every acknowledged span when the process is killed, once (R15)', async () => {
    const file = join(folder(), 'tracker.db')
    const first = await start(file)
    const replies = await Promise.all(Array.from({ length: 20 }, (_, seed) => send(first.url, spans(seed, 3))))
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(await replies[0]?.json()).toEqual({})
    first.child.kill('SIGKILL')
    await first.exit
    expect(findOwner(file)).toBeUndefined()

    const second = await start(file)
    expect((await send(second.url, spans(0, 3))).status).toBe(200)
    second.child.kill('SIGKILL')
    await second.exit
    expect(storedSpans(file)).toBe(60)
  })

  it('loses nothing acknowledged when it is killed under load (R15)', async () => {
    const file = join(folder(), 'tracker.db')
    const { url, child, exit } = await start(file)
    let acknowledged = 0
    const sender = async (from: number): Promise<void> => {
      for (let seed = from; ; seed++) {
        const reply = await send(url, spans(seed)).catch(() => undefined)
        if (!reply) return
        if (reply.status === 200) acknowledged++
      }
    }
    const senders = [10_000, 20_000, 30_000, 40_000].map(sender)
    await expect.poll(() => acknowledged, { timeout: 10_000 }).toBeGreaterThan(50)
    child.kill('SIGKILL')
    await exit
    await Promise.all(senders)
    expect(storedSpans(file)).toBeGreaterThanOrEqual(acknowledged)
  })
})

describe('requests', () => {
  it('are taken in both encodings and compressed, and answered in their own', async () => {
    const file = join(folder(), 'tracker.db')
    const { url, child, exit } = await start(file)
    const empty = await send(url, new Uint8Array(0), { 'Content-Type': 'application/x-protobuf' })
    expect([empty.status, empty.headers.get('content-type'), empty.headers.get('content-length')]).toEqual([
      200,
      'application/x-protobuf',
      '0',
    ])
    const zipped = await send(url, gzipSync(spans(1)), { ...JSON_TYPE, 'Content-Encoding': 'gzip' })
    expect([zipped.status, zipped.headers.get('content-type'), await zipped.text()]).toEqual([200, 'application/json', '{}'])
    const partly = await send(url, spans(2, 2).replace(/"traceId":"[0-9a-f]+"/, '"traceId":"00"'))
    expect(await partly.json()).toEqual({ partialSuccess: { rejectedSpans: '1', errorMessage: expect.stringContaining('trace_id') } })
    const broken = await send(url, Uint8Array.of(0x0a, 0xff), { 'Content-Type': 'application/x-protobuf' })
    expect([broken.status, broken.headers.get('content-type')]).toEqual([400, 'application/x-protobuf'])
    expect(Buffer.from(await broken.arrayBuffer()).subarray(0, 2)).toEqual(Buffer.from([0x08, 3]))
    const notJson = await send(url, '{"resourceSpans":')
    expect([notJson.status, await notJson.json()]).toEqual([400, { code: 3, message: expect.any(String) }])
    child.kill('SIGTERM')
    await exit
    expect(storedSpans(file)).toBe(2)
  })

  it('are counted', async () => {
    const { url } = await start(join(folder(), 'tracker.db'))
    await send(url, spans(1, 4))
    await send(url, spans(1, 4))
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toContain('tracker_export_requests_total{status="200"} 2\n')
    expect(metrics).toContain('tracker_spans_accepted_total 4\n')
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  it('are taken by gRPC, stored before they are answered, and counted (R72, R78)', async () => {
    const file = join(folder(), 'tracker.db')
    const { url, grpcPort, child, exit } = await start(file)
    const { data } = jsonCodec.decode('traces', Buffer.from(spans(7, 3)))
    const items = 'resourceSpans' in data ? [...spanItems(data)] : []
    expect((await call(grpcPort, frame(Buffer.concat(items.map(encodeSpanItem))))).rpc).toBe(0)
    expect((await call(grpcPort, frame(Uint8Array.of(0x0a, 0xff)))).rpc).toBe(3)
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(
      'tracker_grpc_calls_total{code="0"} 1\ntracker_grpc_calls_total{code="3"} 1\n',
    )
    child.kill('SIGKILL')
    await exit
    expect(storedSpans(file)).toBe(3)
  })

  it('of both transports share 64 MiB of memory, and beyond it come back in a second (R20, R29, R76)', async () => {
    const { url, grpcPort } = await start(join(folder(), 'tracker.db'))
    const upload = request(`${url}/v1/logs`, { method: 'POST', headers: { ...JSON_TYPE, 'Content-Length': 64 * 1024 * 1024 } })
    upload.on('error', () => undefined)
    upload.write('{')
    await expect.poll(async () => await (await fetch(`${url}/metrics`)).text()).toContain('tracker_ingest_bytes 67108864\n')
    const reply = await send(url, spans(1))
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1'])
    expect((await call(grpcPort, frame('x'))).rpc).toBe(14)
    upload.destroy()
    await expect.poll(async () => (await call(grpcPort, frame(''))).rpc).toBe(0)
  })

  it('by gRPC need the token, too, and are let in flight when the collector stops (R38, R40)', async () => {
    const token = 'a-token-that-is-long-enough'
    const { url, grpcPort, child, exit } = await start(join(folder(), 'tracker.db'), { TRACKER_TOKEN: token })
    expect((await call(grpcPort, frame(''))).rpc).toBe(16)
    const authorization = `Bearer ${token}`
    const stream = openCall(connection(grpcPort), { authorization })
    const end = endOf(stream)
    stream.write(frame('', { length: 2 }))
    const metrics = async () => await (await fetch(`${url}/metrics`, { headers: { authorization } })).text()
    await expect.poll(metrics).toContain('tracker_ingest_bytes 2\n')
    const other = connection(grpcPort)
    await once(other, 'connect')
    child.kill('SIGTERM')
    await gone(other)
    stream.end(Uint8Array.of(0x0a, 0))
    expect((await end).rpc).toBe(0)
    expect(await exit).toEqual([0, null])
  })

  it('can be large without keeping others waiting: they are decoded elsewhere (R31)', async () => {
    const { url } = await start(join(folder(), 'tracker.db'))
    const large = send(url, spans(1, 30_000))
    const isDone = large.then(
      () => true,
      () => true,
    )
    let slowestMs = 0
    while (!(await Promise.race([isDone, new Promise<false>((resolve) => setImmediate(resolve, false))]))) {
      const before = performance.now()
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
      slowestMs = Math.max(slowestMs, performance.now() - before)
    }
    expect((await large).status).toBe(200)
    expect(slowestMs).toBeLessThan(1000)
  })

  it('can be read at once, as they were sent, and followed', async () => {
    const { url, child, exit } = await start(join(folder(), 'tracker.db'))
    const live = await fetch(`${url}/api/v1/live`)
    await send(url, spans(0, 3))
    const sessions: unknown = await (await fetch(`${url}/api/v1/sessions`)).json()
    expect(sessions).toMatchObject({ items: [{ traceId: '00000000000000000000000000000001' }], nextCursor: null })
    const given = await (await fetch(`${url}/api/v1/traces/${'1'.padStart(32, '0')}?format=otlp`)).text()
    expect(given.match(/"name":"span \d"/g)?.sort()).toEqual(['"name":"span 0"', '"name":"span 1"', '"name":"span 2"'])
    child.kill('SIGTERM')
    expect(await live.text()).toMatch(/data: \{"type":"session","id":\d+\}/)
    expect(await exit).toEqual([0, null])
  })

  it('need the token where there is one', async () => {
    const { url } = await start(join(folder(), 'tracker.db'), { TRACKER_TOKEN: 'a-token-that-is-long-enough' })
    expect((await send(url, spans(1))).status).toBe(401)
    expect((await send(url, spans(1), { ...JSON_TYPE, Authorization: 'Bearer a-token-that-is-long-enough' })).status).toBe(200)
  })
})

describe('the operator', () => {
  it.skipIf(process.platform === 'win32')('is told that the database was deleted, and so is every sender', async () => {
    const file = join(folder(), 'tracker.db')
    const { url, child, stderr } = await start(file)
    rmSync(file)
    // Readers may miss the file before the writer looks.
    await expect.poll(async () => await (await fetch(`${url}/readyz`)).text(), { timeout: 5000 }).toContain('was deleted or replaced')
    expect((await fetch(`${url}/readyz`)).status).toBe(503)
    const reply = await send(url, spans(1))
    expect([reply.status, await reply.json()]).toEqual([503, { code: 14, message: expect.stringContaining('was deleted or replaced') }])
    child.kill('SIGTERM')
    const lines = (await stderr).trimEnd().split('\n')
    const told = `${file} was deleted or replaced while the collector runs; stop it and start it again`
    // The checkpoint thread may meet the missing file, too; it says so once.
    expect(lines.filter((line) => line === told)).toHaveLength(1)
    expect(lines.length).toBeLessThanOrEqual(2)
  })

  it('is told at the start what is removed by itself', async () => {
    const limits = { TRACKER_RETENTION_DAYS: '90', TRACKER_RETENTION_SIZE: '2GiB' }
    const { child, policy, stderr } = await start(join(folder(), 'tracker.db'), limits)
    child.kill('SIGTERM')
    expect(await policy).toBe(
      'retention: sessions go 90 days after the last of them came, and the oldest sessions go when the database is larger than 2 GiB; pinned ones stay\n',
    )
    expect(await stderr).toBe('')
  })

  it('is told once that a gRPC exporter calls the HTTP port, and what to set (R8)', async () => {
    const { url, child, stderr } = await start(join(folder(), 'tracker.db'))
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.end('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
    await text(socket)
    child.kill('SIGTERM')
    expect(await stderr).toMatch(/^an HTTP\/2 client .*set OTEL_EXPORTER_OTLP_ENDPOINT=http:\/\/127\.0\.0\.1:\d+, or .*\n$/)
  })

  it('is told once that an HTTP exporter calls the gRPC port, which answers so, and that one calls with TLS (R8)', async () => {
    const { url, grpcPort, child, stderr } = await start(join(folder(), 'tracker.db'))
    const told = `this is the port of OTLP/gRPC; OTLP over HTTP/1 goes to ${url}`
    for (let i = 0; i < 3; i++) {
      const reply = await send(`http://127.0.0.1:${grpcPort}`, spans(1))
      expect([reply.status, await reply.json()]).toEqual([400, { code: 3, message: told }])
    }
    await expect(fetch(`https://127.0.0.1:${grpcPort}`)).rejects.toThrow()
    child.kill('SIGTERM')
    const lines = (await stderr).trimEnd().split('\n')
    expect(lines).toEqual([
      expect.stringContaining(`HTTP/1 client connected to the gRPC port: set OTEL_EXPORTER_OTLP_ENDPOINT=${url}`),
      expect.stringContaining(`TLS client connected to the gRPC port`),
    ])
  })

  it('sees that other machines reach it', async () => {
    const file = join(folder(), 'tracker.db')
    const { stdout } = spawnCollector(['--db', file, '--host', '0.0.0.0'], { TRACKER_TOKEN: 'a-token-that-is-long-enough' })
    await expect.poll(stdout, { timeout: 15_000 }).toMatch(/^listening http=http:\/\/0\.0\.0\.0:\d+ grpc=0\.0\.0\.0:\d+ db=/)
    expect(findOwner(file)?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })
})

describe('stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s lets a request in flight finish, and repeats do not cut it short', async (signal) => {
    const file = join(folder(), 'tracker.db')
    const { url, child, exit, stderr } = await start(file)
    expect(findOwner(file)).toEqual({ pid: child.pid, url })
    const body = spans(1, 2)
    const upload = request(`${url}/v1/traces`, { method: 'POST', headers: JSON_TYPE })
    const reply = once(upload, 'response')
    upload.write(body.slice(0, 10))
    await expect.poll(async () => await (await fetch(`${url}/metrics`)).text()).toContain('tracker_ingest_bytes 10\n')
    child.kill(signal)
    child.kill(signal)
    await expect
      .poll(() =>
        fetch(url).then(
          () => 'open',
          () => 'closed',
        ),
      )
      .toBe('closed')
    child.kill(signal)
    upload.end(body.slice(10))
    const [{ statusCode }] = await reply
    expect(statusCode).toBe(200)
    expect(await exit).toEqual([0, null])
    expect(await stderr).toBe('')
    expect([existsSync(`${file}.server.json`), existsSync(`${file}-wal`)]).toEqual([false, false])
    expect(storedSpans(file)).toBe(2)
  })

  it('ends at once when nothing is in flight, idle connections or not', async () => {
    const { url, child, exit } = await start(join(folder(), 'tracker.db'))
    await fetch(`${url}/healthz`)
    const before = performance.now()
    child.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
    expect(performance.now() - before).toBeLessThan(5000)
  })

  it('is cut short by a signal that comes 5 s after the first one', async () => {
    const file = join(folder(), 'tracker.db')
    const { url, child, exit } = await start(file)
    expect((await send(url, spans(1))).status).toBe(200)
    const upload = request(`${url}/v1/traces`, { method: 'POST', headers: JSON_TYPE })
    upload.on('error', () => undefined)
    upload.write('{')
    await expect.poll(async () => await (await fetch(`${url}/metrics`)).text()).toContain('tracker_ingest_bytes 1\n')
    const before = performance.now()
    const repeat = setInterval(() => child.kill('SIGINT'), 100)
    const [code] = await exit
    clearInterval(repeat)
    expect(code).toBe(1)
    expect((performance.now() - before) / 1000).toBeGreaterThan(4.9)
    expect((performance.now() - before) / 1000).toBeLessThan(8)
    expect(storedSpans(file)).toBe(1)
  })

  it('by a signal during the start is orderly too', async () => {
    const file = join(folder(), 'tracker.db')
    const { child, exit, stderr } = spawnCollector(['--db', file])
    await expect.poll(() => existsSync(`${file}.owner`), { interval: 5, timeout: 10_000 }).toBe(true)
    child.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
    expect(await stderr).toBe('')
    expect(findOwner(file)).toBeUndefined()
  })
})

describe('a start that cannot succeed says why in one line and exits 1', () => {
  async function fails(argv: readonly string[], env: Record<string, string> = {}): Promise<string> {
    const { exit, stderr, stdout } = spawnCollector(argv, env)
    expect(await exit).toEqual([1, null])
    expect(stdout()).toBe('')
    const lines = (await stderr).trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    return lines[0] ?? ''
  }

  it('the file has an owner', async () => {
    const file = join(folder(), 'tracker.db')
    const { url, child } = await start(file)
    expect(await fails(['--db', file])).toBe(
      `error: ${file} is in use by the collector at ${url} (pid ${child.pid}); stop it, or choose another file with --db (TRACKER_DB)`,
    )
    expect((await send(url, spans(1))).status).toBe(200)
    expect(findOwner(file)?.url).toBe(url)
  })

  it('the port is in use; nothing stays behind', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const file = join(folder(), 'tracker.db')
    expect(await fails(['--db', file, '--http-port', String(port)])).toContain(`port ${port} on localhost is in use`)
    expect(await fails(['--db', file, '--grpc-port', String(port)])).toBe(
      `error: port ${port} on localhost is in use; stop the other program or set --grpc-port (TRACKER_GRPC_PORT)`,
    )
    expect([existsSync(`${file}.server.json`), existsSync(`${file}-wal`)]).toEqual([false, false])
  })

  it('the database is newer', async () => {
    const file = join(folder(), 'tracker.db')
    const db = new Database(file)
    db.pragma('user_version = 9999')
    db.close()
    expect(await fails(['--db', file])).toContain('schema version 9999')
  })

  it('the file is no database, and stays as it is', async () => {
    const file = join(folder(), 'tracker.db')
    const content = 'this is somebody’s thesis '.repeat(1000)
    writeFileSync(file, content)
    expect(await fails(['--db', file])).toContain(file)
    expect(readFileSync(file, 'utf8')).toBe(content)
  })

  it('a setting is wrong, the prices cannot be read, or the address is open without a token', async () => {
    const file = join(folder(), 'tracker.db')
    expect(await fails(['--db', file], { TRACKER_MAX_BODY_BYTES: 'much' })).toMatch(/^error: TRACKER_MAX_BODY_BYTES is "much"; allowed/)
    expect(await fails(['--db', file, '--prices', '/no/such/file'])).toMatch(/^error: --prices \(TRACKER_PRICES\) \/no\/such\/file/)
    expect(await fails(['--db', file, '--host', '0.0.0.0'])).toContain('TRACKER_TOKEN')
  })
})
