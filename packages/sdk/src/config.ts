import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'
import type { TracerProvider } from '@opentelemetry/api'
import { parseAddress } from './address.ts'
import type { Target } from './export/send.ts'
import { tellOdd } from './odd-value.ts'
import { plainOptions } from './plain-options.ts'
import { warn } from './warn.ts'

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
  /** Folder for what cannot be sent; `false` = keep it in memory, which ends with the program. Default: `$XDG_STATE_HOME/ai-tracker/spool`. */
  readonly spool?: string | false | undefined
  /** Most bytes of the spool; the oldest are dropped beyond. Default: 64 MiB. */
  readonly maxSpoolBytes?: number | undefined
  /** Most spans that wait to be sent. Default: 8192. */
  readonly maxQueueSpans?: number | undefined
  /** Send what waits on SIGINT and SIGTERM before they end the program. Default: `false`. */
  readonly flushOnSignals?: boolean | undefined
  /**
   * When the program ends itself or an error does, have what is unsent sent by a small process that outlives it. Default: `true`, and
   * `false` where `NODE_ENV` is `test`; `TRACKER_SEND_AFTER_EXIT`.
   */
  readonly sendAfterExit?: boolean | undefined
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
  readonly sendAfterExit: boolean
  readonly tracerProvider: TracerProvider | undefined
  readonly env: Env
}

const MIB = 1024 * 1024
const DEFAULT_ENDPOINT = 'http://127.0.0.1:4318'
const TRACES_PATH = '/v1/traces'
const MAX_QUEUE_BYTES = 64 * MIB

/**
 * Settings from code before environment before defaults. An empty variable counts as unset, and so does, with a warning, an address that
 * is none. Never throws, whatever a program without types hands over.
 */
export function resolveConfig(given: TrackerConfig = {}): ResolvedConfig {
  const config: TrackerConfig = plainOptions(given, {})
  const env = config.env ?? process.env
  const token = textOf(config.token) ?? textOf(env.TRACKER_TOKEN)
  const own = config.endpoint ?? textOf(env.TRACKER_URL)
  const address = own === undefined ? undefined : parsed(own, config.endpoint === undefined ? 'TRACKER_URL' : 'endpoint', DEFAULT_ENDPOINT)
  const target = targetAt(address ?? { url: DEFAULT_ENDPOINT, headers: {} }, tokenHeader(token))
  return {
    disabled: config.disabled ?? wordOf(env.OTEL_SDK_DISABLED) === 'true',
    content: config.content ?? contentOf(env),
    target,
    ownProviderTarget: own === undefined ? (otelTarget(env, tokenHeader(textOf(config.token))) ?? target) : target,
    serviceName: textOf(config.serviceName),
    spoolFolder: config.spool === false ? undefined : (textOf(config.spool) ?? textOf(env.TRACKER_SPOOL) ?? defaultSpool(env)),
    maxSpoolBytes: positive('maxSpoolBytes', config.maxSpoolBytes) ?? 64 * MIB,
    maxQueueSpans: positive('maxQueueSpans', config.maxQueueSpans) ?? 8192,
    maxQueueBytes: MAX_QUEUE_BYTES,
    flushOnSignals: config.flushOnSignals ?? false,
    sendAfterExit: config.sendAfterExit ?? isWordTrue(env.TRACKER_SEND_AFTER_EXIT) ?? env.NODE_ENV !== 'test',
    tracerProvider: config.tracerProvider,
    env,
  }
}

function targetAt({ url, headers }: Target, more: Readonly<Record<string, string>>): Target {
  const bare = url.replace(/\/+$/, '')
  return { url: bare.endsWith(TRACES_PATH) ? bare : bare + TRACES_PATH, headers: { ...headers, ...more } }
}

/**
 * OpenTelemetry's own variables; the endpoint of one signal is taken as it is. They may name the server of anybody, so only a token
 * that the program has set in code goes there, and their own headers come first.
 */
function otelTarget(env: Env, token: Readonly<Record<string, string>>): Target | undefined {
  const headers = { ...token, ...headersOf(env.OTEL_EXPORTER_OTLP_TRACES_HEADERS || env.OTEL_EXPORTER_OTLP_HEADERS) }
  const exact = addressIn(env, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'the next setting')
  if (exact) return { url: exact.url, headers: { ...exact.headers, ...headers } }
  const base = addressIn(env, 'OTEL_EXPORTER_OTLP_ENDPOINT', DEFAULT_ENDPOINT)
  return base && targetAt(base, headers)
}

function addressIn(env: Env, name: string, instead: string): Target | undefined {
  return env[name] ? parsed(env[name], name, instead) : undefined
}

function parsed(value: unknown, name: string, instead: string): Target | undefined {
  const address = parseAddress(value)
  if (address) return address
  const found = typeof value === 'string' ? JSON.stringify(value.replace(/^.*@/s, '…@')) : `a ${typeof value}`
  warn(`address ${name}`, `${name} is no address of a collector: ${found}; ${instead} is used instead. Example: ${DEFAULT_ENDPOINT}`)
  return undefined
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

const NO_CONTENT: ReadonlySet<string> = new Set(['off', 'false', 'no_content'])

function contentOf(env: Env): ContentCapture {
  const own = wordOf(env.TRACKER_CONTENT)
  if (own === '') return NO_CONTENT.has(wordOf(env.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT)) ? 'off' : 'full'
  if (own === 'full' || own === 'true') return 'full'
  // Whoever sets it wants something else than the default.
  if (!NO_CONTENT.has(own)) tellOdd('TRACKER_CONTENT', env.TRACKER_CONTENT, 'it is taken as off; the other value is full')
  return 'off'
}

function wordOf(value: string | undefined): string {
  return value?.trim().toLowerCase() ?? ''
}

function isWordTrue(value: string | undefined): boolean | undefined {
  const word = wordOf(value)
  return word ? !['false', '0', 'no', 'off'].includes(word) : undefined
}

function defaultSpool(env: Env): string {
  if (process.platform === 'win32') return win32.join(env.LOCALAPPDATA || win32.join(homedir(), 'AppData', 'Local'), 'ai-tracker', 'spool')
  const state = env.XDG_STATE_HOME ?? ''
  return posix.join(posix.isAbsolute(state) ? state : posix.join(env.HOME || homedir(), '.local/state'), 'ai-tracker', 'spool')
}

/** A text that says something. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function positive(name: string, value: unknown): number | undefined {
  if (typeof value === 'number' && value > 0) return value
  if (value !== undefined) tellOdd(name, value, 'its default is used')
  return undefined
}
