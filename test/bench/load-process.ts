/** A process that sends a load: makes its requests, waits for the word, then sends them as fast as they are acknowledged. */
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { isMessage, type LoadDone, type LoadGo, type LoadOrder } from './load-messages.ts'
import { encodedRequests } from './loads/load.ts'

const HEADERS = { 'Content-Type': 'application/x-protobuf' }

const order: LoadOrder = JSON.parse(process.argv[2] ?? '')
const bodies = encodedRequests(order.spec)
const told = once(process, 'message')
process.send?.({ type: 'ready' })
const [message] = await told
if (isMessage<LoadGo>(message, 'go')) process.send?.(await sendAll(`${message.url}/v1/traces`))
process.disconnect()

/** Sends the requests that warm up, then those that count. */
async function sendAll(url: string): Promise<LoadDone> {
  const agents = Array.from({ length: order.connections }, () => new Agent({ keepAlive: true, maxSockets: 1 }))
  const warmUp = await sendOver(agents, url, bodies.slice(0, order.warmUps))
  const startMs = performance.now()
  const { latenciesMs, refused } = await sendOver(agents, url, bodies.slice(order.warmUps))
  const elapsedMs = performance.now() - startMs
  for (const agent of agents) agent.destroy()
  return { type: 'done', elapsedMs, latenciesMs, refused: refused + warmUp.refused }
}

/** Every connection sends the next request when its last one was acknowledged. */
async function sendOver(
  agents: readonly Agent[],
  url: string,
  requests: readonly Uint8Array[],
): Promise<Pick<LoadDone, 'latenciesMs' | 'refused'>> {
  const latenciesMs: number[] = []
  const dueMs = dueTimes(order.requestsPerSecond)
  let refused = 0
  let next = 0
  const connection = async (agent: Agent): Promise<void> => {
    for (let body = requests[next++]; body; body = requests[next++]) {
      const startMs = await dueMs()
      if ((await post(url, agent, body)) !== 200) refused++
      latenciesMs.push(performance.now() - startMs)
    }
  }
  await Promise.all(agents.map(connection))
  return { latenciesMs, refused }
}

/** Gives the moment for the next request when it has come. One that comes late, because all connections are busy, counts from when it was due. */
function dueTimes(requestsPerSecond: number | undefined): () => Promise<number> {
  if (requestsPerSecond === undefined) return () => Promise.resolve(performance.now())
  let nextMs = performance.now()
  return async () => {
    const dueMs = nextMs
    nextMs += 1000 / requestsPerSecond
    const waitMs = dueMs - performance.now()
    if (waitMs <= 0) return dueMs
    // A timer that fires late is the sender's delay, not the collector's.
    await setTimeout(waitMs)
    return performance.now()
  }
}

/** @returns the status of the reply, after its last byte */
function post(url: string, agent: Agent, body: Uint8Array): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const sent = request(url, { method: 'POST', agent, headers: { ...HEADERS, 'Content-Length': body.length } }, (reply) => {
    reply.on('end', () => resolve(reply.statusCode ?? 0)).on('error', reject)
    reply.resume()
  })
  sent.on('error', reject)
  sent.end(body)
  return promise
}
