import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { IngestReply } from '../domain/ingest.ts'
import { listen } from './http-server.ts'
import { head, MAX, open, start, talk } from './testing/real-edge.ts'
import { markedCodecs } from './testing/recording-ingest.ts'

function post(port: number, options: { readonly agent?: Agent; readonly headers?: Record<string, string> } = {}) {
  const { agent, headers } = options
  const sent = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/v1/traces',
    ...(agent && { agent }),
    headers: { 'Content-Type': 'application/x-protobuf', ...headers },
  })
  sent.on('error', () => undefined)
  const reply = new Promise<IncomingMessage>((resolve, reject) => sent.once('response', resolve).once('error', reject))
  reply.catch(() => undefined) // told to whoever awaits it
  return { sent, reply }
}

/** Writes pieces until there are enough, or the connection is cut. @returns how many bytes were written */
async function flood(socket: Socket, piece: Uint8Array, bytes: number): Promise<number> {
  let sentBytes = 0
  for (; sentBytes < bytes && !socket.destroyed; sentBytes += piece.length) {
    const { promise, resolve } = Promise.withResolvers<void>()
    socket.once('drain', resolve).once('close', resolve)
    if (!socket.write(piece)) await promise
    socket.off('drain', resolve).off('close', resolve)
  }
  return sentBytes
}

describe('listening', () => {
  it('answers on both loopback addresses with one port', async () => {
    const { port, url } = await start()
    expect(url).toBe(`http://127.0.0.1:${port}`)
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      const reply = await fetch(`http://${host}:${port}/healthz`)
      expect([reply.status, await reply.json()]).toEqual([200, { status: 'ok' }])
    }
  })

  it('says so when the port is in use, on either address', async () => {
    for (const address of ['127.0.0.1', '::1']) {
      const other = createServer().listen(0, address)
      await once(other, 'listening')
      onTestFinished(() => void other.close())
      const bound = other.address()
      const port = typeof bound === 'object' && bound ? bound.port : 0
      const listening = listen({
        host: 'localhost',
        port,
        fetch: () => new Response(),
        codecs: markedCodecs,
        restError: () => new Response(),
        onHttp2: () => undefined,
        onTls: () => undefined,
      })
      await expect(listening).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining(`port ${port} on localhost is in use`),
      })
    }
  })

  it('says so when the address is not ours', async () => {
    const listening = listen({
      host: '192.0.2.1',
      port: 0,
      fetch: () => new Response(),
      codecs: markedCodecs,
      restError: () => new Response(),
      onHttp2: () => undefined,
      onTls: () => undefined,
    })
    await expect(listening).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('TRACKER_HOST') })
  })
})

