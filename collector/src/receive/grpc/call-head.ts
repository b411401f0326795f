import type { IncomingHttpHeaders } from 'node:http2'
import { AppError } from '../../domain/app-error.ts'
import type { Signal } from '../../domain/signal.ts'
import type { Coding } from '../inflate.ts'

/** `grpc-accept-encoding`: what we undo. */
export const ACCEPTED_MESSAGE_CODINGS = 'identity,gzip,deflate'

const METHODS: ReadonlyMap<string, Signal> = new Map([
  ['/opentelemetry.proto.collector.trace.v1.TraceService/Export', 'traces'],
  ['/opentelemetry.proto.collector.logs.v1.LogsService/Export', 'logs'],
  ['/opentelemetry.proto.collector.metrics.v1.MetricsService/Export', 'metrics'],
])
const CODINGS: ReadonlyMap<string, Coding> = new Map([
  ['', 'identity'],
  ['identity', 'identity'],
  ['gzip', 'gzip'],
  ['deflate', 'deflate'],
])
/** Milliseconds of each unit of `grpc-timeout`. */
const TIMEOUT_UNITS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 0.001, n: 0.000_001 }

/** Whether a request speaks gRPC with protobuf messages. Source: gRPC over HTTP2, "Content-Type". */
export function isGrpcRequest(headers: IncomingHttpHeaders): boolean {
  return headers[':method'] === 'POST' && /^application\/grpc(\+proto)?\s*(;|$)/i.test(headers['content-type'] ?? '')
}

/** The signal whose `Export` is called; `undefined` for every other method. */
export function signalOfMethod(path: string | undefined): Signal | undefined {
  return METHODS.get(path ?? '')
}

/** The coding of messages that are marked as compressed. @throws AppError `unimplemented` for an unknown one, as gRPC has it */
export function messageCoding(header: string | undefined): Coding {
  const coding = CODINGS.get((header ?? '').trim().toLowerCase())
  if (!coding) throw new AppError('unimplemented', `this grpc-encoding is not supported; send one of ${ACCEPTED_MESSAGE_CODINGS}`)
  return coding
}

/** `grpc-timeout` in milliseconds, at least 1; `undefined` = none. @throws AppError `invalid` when it is malformed */
export function timeoutMsOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const [, digits, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(header.trim()) ?? []
  const unitMs = TIMEOUT_UNITS[unit]
  if (digits === undefined || unitMs === undefined)
    throw new AppError('invalid', 'grpc-timeout is malformed; send up to 8 digits and a unit')
  return Math.max(1, Math.ceil(Number(digits) * unitMs))
}

/** A header that may be sent once; several are no value. */
export function single(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined
}
