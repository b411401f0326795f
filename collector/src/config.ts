import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { defaultPaths, type Env } from './default-paths.ts'
import { AppError } from './domain/app-error.ts'
import { CONTENT_MODES, type ContentMode } from './domain/content-mode.ts'

/** Everything that can be set, validated. */
export interface Settings {
  /** Path of the database. */
  readonly db: string
  /** Address to listen on; `localhost` = 127.0.0.1 and ::1. */
  readonly host: string
  /** 0 = any free port. */
  readonly httpPort: number
  /** Of OTLP/gRPC; 0 = any free port. */
  readonly grpcPort: number
  /** What every request must carry; `undefined` = nothing. */
  readonly token: string | undefined
  /** Names besides the loopback ones under which browsers and exporters may call us: `name` or `name:port`. */
  readonly allowedHosts: readonly string[]
  /** The most bytes of one request, as sent and again after inflating. */
  readonly maxBodyBytes: number
  /** Path of a file with own prices. */
  readonly pricesFile: string | undefined
  /** What is kept of prompts, answers, arguments and results. */
  readonly content: ContentMode
  /** Path of a file with redaction rules of one's own. */
  readonly redactionRulesFile: string | undefined
}

/** The settings of a collector that listens. */
export interface Config extends Settings {
  /** Whether somebody named the gRPC port. The default one may be taken by another collector: then there is no gRPC, and no error. */
  readonly isGrpcPortNamed: boolean
}

/** One setting: where it may come from and what it may be. */
interface Setting<T> {
  readonly env: string
  /** `undefined` = not as a flag: a secret would stand in the process list. */
  readonly flag: string | undefined
  readonly schema: z.ZodType<T>
  /** What is allowed, for the error. */
  readonly allowed: string
  readonly summary: string
}

const MIB = 1024 * 1024
const TOKEN_RULE = '16 to 512 visible ASCII characters without spaces'
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/

/** From a flag or the environment everything is text, from the file a JSON value; both are taken. */
const integer = (min: number, max: number): z.ZodType<number> =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value),
    z.number().int().min(min).max(max),
  )
const text = z.string().min(1).max(4096)
const hostName = z.string().regex(/^[a-z0-9._-]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/i)
const hostNames = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean)
      : value,
  z.array(hostName),
)

/** Words that other tools have for it. */
function contentWord(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const word = value.trim().toLowerCase()
  return /^(false|no_content)$/.test(word) ? 'off' : word === 'true' ? 'full' : word
}

/** The one list of settings; the order is that of `--help`. */
export const SETTINGS: { readonly [K in keyof Settings]: Setting<Exclude<Settings[K], undefined>> } = {
  db: { env: 'TRACKER_DB', flag: 'db', schema: text, allowed: 'a path', summary: 'database file' },
  host: {
    env: 'TRACKER_HOST',
    flag: 'host',
    schema: z.string().regex(/^[a-z0-9._:[\]-]+$/i),
    allowed: 'a host name or an IP address',
    summary: 'address to listen on; anything but loopback needs TRACKER_TOKEN',
  },
  httpPort: {
    env: 'TRACKER_HTTP_PORT',
    flag: 'http-port',
    schema: integer(0, 65_535),
    allowed: 'a port from 0 (any free one) to 65535',
    summary: 'port of OTLP/HTTP and REST',
  },
  grpcPort: {
    env: 'TRACKER_GRPC_PORT',
    flag: 'grpc-port',
    schema: integer(0, 65_535),
    allowed: 'a port from 0 (any free one) to 65535',
    summary: 'port of OTLP/gRPC',
  },
  token: {
    env: 'TRACKER_TOKEN',
    flag: undefined,
    schema: z.string().regex(/^[\x21-\x7e]{16,512}$/),
    allowed: TOKEN_RULE,
    summary: 'token that every request must carry',
  },
  allowedHosts: {
    env: 'TRACKER_ALLOWED_HOSTS',
    flag: 'allowed-hosts',
    schema: hostNames,
    allowed: 'names or name:port, separated by commas',
    summary: 'further names under which this collector may be called',
  },
  maxBodyBytes: {
    env: 'TRACKER_MAX_BODY_BYTES',
    flag: 'max-body-bytes',
    schema: integer(1024, 1024 * MIB),
    allowed: 'a number of bytes from 1024 to 1073741824',
    summary: 'largest request, before and after inflating',
  },
  content: {
    env: 'TRACKER_CONTENT',
    flag: 'content',
    schema: z.preprocess(contentWord, z.enum(CONTENT_MODES)),
    allowed: 'full, redacted, hashed or off',
    summary: 'what is stored of prompts, answers, arguments and results',
  },
  redactionRulesFile: {
    env: 'TRACKER_REDACTION_RULES',
    flag: 'redaction-rules',
    schema: text,
    allowed: 'a path',
    summary: 'JSON file with own redaction rules',
  },
  pricesFile: { env: 'TRACKER_PRICES', flag: 'prices', schema: text, allowed: 'a path', summary: 'JSON file with own prices' },
}

const KEYS = Object.keys(SETTINGS) as readonly (keyof Settings)[]