describe('connections', () => {
  it('are kept between requests, chunked ones too (R32, R34)', async () => {
    const { port, ingest } = await start()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const ports = new Set<number | undefined>()
    for (const part of ['one', 'two', 'three']) {
      const { sent, reply } = post(port, { agent })
      sent.write(part)
      sent.end('!')
      const answer = await reply
      ports.add(answer.socket.localPort)
      expect([answer.statusCode, await text(answer)]).toEqual([200, ''])
    }
    expect(ports.size).toBe(1)
    expect(ingest.requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['one!', 'two!', 'three!'])
  })

  it('answer an empty success with a length, a type and nothing else (R10)', async () => {
    const { port } = await start()
    const reply = await talk(port, head(port, 'Content-Length: 0', 'Connection: close'))
    expect(reply).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(reply).toMatch(/\r\ncontent-length: 0\r\n/i)
    expect(reply).toMatch(/\r\ncontent-type: application\/x-protobuf\r\n/i)
    expect(reply.endsWith('\r\n\r\n')).toBe(true)
  })

  it('answer pipelined requests in order (R35)', async () => {
    const { port, ingest } = await start()
    let delayMs = 40
    ingest.answer = ({ body }) => {
      const { promise, resolve } = Promise.withResolvers<IngestReply>()
      delayMs -= 10
      setTimeout(() => resolve({ status: 'stored', rejectedItems: 1, message: String(body[0]) }), delayMs)
      return promise
    }
    const socket = await open(port)
    for (const name of ['\x01', '\x02']) socket.write(head(port, 'Content-Length: 1') + name)
    socket.write(`${head(port, 'Content-Length: 1', 'Connection: close')}\x03`)
    const replies = await text(socket)
    expect([...replies.matchAll(/proto traces 1 (\d)/g)].map((match) => match[1])).toEqual(['1', '2', '3'])
  })

  it('take a body that comes byte by byte', async () => {
    const { port, ingest } = await start()
    const { sent, reply } = post(port, { headers: { 'Content-Encoding': 'gzip' } })
    for (const byte of gzipSync('hello')) {
      sent.write(Uint8Array.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
    sent.end()
    expect((await reply).statusCode).toBe(200)
    expect(ingest.requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['hello'])
  })

  it('that break off in a body store nothing and free their bytes (R37)', async () => {
    const { port, ingest, admission } = await start()
    for (const lines of [
      ['Content-Length: 500000'],
      ['Transfer-Encoding: chunked'],
      ['Content-Length: 500000', 'Content-Encoding: gzip'],
    ]) {
      const socket = await open(port)
      socket.write(head(port, ...lines))
      socket.write(lines[0]?.startsWith('Transfer') ? '5\r\nhello\r\n' : gzipSync('hello').subarray(0, 10))
      await expect.poll(() => admission.usedBytes).toBeGreaterThan(0)
      socket.destroy()
      await expect.poll(() => admission.usedBytes).toBe(0)
    }
    expect(ingest.requests).toEqual([])
  })

  it('that break off while the request is being stored do no harm (R37)', async () => {
    const { port, ingest, admission } = await start()
    const stored = Promise.withResolvers<{ status: 'stored'; rejectedItems: 0; message: '' }>()
    ingest.answer = () => stored.promise
    const socket = await open(port)
    socket.write(`${head(port, 'Content-Length: 1')}x`)
    await expect.poll(() => ingest.requests.length).toBe(1)
    socket.destroy()
    stored.resolve({ status: 'stored', rejectedItems: 0, message: '' })
    await expect.poll(() => admission.usedBytes).toBe(0)
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  })
})

describe('bodies that are too large', () => {
  const cases = [
    ['by Content-Length, before any byte of it (R28)', [`Content-Length: ${50 * MAX}`]],
    ['while it arrives in chunks (R28)', ['Transfer-Encoding: chunked']],
  ] as const
  it.each(cases)('are refused %s, and the sender can read why (R27, R30)', async (_name, lines) => {
    const { port, ingest } = await start()
    const socket = await open(port)
    socket.write(head(port, ...lines))
    const isChunked = lines[0].startsWith('Transfer')
    const piece = Buffer.concat([Buffer.from(isChunked ? '10000\r\n' : ''), Buffer.alloc(65_536), Buffer.from(isChunked ? '\r\n' : '')])
    let reply = ''
    socket.on('data', (data) => {
      reply += String(data)
    })
    // A simple sender: it writes all it has before it reads.
    await flood(socket, piece, 4 * MAX)
    await expect.poll(() => reply).toContain('TRACKER_MAX_BODY_BYTES')
    expect(reply).toMatch(/^HTTP\/1\.1 413 .*\r\n/)
    expect(reply.toLowerCase()).toContain('\r\nconnection: close\r\n')
    await expect.poll(() => socket.closed, { timeout: 5000 }).toBe(true)
    expect(ingest.requests).toEqual([])
  })
})

describe('what goes on after its answer', () => {
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536), Buffer.from('\r\n')])
  const floods = [
    {
      flood: 'a declared length over the limit',
      headers: `Content-Length: ${1000 * MAX}`,
      piece: Buffer.alloc(65_536),
      connection: 'close',
    },
    { flood: 'chunks without an end', headers: 'Transfer-Encoding: chunked', piece: chunk, connection: undefined },
  ]
  const cases = ['POST /v1/traces', 'PUT /api/v1/sessions/1/pin'].flatMap((route) => floods.map((each) => ({ route, ...each })))
  it.each(cases)('without the token, $flood to $route is cut soon (R28, S8)', async ({ route, headers, piece, connection }) => {
    const { port } = await start({ token: 'a token that nobody has' })
    const socket = await open(port)
    let reply = ''
    socket.on('data', (data) => {
      reply += String(data)
    })
    socket.write(head(port, headers).replace('POST /v1/traces', route))
    // What the kernel holds on its way is several times the limit of this test.
    expect(await flood(socket, piece, 300 * MAX)).toBeLessThan(50 * MAX)
    expect(reply).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(/\r\nconnection: (\w+(?<!keep))\r\n/i.exec(reply)?.[1]).toBe(connection)
  })

  it('and is no larger than a request may be is read, and the connection kept (R75)', async () => {
    const { port } = await start({ token: 'a token that nobody has' })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const ports = new Set<number | undefined>()
    for (const bytes of [MAX, MAX, 1]) {
      const { sent, reply } = post(port, { agent })
      sent.end(Buffer.alloc(bytes))
      const answer = await reply
      ports.add(answer.socket.localPort)
      expect([answer.statusCode, await text(answer)]).toEqual([401, expect.stringContaining('token')])
    }
    expect(ports.size).toBe(1)
  })

  it('and never came is waited for a second, not for the time of a request (R30)', async () => {
    const { port } = await start()
    expect(await talk(port, head(port, `Content-Length: ${2 * MAX}`))).toMatch(/^HTTP\/1\.1 413 /)
  })
})

