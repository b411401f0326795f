/** A process that sends more than a collector can store, from many connections, and again until it is acknowledged, as SDKs do. */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2'
import { setTimeout as setTimer } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { overloadBodies } from './overload-body.ts'
import type { OverloadOrder, OverloadReport } from './overload-messages.ts'

// Whoever started this process is gone: nobody would read its report, or end it.
process.on('disconnect', () => process.exit())

const order: OverloadOrder = JSON.parse(process.argv[2] ?? '')
const CALLS_PER_CONNECTION = 10
/** Every third sender comes back much sooner than it is told to. */
const RUDE_EVERY = 3
const RUDE_MS = 20
const EXPORT_PATH = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'
const UNAVAILABLE = '14'
/** Nine tenths of the 64 MiB that may wait. */
const HOLDERS = 6
const HELD_BYTES = 10 * 1024 * 1024
const TRICKLE_MS = 1_000

/** What an answer means to a sender. */
type Answer =
  | { readonly kind: 'stored' }
  | { readonly kind: 'later'; readonly isTimed: boolean }
  | { readonly kind: 'cut' }
  | { readonly kind: 'refused'; readonly why: string }

/** Sends one request once. */
type Send = (body: Uint8Array) => Promise<Answer>

const bodyOf = overloadBodies(order)
const letGo = await holdRoom()
const endMs = performance.now() + order.forMs
setTimer(letGo, order.forMs)
const report = {
  acknowledged: [] as number[],
  sent: [] as number[],
  toldLater: 0,
  toldWithoutDelay: 0,
  cutOff: 0,
  refusals: [] as string[],
}
let next = 0

async function runSender(index: number, send: Send, encode: (body: Uint8Array) => Uint8Array): Promise<void> {
  const waitMs = index % RUDE_EVERY === 0 ? RUDE_MS : 1_000
  while (performance.now() < endMs) {
    const number = next++
    report.sent.push(number)
    await deliver(number, encode(bodyOf(number)), async (body) => {
      const answer = await send(body)
      if (answer.kind !== 'stored') await setTimeout(waitMs)
      return answer
    })
  }
}

/** Sends until it is acknowledged, or refused, or the time is up. */
async function deliver(number: number, body: Uint8Array, send: Send): Promise<void> {
  while (performance.now() < endMs + order.patienceMs) {
    const answer = await send(body)
    if (answer.kind === 'stored') return void report.acknowledged.push(number)
    if (answer.kind === 'refused') return void report.refusals.push(answer.why)
    if (answer.kind === 'cut') {
      report.cutOff++
      continue
    }
    report.toldLater++
    if (!answer.isTimed) report.toldWithoutDelay++
  }
}

/**
 * Takes most of what may wait, as large requests of slow senders do, so that the others find little room however slow this machine is.
 * Resolves when it is taken. @returns lets go of it
 */
async function holdRoom(): Promise<() => void> {
  const headers = { 'Content-Type': 'application/x-protobuf', 'Content-Length': HELD_BYTES, Expect: '100-continue' }
  const held = Array.from({ length: HOLDERS }, () => request(`${order.httpUrl}/v1/traces`, { method: 'POST', headers, agent: false }))
  for (const one of held) one.on('error', () => undefined)
  // The answer to `Expect` comes when there is room.
  await Promise.all(held.map((one) => once(one, 'continue')))
  const timer = setInterval(() => held.forEach((one) => void one.write('x')), TRICKLE_MS)
  return () => {
    clearInterval(timer)
    for (const one of held) one.destroy()
  }
}

/** A connection of its own. */
function httpSender(isZipped: boolean): Send {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const coding = isZipped ? { 'Content-Encoding': 'gzip' } : {}
  return (body) => {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const headers = { 'Content-Type': 'application/x-protobuf', 'Content-Length': body.length, ...coding }
    const sent = request(`${order.httpUrl}/v1/traces`, { method: 'POST', agent, headers }, (reply) => {
      reply.resume().on('end', () => resolve(httpAnswer(reply)))
      reply.on('error', () => resolve({ kind: 'cut' }))
    })
    sent.on('error', () => resolve({ kind: 'cut' }))
    sent.end(body)
    return promise
  }
}

function httpAnswer({ statusCode, headers }: IncomingMessage): Answer {
  if (statusCode === 200) return { kind: 'stored' }
  if (statusCode === 503) return { kind: 'later', isTimed: headers['retry-after'] === '1' }
  return { kind: 'refused', why: `HTTP ${statusCode}` }
}

function grpcSender(session: ClientHttp2Session): Send {
  return (body) => {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const stream = session.request({ ':method': 'POST', ':path': EXPORT_PATH, 'content-type': 'application/grpc', te: 'trailers' })
    let ended: IncomingHttpHeaders = {}
    stream.on('response', (headers) => {
      ended = { ...ended, ...headers }
    })
    stream.on('trailers', (trailers) => {
      ended = { ...ended, ...trailers }
    })
    stream.on('error', () => resolve({ kind: 'cut' }))
    stream.on('close', () => resolve(grpcAnswer(ended)))
    stream.resume()
    const head = Buffer.alloc(5)
    head.writeUInt32BE(body.length, 1)
    stream.end(Buffer.concat([head, body]))
    return promise
  }
}

function grpcAnswer(headers: IncomingHttpHeaders): Answer {
  const status = headers['grpc-status']
  if (status === '0') return { kind: 'stored' }
  if (status !== UNAVAILABLE) return { kind: 'refused', why: `gRPC ${status}` }
  const details = Buffer.from(String(headers['grpc-status-details-bin'] ?? ''), 'base64')
  return { kind: 'later', isTimed: details.includes('google.rpc.RetryInfo') }
}

/** What waits in a connection on our side, where the windows of the collector are closed. */
const SESSION_MIB = 1_000

const sessions = Array.from({ length: Math.ceil(order.calls / CALLS_PER_CONNECTION) }, () =>
  connect(`http://${order.grpcAddress}`, { maxSessionMemory: SESSION_MIB }),
)
for (const session of sessions) session.on('error', () => undefined)
const overHttp = Array.from({ length: order.connections }, (_, index) => {
  const isZipped = index % 2 === 1
  return runSender(index, httpSender(isZipped), isZipped ? (body) => gzipSync(body, { level: 1 }) : (body) => body)
})
const overGrpc = Array.from({ length: order.calls }, (_, index) => {
  const session = sessions[index % sessions.length]
  return session ? runSender(index, grpcSender(session), (body) => body) : undefined
})
await Promise.all([...overHttp, ...overGrpc])
const done: OverloadReport = report
process.send?.(done, () => process.exit(0))
