import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { CONNECTION_LIMITS } from './http-server.ts'
import { head, open, start, talk } from './testing/real-edge.ts'

/** After this the library beneath would cut a connection whose request was answered before its body came. */
const LIBRARY_CUTS_MS = 500
const SHORT = { headersMs: 40, requestMs: 40, checkEveryMs: 10 }

describe('a sender that trickles', () => {
  const senders = [
    ['its headers (R34)', 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nX: ', 'x'],
    ['its body (R34)', 'Content-Length: 100000', 'x'],
    ['chunks (R34)', 'Transfer-Encoding: chunked', '1\r\nx\r\n'],
  ] as const
  it.each(senders)('%s is cut off, and what it sent is not stored', async (_name, start_, piece) => {
    const { port, ingest, admission } = await start({ limits: SHORT })
    const socket = await open(port)
    let reply = ''
    socket.on('data', (data) => {
      reply += String(data)
    })
    socket.write(start_.startsWith('POST') ? start_ : head(port, start_))
    while (!socket.closed) {
      socket.write(piece)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    expect(reply).toMatch(/^$|^HTTP\/1\.1 408 [\s\S]*\r\n\r\njson 4 the request did not arrive in time$/)
    await expect.poll(() => admission.usedBytes).toBe(0)
    expect(ingest.requests).toEqual([])
  })

  it('nothing at all is cut off, too (R34)', async () => {
    const { port } = await start({ limits: SHORT })
    expect(await talk(port)).toMatch(/^$|^HTTP\/1\.1 408 /)
  })

  it('a body that stalls is given up before that, and frees its bytes (R34)', async () => {
    const { port, ingest, admission } = await start({ stallMs: 20 })
    const socket = await open(port)
    socket.write(`${head(port, 'Content-Length: 10')}x`)
    await once(socket.resume(), 'close')
    await expect.poll(() => admission.usedBytes).toBe(0)
    expect(ingest.refusals).toMatchObject([{ signal: 'traces', code: 'unavailable', origin: { wireBytes: 1 } }])
  })
})

describe('a sender that is told to come back before it has sent its body', () => {
  it('may send the rest, however slowly, and then the next request on the same connection (R75)', async () => {
    const { port, admission, ingest } = await start({ heldBytes: 1000 })
    const lease = admission.admit(1000)
    const socket = await open(port)
    let said = ''
    socket.setEncoding('latin1').on('data', (text: string) => {
      said += text
    })
    socket.write(`${head(port, 'Content-Length: 900')}${'x'.repeat(10)}`)
    await expect.poll(() => said).toMatch(/^HTTP\/1\.1 503 [\s\S]*\r\nRetry-After: 1\r\n/i)
    lease.release()
    await new Promise((resolve) => setTimeout(resolve, LIBRARY_CUTS_MS + 300))
    socket.write(`${'x'.repeat(890)}${head(port, 'Content-Length: 5')}hello`)
    await expect.poll(() => said).toMatch(/HTTP\/1\.1 200 /)
    expect(ingest.requests.map(({ body }) => Buffer.from(body).toString())).toEqual(['hello'])
  })
})

describe('connections', () => {
  it('on which nothing moves are closed, also while a reply is due (R34)', async () => {
    const { port, ingest } = await start({ limits: { silentMs: 500 } })
    ingest.answer = () => new Promise(() => undefined)
    const socket = await open(port)
    socket.write(`${head(port, 'Content-Length: 1')}x`)
    await once(socket.resume(), 'close')
    expect(ingest.requests).toHaveLength(1)
  })

  it('are closed when idle, after longer than exporters wait between two exports (R34)', async () => {
    expect(CONNECTION_LIMITS.keepAliveMs).toBeGreaterThanOrEqual(65_000)
    expect(CONNECTION_LIMITS.headersMs).toBeGreaterThan(CONNECTION_LIMITS.keepAliveMs)
    const { port } = await start({ limits: { keepAliveMs: 20 } })
    const reply = await talk(port, head(port, 'Content-Length: 0'))
    expect(reply).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('are refused beyond the most that there may be (R34)', async () => {
    const { port } = await start({ limits: { maxConnections: 2 } })
    const sockets = [await open(port), await open(port)]
    const third = await open(port)
    await once(third.resume(), 'close')
    sockets[0]?.end(head(port, 'Content-Length: 0', 'Connection: close'))
    await once(sockets[0]?.resume() ?? third, 'close')
    expect(await talk(port, head(port, 'Content-Length: 0', 'Connection: close'))).toMatch(/^HTTP\/1\.1 200 /)
  })
})
