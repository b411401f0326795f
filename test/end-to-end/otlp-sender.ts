import { gzipSync } from 'node:zlib'
import { jsonCodec } from '../../collector/src/decode/codec.ts'
import { tracesMessage } from '../../collector/src/decode/testing/message.ts'
import { otlp } from '../../collector/src/decode/testing/otlp-proto.ts'
import type { TracesData } from '../../collector/src/domain/span.ts'

/** One export request as it goes over the wire. */
export interface WireRequest {
  readonly body: string | Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

const TRACES = otlp.lookupType('otlp.TracesData')

/** OTLP/JSON, as it is. */
export function jsonRequest(json: unknown): WireRequest {
  return { body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } }
}

/** Protobuf, compressed, written by another library than ours. */
export function protobufRequest(data: TracesData): WireRequest {
  const bytes = TRACES.encode(TRACES.fromObject(tracesMessage(data))).finish()
  return {
    body: new Uint8Array(gzipSync(bytes)),
    headers: { 'Content-Type': 'application/x-protobuf', 'Content-Encoding': 'gzip' },
  }
}

/** The spans of an OTLP/JSON request. Fails when there is one that we would reject. */
export function decodeJson(json: unknown): TracesData {
  return decodeJsonText(JSON.stringify(json))
}

/** As `decodeJson`, from text. */
export function decodeJsonText(text: string): TracesData {
  const { data, rejected } = jsonCodec.decode('traces', Buffer.from(text))
  if (rejected.length > 0) throw new Error(`rejected: ${rejected.map(({ reason }) => reason)}`)
  return data
}

/** Sends a request. Fails unless it was taken as a whole. */
export async function send(url: string, { body, headers }: WireRequest, signal: 'traces' | 'logs' = 'traces'): Promise<void> {
  const reply = await fetch(`${url}/v1/${signal}`, { method: 'POST', body, headers })
  const answer = Buffer.from(await reply.arrayBuffer())
  const isWhole = answer.length === 0 || answer.toString() === '{}'
  if (reply.status !== 200 || !isWhole) throw new Error(`the export was answered ${reply.status}: ${answer}`)
}
