import { WIRE_STATUS } from '../domain/error-status.ts'
import type { Protocol } from './grpc/first-bytes.ts'

/** Where this collector is reached. */
export interface Addresses {
  /** `http://127.0.0.1:4318`. */
  readonly http: string
  /** `127.0.0.1:4317`; `undefined` where gRPC is not received. */
  readonly grpc: string | undefined
}

/** One line for the operator: an exporter of gRPC was given the HTTP port. */
export function http2Hint({ http, grpc }: Addresses): string {
  const start = 'an HTTP/2 client connected to the HTTP port, such as a gRPC exporter'
  if (grpc === undefined) return `${start}: gRPC is not received here; set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`
  return `${start}: set OTEL_EXPORTER_OTLP_ENDPOINT=http://${grpc}, or OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf with ${http}`
}

/** One line for the operator: an exporter or a browser was given `https`. */
export function httpPortTlsHint(http: string): string {
  return `a TLS client connected to the HTTP port, which speaks without TLS: use ${http}`
}

/** For a client that does not speak HTTP/2 on the gRPC port; `undefined` where nothing can be said. */
export function grpcPortHint(protocol: Protocol, { http, grpc }: Addresses): string | undefined {
  if (protocol === 'http1') {
    return `an HTTP/1 client connected to the gRPC port: set OTEL_EXPORTER_OTLP_ENDPOINT=${http}, or OTEL_EXPORTER_OTLP_PROTOCOL=grpc`
  }
  if (protocol !== 'tls') return undefined
  return `a TLS client connected to the gRPC port, which speaks without TLS: set OTEL_EXPORTER_OTLP_ENDPOINT=http://${grpc} or OTEL_EXPORTER_OTLP_INSECURE=true`
}

/** Code and message of the `google.rpc.Status` for a client of HTTP/1 on the gRPC port. */
export function http1Refusal(http: string): readonly [rpc: number, message: string] {
  return [WIRE_STATUS.invalid.rpc, `this is the port of OTLP/gRPC; OTLP over HTTP/1 goes to ${http}`]
}

/** A log that says each line once: a hint is for the first time. */
export function onceEach(log: (line: string) => void): (line: string | undefined) => void {
  const said = new Set<string>()
  return (line) => {
    if (line === undefined || said.has(line)) return
    said.add(line)
    log(line)
  }
}
