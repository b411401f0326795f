import { AppError } from '../domain/app-error.ts'
import { SIGNALS, type Signal } from '../domain/signal.ts'

const PATHS: ReadonlyMap<string, Signal> = new Map(
  SIGNALS.flatMap((signal) => [
    [`/v1/${signal}`, signal],
    [`/v1/${signal}/`, signal],
  ]),
)
const PROFILES = /^\/v1development\/profiles\/?$/
/** The end of a path that was put together from a base with a path, or for another server: `/otlp/v1/traces`. */
const SIGNAL_AT_END = /\/v1\/(traces|logs|metrics)\/?$/
const GRPC_METHOD = /^\/opentelemetry\.proto\.collector\./
/** Names that people use for a signal. */
const NEAR_NAMES: Readonly<Record<string, Signal>> = {
  trace: 'traces',
  span: 'traces',
  spans: 'traces',
  log: 'logs',
  logrecords: 'logs',
  metric: 'metrics',
}

/** The signal that is sent to a path, one trailing slash allowed; `undefined` where no signal of ours is received. */
export function signalOfPath(path: string): Signal | undefined {
  return PATHS.get(path)
}

/** Whether a path is that of profiles, which are not stored. */
export function isProfilesPath(path: string): boolean {
  return PROFILES.test(path)
}

/**
 * Whether a request is one of an OTLP sender, who wants errors as `google.rpc.Status`: also one that was given a wrong path.
 * @param target the path, with or without a query
 */
export function isOtlpRequest(method: string, target: string): boolean {
  const [path = ''] = target.split('?', 1)
  if (/^\/v1(development)?(\/|$)/.test(path)) return true
  return method === 'POST' && (path === '/' || SIGNAL_AT_END.test(path) || GRPC_METHOD.test(path))
}

/** The error for a path where nothing is received; says which address is right. `base` is ours, as the sender named it: `http://localhost:4318`. */
export function wrongPath(path: string, base: string): AppError {
  return new AppError('not_found', `${reasonFor(path, base)}. ${rightSettings(base)}`)
}

function reasonFor(path: string, base: string): string {
  if (path === '/') return `nothing is received at ${base} itself: each signal has a path of its own`
  if (GRPC_METHOD.test(path)) return 'this is a method of OTLP/gRPC, which has a port of its own'
  const [, signal] = SIGNAL_AT_END.exec(path) ?? /^\/v1\/(\w+)\/?$/.exec(path) ?? []
  const meant = SIGNALS.find((name) => name === signal) ?? (Object.hasOwn(NEAR_NAMES, signal ?? '') ? NEAR_NAMES[signal ?? ''] : undefined)
  if (meant === undefined) return 'nothing is received at this path'
  return `nothing is received at this path: ${meant} go to ${base}/v1/${meant}`
}

/** The two variables differ in what they want, which is the usual reason for a wrong path. */
function rightSettings(base: string): string {
  return (
    `Set OTEL_EXPORTER_OTLP_ENDPOINT=${base} (no path), ` +
    `or for one signal OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=${base}/v1/traces (with its path; logs go to /v1/logs, metrics to /v1/metrics)`
  )
}
