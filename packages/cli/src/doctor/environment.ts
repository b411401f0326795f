import { nearest } from '../nearest.ts'
import { checkEndpoint, type Endpoint, type EndpointNeeds } from './endpoint.ts'
import { type Finding, ok, problem, warning } from './finding.ts'
import { checkSpoolFolder } from './spool-folder.ts'
import { INTERNAL_VARIABLES, OWN_VARIABLES, SECRETS, VARIABLES } from './variables.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What the variables are held against. */
export interface EnvironmentNeeds extends EndpointNeeds {
  readonly env: Env
  /** Whether the collector answers only who has its token. */
  readonly wantsToken: boolean
  /** TRACKER_TOKEN, where it is set. */
  readonly token: string | undefined
}

/** Looks at the value of a variable; `undefined` = there is nothing to say against it. */
type Check = (name: string, value: string, needs: EnvironmentNeeds) => Promise<Finding> | Finding | undefined

/** What a value has to be. Names and values by the OpenTelemetry specification (environment variables, OTLP exporter) and our SDK. */
const CHECKS: Readonly<Record<string, Check>> = {
  TRACKER_URL: endpointCheck('either'),
  TRACKER_CONTENT: contentFinding,
  TRACKER_SPOOL: (name, value) => checkSpoolFolder(name, value),
  TRACKER_SEND_AFTER_EXIT: afterExitFinding,
  AI_TRACKER_SESSION_ID: sessionFinding,
  TRACEPARENT: (name, value) =>
    TRACE_CONTEXT.test(value) ? undefined : warning(name, `${value} is no trace context of W3C: no program joins by it`, 'unset it'),
  OTEL_SDK_DISABLED: (name, value) => (value.toLowerCase() === 'true' ? problem(name, 'true: nothing is sent', 'unset it') : undefined),
  OTEL_TRACES_EXPORTER: (name, value) =>
    value.split(',').includes('otlp') ? undefined : problem(name, `${value}: spans are not sent by OTLP`, 'set it to otlp, or unset it'),
  OTEL_TRACES_SAMPLER: samplerFinding,
  OTEL_EXPORTER_OTLP_PROTOCOL: protocolFinding,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocolFinding,
  OTEL_EXPORTER_OTLP_ENDPOINT: endpointCheck('base'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpointCheck('whole'),
  OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: captureFinding,
}

/** Variables of this shell that decide whether, where and how programs started from it send. Values of secrets are not shown. */
export async function checkEnvironment(needs: EnvironmentNeeds): Promise<readonly Finding[]> {
  const set = VARIABLES.flatMap((name) => {
    const value = needs.env[name]?.trim()
    return value ? [{ name, value }] : []
  })
  const findings = await Promise.all(
    set
      // With a token, the headers have a finding of their own.
      .filter(({ name }) => !(needs.wantsToken && name === HEADERS))
      .map(async ({ name, value }) => (await CHECKS[name]?.(name, value, needs)) ?? ok(name, SECRETS.has(name) ? 'set' : value)),
  )
  const all = [...findings, ...headerFindings(needs), ...misspelt(needs.env)]
  return all.length > 0 ? all : [ok('environment', 'no variables of ours or OTEL_*: exporters send to http://localhost:4318 by default')]
}

function endpointCheck(form: Endpoint['form']): Check {
  return (name, value, needs) =>
    checkEndpoint({ name, value, form: name.startsWith('OTEL_') && speaksGrpc(needs.env) ? 'grpc' : form }, needs)
}

function speaksGrpc({ OTEL_EXPORTER_OTLP_PROTOCOL, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL }: Env): boolean {
  return (OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || OTEL_EXPORTER_OTLP_PROTOCOL) === 'grpc'
}

function samplerFinding(name: string, value: string): Finding | undefined {
  if (/always_off/.test(value)) return problem(name, `${value}: no trace is sent`, 'unset it')
  return /ratio/.test(value) ? warning(name, `${value}: only some traces are sent`, 'unset it to have all of them') : undefined
}

function protocolFinding(name: string, value: string): Finding | undefined {
  if (/^(http\/(protobuf|json)|grpc)$/.test(value)) return undefined
  return problem(name, `${value}, which is no protocol of OTLP`, `set ${name}=http/protobuf`)
}

/** A number of our own store, which means nothing outside of it, or zeros. */
const NAMES_NO_SESSION = /^(\d{1,15}|0+)$/
const TRACE_CONTEXT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/

function sessionFinding(name: string, value: string, { env }: EnvironmentNeeds): Finding {
  const isJoined = !NAMES_NO_SESSION.test(value) || (!/^0+$/.test(value) && TRACE_CONTEXT.test(env.TRACEPARENT?.trim() ?? ''))
  const programs = isJoined ? 'and programs started here join' : 'but no program joins by it'
  return ok(name, `${value}: what commands about one session mean, ${programs}`)
}

const NO_TEXTS = 'no texts are recorded, such as prompts and answers'
const OFF = /^(off|false|no_content)$/i

/** Our SDK takes a word that it does not know for what records less. */
function contentFinding(name: string, value: string): Finding | undefined {
  if (OFF.test(value)) return ok(name, `${value}: ${NO_TEXTS}`)
  if (/^(redacted|hashed)$/i.test(value))
    return ok(name, `${value}: what a collector stores of others' texts; of programs with our SDK ${NO_TEXTS}`)
  return /^(full|true)$/i.test(value) ? undefined : warning(name, `${value} is taken as off: ${NO_TEXTS}`, 'set it to off or full')
}

/** Instrumentations know more words for what they record than our SDK. */
function captureFinding(name: string, value: string): Finding | undefined {
  return OFF.test(value) ? ok(name, `${value}: ${NO_TEXTS}`) : undefined
}

function afterExitFinding(name: string, value: string): Finding | undefined {
  if (/^(false|0|no|off)$/i.test(value)) return ok(name, `${value}: what a program leaves unsent waits for the next program`)
  return /^(true|1|yes|on)$/i.test(value) ? undefined : warning(name, `${value} counts as true`, 'set it to true or false')
}

const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS'

const HEADERS_FIX = 'set it to "Authorization=Bearer%20TOKEN" where programs are started'

function headerFindings({ env, wantsToken, token }: EnvironmentNeeds): readonly Finding[] {
  if (!wantsToken) return []
  const headers = `${env[HEADERS] ?? ''},${env.OTEL_EXPORTER_OTLP_TRACES_HEADERS ?? ''}`
  const sent = /(?:^|,)\s*authorization\s*=([^,]*)/i.exec(headers)?.[1]
  if (sent === undefined) return [warning(HEADERS, 'has no Authorization, but the collector wants its token', HEADERS_FIX)]
  if (token === undefined || bearerOf(sent) === token) return [ok(HEADERS, 'holds an Authorization')]
  return [problem(HEADERS, 'holds another token than TRACKER_TOKEN', HEADERS_FIX)]
}

/** The token in a value of the variable, which is percent-encoded. */
function bearerOf(value: string): string | undefined {
  try {
    return /^bearer\s+(.*)$/i.exec(decodeURIComponent(value).trim())?.[1]
  } catch {
    return undefined // what is not percent-encoded is no token that would be taken
  }
}

const PREFIX = /^(AI_)?TRACKER_/

/** Variables that are almost one of ours. The prefix, which they share, says nothing. */
function misspelt(env: Env): readonly Finding[] {
  return Object.keys(env)
    .filter((name) => PREFIX.test(name) && !OWN_VARIABLES.includes(name) && !INTERNAL_VARIABLES.includes(name))
    .flatMap((name) => {
      const prefix = PREFIX.exec(name)?.[0] ?? ''
      const rest = (known: string): string => known.replace(PREFIX, '')
      const meant = nearest(rest(name), OWN_VARIABLES.filter((known) => PREFIX.exec(known)?.[0] === prefix).map(rest))
      return meant === undefined ? [] : [warning(name, 'is no variable that is read', `did you mean ${prefix}${meant}?`)]
    })
}