/** What a program was called with, and where settings may be read. */
export interface ConfigSources {
  /** Arguments after the command's name. */
  readonly argv: readonly string[]
  readonly env: Env
  /** The text of a file; `undefined` when it does not exist. */
  readonly readFile?: (path: string) => string | undefined
}

/**
 * The configuration: flags before environment before file before defaults. An empty environment variable counts as unset.
 * @throws AppError `invalid`, naming the setting, what was found and what is allowed
 */
export function loadConfig(sources: ConfigSources): Config {
  const { pick, database } = openSources(sources)
  const httpPort = pick('httpPort') ?? 4318
  const grpcPort = pick('grpcPort')
  const config: Config = {
    db: pick('db') ?? database,
    host: pick('host') ?? 'localhost',
    httpPort,
    // Who asks for any free port wants to meet no other collector.
    grpcPort: grpcPort ?? (httpPort === 0 ? 0 : 4317),
    isGrpcPortNamed: grpcPort !== undefined,
    token: pick('token'),
    allowedHosts: pick('allowedHosts') ?? [],
    maxBodyBytes: pick('maxBodyBytes') ?? 64 * MIB,
    pricesFile: pick('pricesFile'),
    content: pick('content') ?? 'full',
    redactionRulesFile: pick('redactionRulesFile'),
  }
  if (!LOOPBACK.test(config.host) && config.token === undefined) {
    throw invalid(`host ${config.host} can be reached from other machines: set TRACKER_TOKEN (${TOKEN_RULE}), or listen on localhost`)
  }
  return config
}

/**
 * What a program needs that only reads. Values of other settings are not looked at: they are the collector's business.
 * @throws AppError `invalid`, as `loadConfig`
 */
export function loadReadConfig(sources: ConfigSources): Pick<Config, 'db' | 'token'> {
  const { pick, database } = openSources(sources)
  return { db: pick('db') ?? database, token: pick('token') }
}

/** The sources of settings. */
interface OpenSources {
  /** The value of a setting; `undefined` = not set. Throws when it does not fit. */
  readonly pick: <K extends keyof Settings>(key: K) => Exclude<Settings[K], undefined> | undefined
  /** The database where none is set. */
  readonly database: string
}

function openSources({ argv, env, readFile = readOptional }: ConfigSources): OpenSources {
  const paths = defaultPaths(env)
  const flags = readFlags(argv)
  const named = flags.config ?? (env.TRACKER_CONFIG || undefined)
  const file = readConfigFile(named ?? paths.config, { mustExist: named !== undefined, readFile })
  const pick = <K extends keyof Settings>(key: K): Exclude<Settings[K], undefined> | undefined => {
    const { env: variable, flag, schema, allowed } = SETTINGS[key]
    const found = [
      flag !== undefined && flags[flag] !== undefined && { name: `--${flag}`, value: flags[flag] },
      env[variable] && { name: variable, value: env[variable] },
      file.has(key) && { name: `"${key}" in ${named ?? paths.config}`, value: file.get(key) },
    ].find((source) => source !== false && source !== '' && source !== undefined)
    return found ? parseSetting(schema, allowed, found) : undefined
  }
  return { pick, database: paths.database }
}

function parseSetting<T>(schema: z.ZodType<T>, allowed: string, found: { readonly name: string; readonly value: unknown }): T {
  const result = schema.safeParse(found.value)
  if (result.success) return result.data
  const isSecret = found.name.includes('TOKEN') || found.name.includes('token')
  const value = isSecret ? 'a value that does not fit' : JSON.stringify(found.value)
  throw invalid(`${found.name} is ${value}; allowed is ${allowed}`)
}

function readFlags(argv: readonly string[]): Readonly<Record<string, string | undefined>> {
  const names = [...KEYS.map((key) => SETTINGS[key].flag), 'config'].filter((flag) => flag !== undefined)
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw invalid(`${reason}; known options are ${names.map((name) => `--${name}`).join(', ')}`, error)
  }
}

interface ConfigFileOptions {
  readonly mustExist: boolean
  readonly readFile: (path: string) => string | undefined
}

function readConfigFile(path: string, { mustExist, readFile }: ConfigFileOptions): ReadonlyMap<string, unknown> {
  const content = readFile(path)
  if (content === undefined) {
    if (mustExist) throw invalid(`the configuration file ${path} does not exist; correct --config (TRACKER_CONFIG)`)
    return new Map()
  }
  const settings = new Map(Object.entries(parseObject(path, content)))
  const unknown = [...settings.keys()].find((key) => !Object.hasOwn(SETTINGS, key))
  if (unknown !== undefined) throw invalid(`${path} has an unknown setting "${unknown}"; known are ${KEYS.join(', ')}`)
  return settings
}

function parseObject(path: string, content: string): object {
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch (error) {
    throw invalid(`${path} is not JSON`, error)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw invalid(`${path} must hold one JSON object`)
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw invalid(`cannot read the configuration file ${path}`, error)
  }
}

function invalid(message: string, cause?: unknown): AppError {
  return new AppError('invalid', message, { cause })
}
