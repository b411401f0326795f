import { SETTINGS } from '@ai-tracker/collector'
import { nearest } from '../nearest.ts'
import { type Finding, ok, problem, warning } from './finding.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What the variables are held against. */
export interface EnvironmentNeeds {
  readonly env: Env
  /** Where the collector answers, or would. */
  readonly url: string
  readonly hasToken: boolean
}

type Check = (value: string, needs: EnvironmentNeeds) => Finding | undefined

/** What exporters read, and what it has to be. Names and values by the OpenTelemetry specification (environment variables, OTLP exporter). */
const CHECKS: Readonly<Record<string, Check>> = {
  OTEL_SDK_DISABLED: (value) =>
    value.toLowerCase() === 'true' ? problem('OTEL_SDK_DISABLED', 'true: nothing is sent', 'unset it') : undefined,
  OTEL_TRACES_EXPORTER: (value) =>
    value.split(',').includes('otlp')
      ? undefined
      : problem('OTEL_TRACES_EXPORTER', `${value}: spans are not sent by OTLP`, 'set it to otlp, or unset it'),
  OTEL_TRACES_SAMPLER: samplerFinding,
  OTEL_EXPORTER_OTLP_PROTOCOL: (value) => protocolFinding('OTEL_EXPORTER_OTLP_PROTOCOL', value),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: (value) => protocolFinding('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', value),
  OTEL_EXPORTER_OTLP_ENDPOINT: (value, needs) => endpointFinding('OTEL_EXPORTER_OTLP_ENDPOINT', value, needs),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: (value, needs) => endpointFinding('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', value, needs),
}

/** Variables of this shell that decide whether, where and how programs started from it send. Values of secrets are not shown. */
export function checkEnvironment(needs: EnvironmentNeeds): readonly Finding[] {
  const findings = [
    ...Object.entries(CHECKS).flatMap(([name, check]) => {
      const value = needs.env[name]?.trim()
      if (!value) return []
      return [check(value, needs) ?? ok(name, value)]
    }),
    ...headerFindings(needs),
    ...misspelt(needs.env),
  ]
  return findings.length > 0 ? findings : [ok('environment', `no OTEL_* variables: exporters send to http://localhost:4318 by default`)]
}

function samplerFinding(value: string): Finding | undefined {
  const name = 'OTEL_TRACES_SAMPLER'
  if (/always_off/.test(value)) return problem(name, `${value}: no trace is sent`, 'unset it')
  return /ratio/.test(value) ? warning(name, `${value}: only some traces are sent`, 'unset it to have all of them') : undefined
}

function protocolFinding(name: string, value: string): Finding | undefined {
  if (/^http\/(protobuf|json)$/.test(value)) return undefined
  const text = value === 'grpc' ? 'grpc, which the collector does not speak yet' : `${value}, which is no protocol of OTLP`
  return problem(name, text, `set ${name}=http/protobuf`)
}

const TRACES_PATH = '/v1/traces'

function endpointFinding(name: string, value: string, { url }: EnvironmentNeeds): Finding | undefined {
  const own = new URL(url)
  if (!URL.canParse(value)) return problem(name, `${value} is no URL`, `set it to ${expected(name, own)}`)
  const endpoint = new URL(value)
  const isWhole = name.includes('TRACES')
  const path = endpoint.pathname.replace(/\/$/, '')
  if (!/^https?:$/.test(endpoint.protocol)) return problem(name, `${value} is no URL of HTTP`, `set it to ${expected(name, own)}`)
  if (isWhole && path !== TRACES_PATH)
    return problem(name, `${value}: exporters send to exactly this address`, `set it to ${expected(name, own)}`)
  if (!isWhole && path !== '') {
    const text = `${value}: exporters add ${TRACES_PATH} to it themselves`
    return problem(name, text, `set it to ${expected(name, own)}`)
  }
  if (placeOf(endpoint) === placeOf(own)) return undefined
  return warning(
    name,
    `${value} is not the collector at ${url}`,
    `set it to ${expected(name, own)}, or unset it, if this collector is meant`,
  )
}

function expected(name: string, { origin }: URL): string {
  return name.includes('TRACES') ? origin + TRACES_PATH : origin
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|0\.0\.0\.0)$/

/** Host and port; all names of the own machine are one. */
function placeOf({ protocol, hostname, port }: URL): string {
  return `${protocol}//${LOOPBACK.test(hostname) ? 'localhost' : hostname}:${port}`
}

function headerFindings({ env, hasToken }: EnvironmentNeeds): readonly Finding[] {
  if (!hasToken) return []
  const headers = `${env.OTEL_EXPORTER_OTLP_HEADERS ?? ''},${env.OTEL_EXPORTER_OTLP_TRACES_HEADERS ?? ''}`
  if (/(^|,)\s*authorization\s*=/i.test(headers)) return [ok('OTEL_EXPORTER_OTLP_HEADERS', 'holds an Authorization')]
  const text = 'has no Authorization, but the collector wants its token'
  return [warning('OTEL_EXPORTER_OTLP_HEADERS', text, 'set it to "Authorization=Bearer%20TOKEN" where programs are started')]
}

/** Variables that are almost one of ours. */
function misspelt(env: Env): readonly Finding[] {
  const known = [...Object.values(SETTINGS).map((setting) => setting.env), 'TRACKER_CONFIG']
  return Object.keys(env)
    .filter((name) => name.startsWith('TRACKER_') && !known.includes(name))
    .flatMap((name) => {
      const meant = nearest(name, known)
      return meant === undefined ? [] : [warning(name, 'is no setting', `did you mean ${meant}?`)]
    })
}
