import { describe, expect, it } from 'vitest'
import { head, start, talk } from './testing/real-edge.ts'

/* What no exporter sends. Everything is written at once on one connection, which the server must close: `talk` waits for that. */

const CLOSE = 'Connection: close'
const get = (port: number, line: string, ...lines: readonly string[]) =>
  `${[line, `Host: localhost:${port}`, CLOSE, ...lines].join('\r\n')}\r\n\r\n`
const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index))
/** A request that a proxy would take for the body of the one before. */
const SMUGGLED = 'POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\nContent-Length: 1\r\n\r\nx'

/** Bytes of which nothing may be stored, by the status of the first answer. */
const REFUSED: readonly (readonly [name: string, bytes: (port: number) => string, status: number])[] = [
  ['a header line of 16 KB', (port) => head(port, `X: ${'x'.repeat(16_384)}`), 431],
  ['two thousand header lines', (port) => head(port, ...lines(2_000, (index) => `X-${index}: 0123456789`)), 431],
  ['a header line without an end', (port) => `${head(port, CLOSE).slice(0, -4)}\r\nX: ${'x'.repeat(70_000)}`, 431],
  ['chunks and a length', (port) => `${head(port, 'Transfer-Encoding: chunked', 'Content-Length: 5')}0\r\n\r\n${SMUGGLED}`, 400],
  ['a length and chunks', (port) => `${head(port, 'Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n${SMUGGLED}`, 400],
  ['chunks that are none', (port) => `${head(port, 'Transfer-Encoding: xchunked')}0\r\n\r\n${SMUGGLED}`, 400],
  ['chunks below another coding', (port) => `${head(port, 'Transfer-Encoding: chunked, identity')}0\r\n\r\n${SMUGGLED}`, 400],
  ['chunks twice', (port) => `${head(port, 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')}0\r\n\r\n${SMUGGLED}`, 400],
  ['a blank before the colon', (port) => `${head(port, 'Transfer-Encoding : chunked')}0\r\n\r\n${SMUGGLED}`, 400],
  ['a folded header line', (port) => `${head(port, 'Transfer-Encoding:\r\n chunked')}0\r\n\r\n${SMUGGLED}`, 400],
  ['two lengths that differ', (port) => `${head(port, 'Content-Length: 0', 'Content-Length: 5')}${SMUGGLED}`, 400],
  ['a list of lengths', (port) => `${head(port, 'Content-Length: 0, 5')}${SMUGGLED}`, 400],
  ['a negative length', (port) => `${head(port, 'Content-Length: -1')}${SMUGGLED}`, 400],
  ['a length with a sign', (port) => `${head(port, 'Content-Length: +5')}${SMUGGLED}`, 400],
  ['a length beyond 64 bits', (port) => `${head(port, `Content-Length: ${'9'.repeat(30)}`)}x`, 400],
  ['a chunk beyond 64 bits', (port) => `${head(port, 'Transfer-Encoding: chunked')}fffffffffffffffff\r\nx`, 400],
  ['a chunk that is no number', (port) => `${head(port, 'Transfer-Encoding: chunked')}zz\r\nx\r\n0\r\n\r\n`, 400],
  ['a chunk that lies', (port) => `${head(port, 'Transfer-Encoding: chunked')}1\r\nxyz\r\n0\r\n\r\n`, 400],
  ['extensions without an end', (port) => `${head(port, 'Transfer-Encoding: chunked')}1;${'x'.repeat(70_000)}\r\nx\r\n0\r\n\r\n`, 413],
  ['lines that end with LF alone', (port) => head(port, 'Content-Length: 1').replaceAll('\r\n', '\n'), 400],
  ['a NUL in a header', (port) => head(port, 'X: a\0b'), 400],
  ['a control in a name', (port) => head(port, 'X\u0001: a'), 400],
  ['two Hosts', (port) => head(port, 'Host: evil.test', CLOSE), 403],
  ['no version', () => 'GET /\r\n\r\n', 400],
  ['a version to come', (port) => get(port, 'GET / HTTP/9.9'), 400],
  ['a method that does not exist', (port) => get(port, 'EVIL /v1/traces HTTP/1.1'), 400],
  ['a method in small letters', (port) => get(port, 'post /v1/traces HTTP/1.1'), 400],
  ['a method without a path', (port) => get(port, 'POST HTTP/1.1'), 400],
  ['HTTP/1.0 without a Host', () => 'POST /v1/traces HTTP/1.0\r\nContent-Length: 1\r\n\r\nx', 400],
  ['the address of another host', (port) => get(port, 'GET http://evil.test/api/v1/sessions HTTP/1.1'), 400],
  ['an address that is none', (port) => get(port, 'GET http://[ HTTP/1.1'), 400],
  ['the server as a whole', (port) => get(port, 'OPTIONS * HTTP/1.1'), 400],
  ['a method that traces', (port) => get(port, 'TRACE /v1/traces HTTP/1.1'), 405],
  [
    'an upgrade to a socket',
    (port) => get(port, 'GET /v1/traces HTTP/1.1', 'Upgrade: websocket', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='),
    405,
  ],
  ['an upgrade to HTTP/2', (port) => get(port, 'GET /v1/traces HTTP/1.1', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'), 405],
]

describe('hostile bytes', () => {
  it.each(REFUSED)('%s: refused, and nothing is stored', async (_name, make, status) => {
    const { port, ingest, admission, reported } = await start({ host: '127.0.0.1', heldBytes: 1_000 })
    const reply = await talk(port, make(port))
    expect(reply.split('\r\n')[0]).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    await expect.poll(() => admission.usedBytes).toBe(0)
    expect([ingest.requests, reported]).toEqual([[], []])
  })
})

describe('odd bytes that are a request', () => {
  it.each([
    ['an address with our own name', (port: number) => get(port, `GET http://localhost:${port}/healthz HTTP/1.1`)],
    ['many slashes', (port: number) => get(port, 'GET /healthz?///// HTTP/1.1')],
    ['an upgrade that is not wanted', (port: number) => get(port, 'GET /healthz HTTP/1.1', 'Upgrade: websocket')],
    ['a body that nobody reads', (port: number) => `${get(port, 'GET /healthz HTTP/1.1', 'Content-Length: 3')}abc`],
  ])('%s: answered as what it is', async (_name, make) => {
    const { port } = await start()
    expect(await talk(port, make(port))).toMatch(/^HTTP\/1\.1 200 /)
  })
})
