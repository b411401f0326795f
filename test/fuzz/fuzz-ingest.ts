import { connect } from 'node:http2'
import { deflateSync, gzipSync } from 'node:zlib'
import type { Signal } from '../../collector/src/domain/signal.ts'
import { createCorpus } from './corpus.ts'
import { createDice, type Dice } from './dice.ts'
import type { Failure } from './failure.ts'
import { createHttpClient, type HttpClient } from './http-client.ts'
import type { DecoderInput } from './judge.ts'
import { mutateBytes } from './mutate-bytes.ts'
import { contentOf, type RestStore, withRestStore } from './rest-store.ts'
import type { Tally } from './tally.ts'

/** What to run. */
export interface IngestRun {
  readonly inputs: number
  readonly seed: number
  readonly tally: Tally
  readonly failed: (failure: Failure) => void
}

type Send = (input: DecoderInput, dice: Dice) => Promise<string>

const AT_ONCE = 4
const STATUSES = new Set([200, 400, 413, 415])
/** OK, invalid argument, resource exhausted, unimplemented. */
const RPC_STATUSES = new Set([0, 3, 8, 12])
const TYPES = { protobuf: 'application/x-protobuf', json: 'application/json' } as const
const SERVICES: Readonly<Record<Signal, string>> = {
  traces: 'trace.v1.TraceService',
  logs: 'logs.v1.LogsService',
  metrics: 'metrics.v1.MetricsService',
}
/** Every list that shows what was sent; each must go on working, whatever came. */
const READS = ['sessions', 'prompts', 'issues', 'workflows', 'cost', 'stats', 'logs', 'metrics', 'ingest', 'info', 'sessions?q=a']

/** Sends changed telemetry over HTTP and gRPC to a collector, which must answer, store what can be stored, and be read as before. */
export async function fuzzIngest({ inputs, seed, tally, failed }: IngestRun): Promise<void> {
  await withRestStore(async (start, file) => {
    const store = await start()
    const quiet = store.logged.length
    const dice = createDice(seed)
    const corpora = [createCorpus('protobuf', seed), createCorpus('json', seed)]
    const http = createHttpClient(store.url)
    const ways = [sendHttp(http), sendHttp(http), openGrpc(store)]
    for (let done = 0; done < inputs; done += AT_ONCE) {
      const batch = Array.from({ length: Math.min(AT_ONCE, inputs - done) }, () => dice.pick(corpora).next(dice))
      await Promise.all(
        batch.map(async (input) => {
          try {
            tally.count(`ingest ${await dice.pick(ways)(input, dice)}`)
          } catch (error) {
            tally.count('ingest FAILED')
            failed({ what: String(error), input })
          }
        }),
      )
      tally.progress()
    }
    for (const path of READS) await mustBeRead(http, path, failed)
    http.close()
    await store.close()
    for (const line of store.logged.slice(quiet)) failed({ what: `the collector said: ${line}`, input: undefined })
    contentOf(file)
  })
}

function sendHttp(client: HttpClient): Send {
  return async ({ encoding, signal, bytes }, dice) => {
    const [coding, body] = coded(bytes, dice)
    const type = dice.chance(0.02)
      ? dice.pick(['text/plain', 'application/json; charset=latin1', '', 'application/x-protobuf, application/json'])
      : TYPES[encoding]
    const headers = { 'Content-Type': type, ...(coding !== '' && { 'Content-Encoding': coding }) }
    const answer = await client.send({ method: 'POST', path: `/v1/${signal}`, headers, body })
    if (!STATUSES.has(answer.status)) throw new Error(`answered ${answer.status}: ${answer.body}`)
    const isJson = answer.headers['content-type'] === TYPES.json
    if (isJson) JSON.parse(String(answer.body))
    return `http ${answer.status}`
  }
}

/** A body with a content coding, sometimes a damaged one. */
function coded(bytes: Uint8Array, dice: Dice): readonly [coding: string, body: Uint8Array] {
  const [coding, body] = dice.pick([
    ['', bytes],
    ['', bytes],
    ['gzip', gzipSync(bytes)],
    ['deflate', deflateSync(bytes)],
  ] as const)
  if (coding === '' || dice.chance(0.9)) return [coding, body]
  return dice.chance(0.5) ? [coding, mutateBytes(body, dice)] : [dice.pick(['br', 'zstd', 'gzip, gzip', 'identity']), body]
}

function openGrpc({ grpcPort }: RestStore): Send {
  const session = connect(`http://127.0.0.1:${grpcPort}`)
  // The store's end closes it.
  session.unref()
  return async ({ encoding, signal, bytes }, dice) => {
    const message = encoding === 'json' ? Buffer.from(bytes) : bytes
    const prefix = Buffer.alloc(5)
    prefix.writeUInt8(dice.chance(0.02) ? dice.below(256) : 0)
    prefix.writeUInt32BE(Math.max(0, message.length + (dice.chance(0.05) ? dice.below(5) - 2 : 0)), 1)
    const stream = session.request({
      ':method': 'POST',
      ':path': `/opentelemetry.proto.collector.${SERVICES[signal]}/Export`,
      'content-type': 'application/grpc',
      te: 'trailers',
    })
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    stream.on('response', (headers) => headers['grpc-status'] !== undefined && resolve(Number(headers['grpc-status'])))
    stream.on('trailers', (trailers) => resolve(Number(trailers['grpc-status'])))
    stream.once('error', reject)
    stream.once('close', () => reject(new Error('the call ended without a status')))
    stream.resume()
    stream.end(Buffer.concat([prefix, message]))
    const status = await promise
    if (!RPC_STATUSES.has(status)) throw new Error(`answered with gRPC status ${status}`)
    return `grpc ${status}`
  }
}

async function mustBeRead(client: HttpClient, path: string, failed: (failure: Failure) => void): Promise<void> {
  const input = { method: 'GET', path: `/api/v1/${path}`, headers: {}, body: undefined }
  const { status, body } = await client.send(input)
  if (status !== 200) failed({ what: `answered ${status} after all that was sent: ${body}`, input: undefined })
}
