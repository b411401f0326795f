import { describe, expect, it } from 'vitest'
import { head, start, talk } from './testing/real-edge.ts'

describe('what is no request', () => {
  const bytes: readonly (readonly [name: string, bytes: (port: number) => string, status: number])[] = [
    ['noise', () => '\x16\x03\x01\x02\x00\x01\r\n\r\n', 400],
    ['no Host', () => 'POST /v1/traces HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a Host that is no host', () => 'POST /v1/traces HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['two lengths', (port) => head(port, 'Content-Length: 1', 'Content-Length: 2'), 400],
    ['length and chunks', (port) => `${head(port, 'Content-Length: 1', 'Transfer-Encoding: chunked')}0\r\n\r\n`, 400],
    ['huge headers', (port) => head(port, `X: ${'x'.repeat(100_000)}`), 431],
    ['HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ]
  it.each(bytes)('%s is answered with a Status (R16)', async (_name, make, status) => {
    const { port, ingest } = await start()
    const reply = await talk(port, make(port))
    expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(reply).toMatch(/\r\ncontent-type: application\/json\r\n/i)
    expect(reply).toMatch(/\r\n\r\njson 3 ./)
    expect(reply).toMatch(/\r\ncontent-security-policy: default-src 'self'; script-src 'self'; /i)
    expect(reply).toMatch(/\r\nx-content-type-options: nosniff\r\n/i)
    expect(ingest.requests).toEqual([])
  })

  it.each([
    ['no Host', 'GET /api/v1/sessions HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a Host that is no host', 'GET /api/v1/info HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['a header without a name', 'GET /api/v1/info HTTP/1.1\r\n: x\r\n\r\n', 400],
    ['a body without a length', `GET /api/v1/sessions?q=${'x'.repeat(5000)} HTTP/1.1\r\nHost: localhost\r\n\r\n..%2f..\r\n\r\n`, 400],
    ['a huge path', `GET /api/v1/sessions?q=${'x'.repeat(100_000)} HTTP/1.1\r\n\r\n`, 431],
    ['huge headers', `GET /openapi.json HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
  ])('%s is answered in the form of REST where REST is asked', async (_name, bytes, status) => {
    const { port } = await start()
    const reply = await talk(port, bytes)
    expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(reply).toMatch(/\r\ncontent-type: application\/json\r\n/i)
    expect(reply).toMatch(/\r\n\r\n\{"error":\{"message":"\w/)
  })

  it('hints once that gRPC has another port (R8)', async () => {
    const { port, hints } = await start({ host: '127.0.0.1' })
    for (let i = 0; i < 3; i++) await talk(port, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
    expect(hints).toEqual(['http2'])
  })

  it('hints that this port has no TLS (R8)', async () => {
    const { port, hints } = await start({ host: '127.0.0.1' })
    await talk(port, Buffer.from('16030100c8010000c40303', 'hex'), Buffer.alloc(190))
    expect(hints).toEqual(['tls'])
  })
})
