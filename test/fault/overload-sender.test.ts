import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CollectorProcess } from './collector-process.ts'
import { overload } from './overload.ts'

const PLAN = { connections: 1, calls: 0, spansPerRequest: 1, textBytes: 25, forMs: 50, patienceMs: 50 }

/** What stands where a collector is expected. `isSender` are the requests of the sending process, the others are reads. */
async function standIn(answer: (request: IncomingMessage, response: ServerResponse, isSender: boolean) => void) {
  const server = createServer((request, response) => answer(request, response, request.method === 'POST'))
  server.on('checkContinue', (request, response) => answer(request, response, true))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const collector: CollectorProcess = {
    pid: process.pid,
    url: Promise.resolve(`http://127.0.0.1:${port}`),
    grpcAddress: Promise.resolve(`127.0.0.1:${port}`),
    end: Promise.resolve([0, null]),
    errors: () => '',
    kill: () => undefined,
  }
  return { collector }
}

// The memory of a process is read as Linux tells it.
describe.runIf(process.platform === 'linux')('the process that overloads', () => {
  it('ends when a read fails, also while it waits for an answer', async () => {
    const senders = new Set<IncomingMessage['socket']>()
    const { collector } = await standIn(({ socket }, response, isSender) => {
      if (isSender) senders.add(socket.once('close', () => senders.delete(socket)))
      else response.writeHead(senders.size > 0 ? 500 : 200).end()
    })
    await expect(overload(collector, PLAN)).rejects.toThrow(/was answered 500/)
    await expect.poll(() => senders.size, { timeout: 5_000 }).toBe(0)
  })

  it('gives up in the end when it is told to come back again and again', async () => {
    const { collector } = await standIn((request, response, isSender) => {
      if (request.headers.expect) response.writeContinue()
      else response.writeHead(isSender ? 503 : 200, { 'Retry-After': '1' }).end()
      request.resume()
    })
    const { acknowledged, sent, toldLater } = await overload(collector, PLAN)
    expect([acknowledged, sent.length > 0, toldLater > 0]).toEqual([[], true, true])
  }, 20_000)
})
