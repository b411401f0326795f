import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'
import type { TracerProvider } from '@opentelemetry/api'
import type { Target } from './export/send.ts'

/** What a program may set. Everything has a default. */
export interface TrackerConfig {
  /** Address of the collector: `http://127.0.0.1:4318`, or a whole traces endpoint that ends in `/v1/traces`. */
  readonly endpoint?: string | undefined
  /** Token of the collector. Default: `TRACKER_TOKEN`. */
  readonly token?: string | undefined
  /** Name of this program in the resource, when this package sets up the provider. Default: `OTEL_SERVICE_NAME`, else the name of its script. */
  readonly serviceName?: string | undefined
  /** Whether texts are recorded: prompts, answers, arguments, results, inputs and outputs. Default: `full`. */
  readonly content?: ContentCapture | undefined
  /** Folder for what cannot be sent; `false` = keep it in memory. Default: `$XDG_STATE_HOME/ai-tracker/spool`. */
  readonly spool?: string | false | undefined
  /** Most bytes of the spool; the oldest are dropped beyond. Default: 64 MiB. */
  readonly maxSpoolBytes?: number | undefined
  /** Most spans that wait to be sent. Default: 8192. */
  readonly maxQueueSpans?: number | undefined
  /** Send what waits on SIGINT and SIGTERM before they end the program. Default: `false`. */
  readonly flushOnSignals?: boolean | undefined
  /** The provider to make spans with. Default: the registered one; without one, ours is registered. */
  readonly tracerProvider?: TracerProvider | undefined
  /** Record nothing. Default: `OTEL_SDK_DISABLED`. */
  readonly disabled?: boolean | undefined
  /** Where settings and the running session are looked up. Default: `process.env`. */
  readonly env?: Env | undefined
}

/** `full` or nothing. */
export type ContentCapture = 'full' | 'off'

/** Environment variables by name. */
export type Env = Readonly<Record<string, string | undefined>>

/** Every setting with its value. */
export interface ResolvedConfig {
  readonly disabled: boolean
  readonly content: ContentCapture
  /** Where a program's own provider sends to plays no part here. */
  readonly target: Target
  /** The target when this package sets up the provider: the variables of OpenTelemetry are followed as well. */
  readonly ownProviderTarget: Target
  readonly serviceName: string | undefined
  /** `undefined` = memory. */
  readonly spoolFolder: string | undefined
  readonly maxSpoolBytes: number
  readonly maxQueueSpans: number
  readonly maxQueueBytes: number
  readonly flushOnSignals: boolean
  readonly tracerProvider: TracerProvider | undefined
  readonly env: Env
}

const MIB = 1024 * 1024
const DEFAULT_ENDPOINT = 'http://127.0.0.1:4318'
const TRACES_PATH = '/v1/traces'
const MAX_QUEUE_BYTES = 64 * MIB

/** Settings from code before environment before defaults. An empty variable counts as unset. Never throws. */
export function resolveConfig(config: TrackerConfig = {}): ResolvedConfig {
  const env = config.env ?? process.env
  const token = config.token ?? (env.TRACKER_TOKEN || undefined)
  const own = config.endpoint ?? (env.TRACKER_URL || undefined)
  const target: Target = { url: tracesUrl(own ?? DEFAULT_ENDPOINT), headers: tokenHeader(token) }
  return {
    disabled: config.disabled ?? env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true',
    content: config.content ?? contentOf(env),
    target,
    ownProviderTarget: own === undefined ? (otelTarget(env, token) ?? target) : target,
    serviceName: config.serviceName,
    spoolFolder: config.spool === false ? undefined : (config.spool ?? (env.TRACKER_SPOOL || defaultSpool(env))),
    maxSpoolBytes: positive(config.maxSpoolBytes) ?? 64 * MIB,
    maxQueueSpans: positive(config.maxQueueSpans) ?? 8192,
    maxQueueBytes: MAX_QUEUE_BYTES,
    flushOnSignals: config.flushOnSignals ?? false,
    tracerProvider: config.tracerProvider,
    env,
  }
}

/** The traces endpoint for an address; something that is no address is answered by the default one. */
function tracesUrl(endpoint: string): string {
  if (!URL.canParse(endpoint)) return DEFAULT_ENDPOINT + TRACES_PATH
  const bare = endpoint.replace(/\/+$/, '')
  return bare.endsWith(TRACES_PATH) ? bare : bare + TRACES_PATH
}

/** OpenTelemetry's own variables; the endpoint of one signal is taken as it is. */
function otelTarget(env: Env, token: string | undefined): Target | undefined {
  const exact = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || undefined
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT || undefined
  const headers = { ...headersOf(env.OTEL_EXPORTER_OTLP_TRACES_HEADERS || env.OTEL_EXPORTER_OTLP_HEADERS), ...tokenHeader(token) }
  if (exact !== undefined && URL.canParse(exact)) return { url: exact, headers }
  return base === undefined ? undefined : { url: tracesUrl(base), headers }
}

/** `key=value,key2=value2`, values percent-encoded (W3C Baggage, as OpenTelemetry asks). */
function headersOf(list: string | undefined): Record<string, string> {
  const pairs = (list ?? '').split(',').flatMap((pair) => {
    const [, key, value] = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*([^;]*?)\s*$/.exec(pair) ?? []
    return key === undefined || value === undefined ? [] : [[key.toLowerCase(), decoded(value)] as const]
  })
  return Object.fromEntries(pairs)
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function tokenHeader(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

function contentOf(env: Env): ContentCapture {
  const word = (env.TRACKER_CONTENT || env.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT || '').trim().toLowerCase()
  return word === 'off' || word === 'false' || word === 'no_content' ? 'off' : 'full'
}

function defaultSpool(env: Env): string {
  if (process.platform === 'win32') return win32.join(env.LOCALAPPDATA || win32.join(homedir(), 'AppData', 'Local'), 'ai-tracker', 'spool')
  const state = env.XDG_STATE_HOME ?? ''
  return posix.join(posix.isAbsolute(state) ? state : posix.join(env.HOME || homedir(), '.local/state'), 'ai-tracker', 'spool')
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined
}
