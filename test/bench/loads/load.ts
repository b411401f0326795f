import { encodeTraces } from '../../../collector/src/decode/protobuf/write-traces.ts'
import type { Span, TracesData } from '../../../collector/src/domain/span.ts'
import { agentTraces } from './agents.ts'
import { callTraces } from './calls.ts'
import { plainTraces } from './plain.ts'
import { inOrder, interleaved, requests, type Trace } from './spans.ts'

/** A load that every bench measures. */
export const LOADS = ['plain', 'call', 'agent'] as const
export type LoadName = (typeof LOADS)[number]

interface LoadKind {
  readonly traces: (count: number, seed?: number) => Iterable<Trace>
  readonly spansPerTrace: number
  /** Spans in a request. SDKs send 512; those with 16 KB of text each reach an exporter's size limit before. */
  readonly spansPerRequest: number
}

const KINDS: Readonly<Record<LoadName, LoadKind>> = {
  plain: { traces: plainTraces, spansPerTrace: 16, spansPerRequest: 512 },
  call: { traces: callTraces, spansPerTrace: 16, spansPerRequest: 512 },
  agent: { traces: agentTraces, spansPerTrace: 9, spansPerRequest: 64 },
}

/** How much of a load, and in which order. A plain value, so that another process can make the same. */
export interface LoadSpec {
  readonly load: LoadName
  readonly traces: number
  /** Traces that run at the same time; 1 = one after the other. */
  readonly width: number
  /** Another one makes another load of the same kind: new traces for a database that has the first. */
  readonly seed?: number
}

/** The spans of a load in the order in which they are sent. */
export function loadSpans({ load, traces, width, seed }: LoadSpec): Iterable<Span> {
  const made = KINDS[load].traces(traces, seed)
  return width === 1 ? inOrder(made) : interleaved(made, width)
}

/** The requests of a load. The same spec gives the same requests. */
export function loadRequests(spec: LoadSpec): Iterable<TracesData> {
  return requests(loadSpans(spec), KINDS[spec.load].spansPerRequest)
}

/** The bytes of each request of a load. */
export function encodedRequests(spec: LoadSpec): readonly Uint8Array<ArrayBuffer>[] {
  return Array.from(loadRequests(spec), (data) => new Uint8Array(encodeTraces(data)))
}

/** How many spans a load has. */
export function spanCount({ load, traces }: LoadSpec): number {
  return traces * KINDS[load].spansPerTrace
}

/** How many requests a load has. */
export function requestCount(spec: LoadSpec): number {
  return Math.ceil(spanCount(spec) / KINDS[spec.load].spansPerRequest)
}

/** How many spans a load has without its first `requests` requests, of which none is the last one. */
export function spansAfter(requests: number, spec: LoadSpec): number {
  return spanCount(spec) - requests * KINDS[spec.load].spansPerRequest
}
