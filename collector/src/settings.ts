import { z } from 'zod'
import { byteSize } from './domain/byte-size.ts'
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
  /** Days for which a session is kept after the last of it came. */
  readonly retentionDays: number | 'off'
  /** Bytes that the database may have before the oldest sessions go. */
  readonly retentionSize: number | 'off'
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
/** Far below, a database that is empty would be too large. */
const MIN_RETENTION_BYTES = 1_000_000
/** What a token is made of. */
export const TOKEN_RULE = '16 to 512 visible ASCII characters without spaces'

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

/** A limit, or that there is none. */
function orOff(limit: z.ZodType<number>): z.ZodType<number | 'off'> {
  const word = (value: unknown): unknown => (typeof value === 'string' ? value.trim().toLowerCase() : value)
  return z.preprocess(word, z.union([z.literal('off'), limit]))
}

/** Text with a unit, or a number of bytes. */
const size = (min: number): z.ZodType<number> =>
  z.preprocess((value) => (typeof value === 'string' ? (byteSize(value) ?? value) : value), z.number().int().min(min))

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
  retentionDays: {
    env: 'TRACKER_RETENTION_DAYS',
    flag: 'retention-days',
    schema: orOff(integer(1, 36_500)),
    allowed: 'a number of days from 1 to 36500, such as 90, or off',
    summary: 'sessions of which nothing came for so many days are removed, or off',
  },
  retentionSize: {
    env: 'TRACKER_RETENTION_SIZE',
    flag: 'retention-size',
    schema: orOff(size(MIN_RETENTION_BYTES)),
    allowed: 'a size from 1MB on with its unit, such as 20GB or 20GiB, or off',
    summary: 'size of the database from which on the oldest sessions are removed, or off',
  },
  pricesFile: { env: 'TRACKER_PRICES', flag: 'prices', schema: text, allowed: 'a path', summary: 'JSON file with own prices' },
}
