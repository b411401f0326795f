import { nearest } from '../nearest.ts'
import { checkEndpoint, type Endpoint, type EndpointNeeds } from './endpoint.ts'
import { type Finding, ok, problem, warning } from './finding.ts'
import { checkSpoolFolder } from './spool-folder.ts'
import { INTERNAL_VARIABLES, OWN_VARIABLES, SECRETS, VARIABLES } from './variables.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What the variables are held against. */
export interface EnvironmentNeeds extends EndpointNeeds {
  readonly env: Env
  readonly hasToken: boolean
}

/** Looks at the value of a variable; `undefined` = there is nothing to say against it. */
type Check = (name: string, value: string, needs: EnvironmentNeeds) => Promise<Finding> | Finding | undefined

/** What a value has to be. Names and values by the OpenTelemetry specification (environment variables, OTLP exporter) and our SDK. */
const CHECKS: Readonly<Record<string, Check>> = {
  TRACKER_URL: endpointCheck('either'),
  TRACKER_CONTENT: contentFinding,
  TRACKER_SPOOL: (name, value) => checkSpoolFolder(name, value),
  TRACKER_SEND_AFTER_EXIT: afterExitFinding,
  AI_TRACKER_SESSION_ID: (name, value) => ok(name, `${value}: what commands about one session mean, and programs started here join`),
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
      .filter(({ name }) => !(needs.hasToken && name === HEADERS))
      .map(async ({ name, value }) => (await CHECKS[name]?.(name, value, needs)) ?? ok(name, SECRETS.has(name) ? 'set' : value)),
  )
  const all = [...findings, ...headerFindings(needs), ...misspelt(needs.env)]
  return all.length > 0 ? all : [ok('environment', 'no variables of ours or OTEL_*: exporters send to http://localhost:4318 by default')]
}

function endpointCheck(form: Endpoint['form']): Check {
  return (name, value, needs) => checkEndpoint({ name, value, form }, needs)
}

function samplerFinding(name: string, value: string): Finding | undefined {
  if (/always_off/.test(value)) return problem(name, `${value}: no trace is sent`, 'unset it')
  return /ratio/.test(value) ? warning(name, `${value}: only some traces are sent`, 'unset it to have all of them') : undefined
}

function protocolFinding(name: string, value: string): Finding | undefined {
  if (/^http\/(protobuf|json)$/.test(value)) return undefined
  const text = value === 'grpc' ? 'grpc, which the collector does not speak yet' : `${value}, which is no protocol of OTLP`
  return problem(name, text, `set ${name}=http/protobuf`)
}

const NO_TEXTS = 'no texts are recorded, such as prompts and answers'
const OFF = /^(off|false|no_content)$/i

function contentFinding(name: string, value: string): Finding | undefined {
  if (OFF.test(value)) return ok(name, `${value}: ${NO_TEXTS}`)
  return /^full$/i.test(value) ? undefined : warning(name, `${value} counts as full: all texts are recorded`, 'set it to off or full')
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

function headerFindings({ env, hasToken }: EnvironmentNeeds): readonly Finding[] {
  if (!hasToken) return []
  const headers = `${env[HEADERS] ?? ''},${env.OTEL_EXPORTER_OTLP_TRACES_HEADERS ?? ''}`
  if (/(^|,)\s*authorization\s*=/i.test(headers)) return [ok(HEADERS, 'holds an Authorization')]
  const text = 'has no Authorization, but the collector wants its token'
  return [warning(HEADERS, text, 'set it to "Authorization=Bearer%20TOKEN" where programs are started')]
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
