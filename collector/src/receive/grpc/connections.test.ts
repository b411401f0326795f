import { once } from 'node:events'
import { connect } from 'node:http2'
import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { IngestReply } from '../../domain/ingest.ts'
import { call, connection, endOf, frame, gone, openCall } from '../testing/grpc-call.ts'
import { createParts, open, startGrpc, talk } from '../testing/real-edge.ts'
import { protocolOf } from './first-bytes.ts'
import { GRPC_CONNECTION_LIMITS } from './grpc-server.ts'
import { openGrpc } from './open-grpc.ts'

describe('protocolOf', () => {
  const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
  it.each([
    [preface, 'http2'],
    [`${preface}\0\0\0`, 'http2'],
    [preface.slice(0, -1), 'open'],
    ['P', 'open'],
    ['', 'open'],
    ['PO', 'open'],
    ['POST /', 'http1'],
    ['PRI * HTTP/1', 'http1'],
    ['GET ', 'http1'],
    ['PROPFIND /', 'http1'],
    ['\x16', 'open'],
    ['\x16\x03\x01', 'tls'],
    ['\x16\x02', 'other'],
    ['hello', 'other'],
    ['ABCDEFGHIJKLMN', 'other'],
    ['\0', 'other'],
  ])('%j is %s', (bytes, protocol) => expect(protocolOf(Buffer.from(bytes, 'latin1'))).toBe(protocol))
})

describe('the port of gRPC (R72)', () => {
  it('answers on both loopback addresses', async () => {
    const { port, listensAt } = await startGrpc()
    expect(listensAt).toBe(`127.0.0.1:${port}`)
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      const stream = openCall(connection(port, host), { ':authority': `${host}:${port}` })
      const end = endOf(stream)
      stream.end(frame('x'))
      expect((await end).rpc, host).toBe(0)
    }
  })

  it('answers HTTP/1 with a Status that names the right port (R8, R36)', async () => {
    const { port, protocols, ingest } = await startGrpc()
    const reply = await talk(port, `POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc`)
    expect(reply).toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application\/json\r\nContent-Length: 17\r\n\r\njson 3 wrong port$/,
    )
    expect([protocols, ingest.requests]).toEqual([['http1'], []])
  })

  it('closes connections of TLS and of noise, and goes on (R8)', async () => {
    const { port, protocols } = await startGrpc()
    expect(await talk(port, '\x16\x03\x01\x02\x00\x01\x00')).toBe('')
    expect(await talk(port, 'noise noise')).toBe('')
    // A preface that nothing follows but noise is the end of that connection only.
    await talk(port, `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'x'.repeat(100)}`)
    expect(protocols).toEqual(['tls', 'other'])
    expect((await call(port, frame('x'))).rpc).toBe(0)
  })

  it('takes a preface that comes byte by byte, with what follows at once', async () => {
    const { port } = await startGrpc()
    const socket = await open(port)
    // The preface, then an empty SETTINGS frame.
    for (const byte of 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0') {
      socket.write(byte, 'latin1')
      await new Promise((resolve) => setImmediate(resolve))
    }
    const [settings] = await once(socket, 'data')
    expect(settings[3]).toBe(4)
  })

  it.each(['', 'PRI', 'POS'])('closes a connection that says only %j (R34)', async (bytes) => {
    const { port } = await startGrpc({ connections: { firstBytesMs: 20 } })
    expect(await talk(port, bytes)).toBe('')
  })

  it('takes no more connections than it may (R34)', async () => {
    const { port } = await startGrpc({ connections: { maxConnections: 1 } })
    const socket = await open(port)
    const refused = await open(port)
    await once(refused.resume(), 'close')
    expect(socket.closed).toBe(false)
  })

  it('answers pings, which exporters send every 10 seconds, as often as they come (R77)', async () => {
    const { port } = await startGrpc()
    const session = connection(port)
    await once(session, 'connect')
    for (let ping = 0; ping < 100; ping++) {
      const { promise, resolve } = Promise.withResolvers<unknown>()
      session.ping((error) => resolve(error))
      expect(await promise).toBe(null)
    }
    expect(session.closed).toBe(false)
  })

  it('ends an idle connection in good order, long after exporters would send again (R34)', async () => {
    expect(GRPC_CONNECTION_LIMITS.idleMs).toBeGreaterThanOrEqual(65_000)
    const { port } = await startGrpc({ connections: { idleMs: 20 } })
    const session = connection(port)
    const [code] = await once(session, 'goaway')
    expect(code).toBe(0)
  })
})

describe('a client that does not read its replies', () => {
  it('is cut when nothing has moved for long enough (R34)', async () => {
    const { port, ingest } = await startGrpc({ connections: { idleMs: 100 } })
    const session = connect(`http://127.0.0.1:${port}`, { settings: { initialWindowSize: 0 } })
    session.on('error', () => undefined)
    onTestFinished(() => session.destroy())
    openCall(session)
      .on('error', () => undefined)
      .end(frame('x'))
    await expect.poll(() => ingest.requests.length).toBe(1)
    await expect.poll(() => session.destroyed, { timeout: 5_000 }).toBe(true)
  })
})

describe('stop (R38)', () => {
  it('lets a call end, and takes no new ones', async () => {
    const { port, stop, ingest, admission } = await startGrpc()
    const session = connection(port)
    const stream = openCall(session)
    const end = endOf(stream)
    stream.write(frame('first half, ', { length: 23 }))
    await expect.poll(() => admission.usedBytes).toBe(23)
    const silent = await open(port)
    const idle = connection(port)
    await once(idle, 'connect')
    // Longer than the test may take: who waits for the end of it fails.
    const stopped = stop(60_000)
    await Promise.all([once(silent.resume(), 'close'), gone(idle)])
    await expect(open(port)).rejects.toThrow(/ECONNREFUSED/)
    stream.end('second half')
    expect((await end).rpc).toBe(0)
    await stopped
    await stop(0)
    expect(ingest.requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['first half, second half'])
  })

  it('does not wait longer than it may', async () => {
    const { port, stop, ingest } = await startGrpc()
    ingest.answer = () => new Promise<IngestReply>(() => undefined)
    const pending = call(port, frame('x'))
    await expect.poll(() => ingest.requests.length).toBe(1)
    await stop(50)
    expect((await pending).rpc).toBe(undefined)
  })
})

describe('a port that is taken', () => {
  async function taken(isPortNamed: boolean) {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { shared } = createParts({})
    const lines: string[] = []
    const opening = openGrpc({
      ...shared,
      host: 'localhost',
      port,
      isPortNamed,
      httpUrl: 'http://x',
      log: (line) => lines.push(line),
      hint: () => undefined,
    })
    return { opening, lines, port }
  }

  it('is an error for who asked for it, and names the setting (R72)', async () => {
    const { opening, port } = await taken(true)
    await expect(opening).rejects.toMatchObject({
      code: 'unavailable',
      message: `port ${port} on localhost is in use; stop the other program or set --grpc-port (TRACKER_GRPC_PORT)`,
    })
  })

  it('is one line for everybody else (R72)', async () => {
    const { opening, lines, port } = await taken(false)
    expect(await opening).toBe(undefined)
    expect(lines).toEqual([
      `OTLP/gRPC is not received: port ${port} on localhost is in use; stop the other program or set --grpc-port (TRACKER_GRPC_PORT)`,
    ])
  })
})