describe('Expect: 100-continue (R33)', () => {
  it('is answered 100 and then 200', async () => {
    const { port, ingest } = await start()
    const { sent, reply } = post(port, { headers: { Expect: '100-continue', 'Content-Length': '5' } })
    sent.flushHeaders()
    await once(sent, 'continue')
    sent.end('hello')
    expect((await reply).statusCode).toBe(200)
    expect(ingest.requests).toHaveLength(1)
  })

  it.each([
    ['a large body', { 'Content-Length': String(2 * MAX) }, 413],
    ['an unknown type', { 'Content-Length': '5', 'Content-Type': 'text/plain' }, 415],
  ])('is answered at once for %s', async (_name, headers, status) => {
    const { port } = await start()
    const { sent, reply } = post(port, { headers: { Expect: '100-continue', ...headers } })
    let isContinued = false
    sent.once('continue', () => {
      isContinued = true
    })
    sent.flushHeaders()
    expect((await reply).statusCode).toBe(status)
    expect(isContinued).toBe(false)
    sent.destroy()
  })
})

describe('stop (R38)', () => {
  it('lets a body arrive and be answered, and refuses new connections', async () => {
    const { port, stop, ingest, admission } = await start()
    const { sent, reply } = post(port)
    sent.write('first half, ')
    await expect.poll(() => admission.usedBytes).toBeGreaterThan(0)
    const idle = await open(port)
    await fetch(`http://127.0.0.1:${port}/healthz`)
    const stopped = stop(10_000)
    await once(idle.resume(), 'close')
    await expect(open(port)).rejects.toThrow(/ECONNREFUSED/)
    sent.end('second half')
    const answer = await reply
    expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close'])
    answer.resume()
    await stopped
    expect(ingest.requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['first half, second half'])
  })

  it('does not wait longer than it may', async () => {
    const { port, stop, ingest, admission } = await start()
    const { sent, reply } = post(port)
    const failed = reply.catch((error: unknown) => error)
    sent.write('never finished')
    await expect.poll(() => admission.usedBytes).toBeGreaterThan(0)
    await stop(50)
    expect(await failed).toBeInstanceOf(Error)
    expect(ingest.requests).toEqual([])
  })
})
