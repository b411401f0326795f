import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { defaultPaths, type Env } from './default-paths.ts'
import { AppError } from './domain/app-error.ts'
import { DEFAULT_RETENTION, type RetentionPolicy } from './domain/retention.ts'
import { SETTINGS, type Settings, TOKEN_RULE } from './settings.ts'

/** The settings of a collector that listens. */
export interface Config extends Settings {
  /** Whether somebody named the gRPC port. The default one may be taken by another collector: then there is no gRPC, and no error. */
  readonly isGrpcPortNamed: boolean
}

const MIB = 1024 * 1024
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/
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
    retentionDays: pick('retentionDays') ?? DEFAULT_RETENTION.maxAgeDays ?? 'off',
    retentionSize: pick('retentionSize') ?? DEFAULT_RETENTION.maxBytes ?? 'off',
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

/** What is removed by itself. */
export function retentionPolicy({ retentionDays, retentionSize }: Settings): RetentionPolicy {
  return { maxAgeDays: retentionDays === 'off' ? null : retentionDays, maxBytes: retentionSize === 'off' ? null : retentionSize }
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
