import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Config, loadConfig, loadReadConfig } from './config.ts'
import type { Env } from './default-paths.ts'
import { SETTINGS } from './settings.ts'

interface Sources {
  readonly argv?: readonly string[]
  readonly env?: Env
  readonly file?: unknown
}

/** A configuration whose file is the default one and holds `file`. */
function load({ argv = [], env = {}, file }: Sources): Config {
  const content = typeof file === 'string' ? file : JSON.stringify(file)
  return loadConfig({ argv, env: { XDG_CONFIG_HOME: '/cfg', XDG_DATA_HOME: '/data', ...env }, readFile: () => content })
}

const TOKEN = 'a-token-that-is-long-enough'

describe('loadConfig', () => {
  it('has defaults for everything', () => {
    expect(load({})).toEqual({
      db: '/data/ai-tracker/tracker.db',
      host: 'localhost',
      httpPort: 4318,
      grpcPort: 4317,
      isGrpcPortNamed: false,
      token: undefined,
      allowedHosts: [],
      maxBodyBytes: 67_108_864,
      pricesFile: undefined,
      content: 'full',
      redactionRulesFile: undefined,
      retentionDays: 'off',
      retentionSize: 20_000_000_000,
    })
  })

  it.each([
    ['full', 'full'],
    ['TRUE', 'full'],
    [' Redacted ', 'redacted'],
    ['hashed', 'hashed'],
    ['off', 'off'],
    ['false', 'off'],
    ['NO_CONTENT', 'off'],
  ])('keeps of content what %j says', (word, content) => expect(load({ env: { TRACKER_CONTENT: word } })).toMatchObject({ content }))

  it('does not guess what of content is meant', () =>
    expect(() => load({ env: { TRACKER_CONTENT: 'some' } })).toThrow(/TRACKER_CONTENT.*full, redacted, hashed or off/s))

  it('takes flags before environment before file', () => {
    const file = { httpPort: 1, grpcPort: 1, db: '/file' }
    const env = { TRACKER_HTTP_PORT: '2', TRACKER_GRPC_PORT: '2' }
    expect(load({ file, env, argv: ['--http-port', '3'] })).toMatchObject({ httpPort: 3, grpcPort: 2, db: '/file' })
    expect(load({ file, env, argv: ['--http-port=0'] })).toMatchObject({ httpPort: 0 })
  })

  it('counts an empty environment variable as unset', () => {
    expect(load({ env: { TRACKER_HTTP_PORT: '', TRACKER_DB: '', TRACKER_TOKEN: '', TRACKER_CONFIG: '' } })).toEqual(load({}))
  })

  const taken: readonly (readonly [name: string, sources: Sources, expected: Partial<Config>])[] = [
    [
      'hosts as text',
      { env: { TRACKER_ALLOWED_HOSTS: 'a.test, b.test:80,[fe80::1]' } },
      { allowedHosts: ['a.test', 'b.test:80', '[fe80::1]'] },
    ],
    ['hosts as a list', { file: { allowedHosts: ['a.test'] } }, { allowedHosts: ['a.test'] }],
    ['a port as a number', { file: { httpPort: 8080 } }, { httpPort: 8080 }],
    ['a port as text', { file: { httpPort: '8080' } }, { httpPort: 8080 }],
    ['another address with a token', { env: { TRACKER_HOST: '0.0.0.0', TRACKER_TOKEN: TOKEN } }, { host: '0.0.0.0', token: TOKEN }],
    ['IPv6 loopback without a token', { argv: ['--host', '::1'] }, { host: '::1' }],
    ['days of retention', { argv: ['--retention-days', '90'] }, { retentionDays: 90, retentionSize: 20_000_000_000 }],
    ['days of retention as a number', { file: { retentionDays: 7 } }, { retentionDays: 7 }],
    ['a size of retention', { env: { TRACKER_RETENTION_SIZE: '1.5 GiB' } }, { retentionSize: 1_610_612_736 }],
    ['a size of retention in bytes', { file: { retentionSize: 5_000_000 } }, { retentionSize: 5_000_000 }],
    [
      'no retention',
      { argv: ['--retention-size', 'OFF'], env: { TRACKER_RETENTION_DAYS: ' off ' } },
      { retentionDays: 'off', retentionSize: 'off' },
    ],
    ['own prices', { argv: ['--prices', 'p.json'] }, { pricesFile: 'p.json' }],
  ]
  it.each(taken)('takes %s', (...[, sources, expected]) => expect(load(sources)).toMatchObject(expected))

  const refused: readonly (readonly [name: string, sources: Sources, message: RegExp])[] = [
    ['a port that is no number', { argv: ['--http-port', 'http'] }, /^--http-port is "http"; allowed is a port/],
    ['a port with a sign', { env: { TRACKER_HTTP_PORT: '-1' } }, /^TRACKER_HTTP_PORT is "-1"; allowed/],
    ['a port that is too large', { env: { TRACKER_GRPC_PORT: '65536' } }, /^TRACKER_GRPC_PORT is "65536"/],
    ['a fraction', { file: { httpPort: 1.5 } }, /^"httpPort" in .*config\.json is 1\.5; allowed/],
    ['an empty flag', { argv: ['--db', ''] }, /^--db is ""/],
    ['a null', { file: { db: null } }, /^"db" in .* is null/],
    ['a body limit of 0', { env: { TRACKER_MAX_BODY_BYTES: '0' } }, /^TRACKER_MAX_BODY_BYTES is "0"/],
    [
      'a retention of 0 days',
      { argv: ['--retention-days', '0'] },
      /^--retention-days is "0"; allowed is a number of days from 1 to 36500, such as 90, or off$/,
    ],
    ['days with a unit', { env: { TRACKER_RETENTION_DAYS: '90d' } }, /^TRACKER_RETENTION_DAYS is "90d"; allowed/],
    [
      'a size without a unit',
      { argv: ['--retention-size', '20'] },
      /^--retention-size is "20"; allowed is a size from 1MB on with its unit, such as 20GB or 20GiB, or off$/,
    ],
    ['a unit that is two', { env: { TRACKER_RETENTION_SIZE: '20G' } }, /^TRACKER_RETENTION_SIZE is "20G"; allowed/],
    ['a size below what is empty', { file: { retentionSize: '10kB' } }, /^"retentionSize" in .* is "10kB"; allowed/],
    ['a word for no retention', { file: { retentionSize: 'never' } }, /^"retentionSize" in .* is "never"; allowed/],
    ['a URL as host', { argv: ['--host', 'http://localhost'] }, /^--host is "http:\/\/localhost"; allowed/],
    ['an allowed host with a path', { env: { TRACKER_ALLOWED_HOSTS: 'a.test/x' } }, /^TRACKER_ALLOWED_HOSTS is "a.test\/x"/],
    [
      'an open address without a token',
      { argv: ['--host', '0.0.0.0'] },
      /^host 0\.0\.0\.0 can be reached .* TRACKER_TOKEN \(16 to 512 visible/,
    ],
    ['an unknown flag', { argv: ['--port', '1'] }, /--port.*known options are --db, --host/],
    ['a stray argument', { argv: ['serve'] }, /known options/],
    ['a token as a flag', { argv: ['--token', TOKEN] }, /known options/],
    [
      'an unknown setting in the file',
      { file: { prot: 1 } },
      /^\/cfg\/ai-tracker\/config\.json has an unknown setting "prot"; known are db/,
    ],
    ['a file that is not JSON', { file: '{' }, /is not JSON/],
    ['a file that is a list', { file: [] }, /must hold one JSON object/],
  ]
  it.each(refused)('refuses %s', (...[, sources, message]) => {
    expect(() => load(sources)).toThrow(expect.objectContaining({ code: 'invalid', message: expect.stringMatching(message) }))
  })

  it('never prints a token', () => {
    expect(() => load({ env: { TRACKER_TOKEN: 'short' } })).toThrow(/^TRACKER_TOKEN is a value that does not fit; allowed is 16/)
    expect(() => load({ file: { token: 'short' } })).toThrow(expect.objectContaining({ message: expect.not.stringContaining('short') }))
  })

  it('needs a file that was named, not the default one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    expect(loadConfig({ argv: [], env: { XDG_CONFIG_HOME: folder } }).httpPort).toBe(4318)
    expect(() => loadConfig({ argv: ['--config', join(folder, 'x.json')], env: {} })).toThrow(/x\.json does not exist/)
    expect(() => loadConfig({ argv: [], env: { TRACKER_CONFIG: folder } })).toThrow(/cannot read the configuration file/)
  })

  it.each([
    ['4317, which may be taken', {}, { grpcPort: 4317, isGrpcPortNamed: false }],
    ['any free one where the HTTP port is one, too', { argv: ['--http-port', '0'] }, { grpcPort: 0, isGrpcPortNamed: false }],
    ['one that was named', { argv: ['--grpc-port', '4317'] }, { grpcPort: 4317, isGrpcPortNamed: true }],
    ['one that was named by a variable', { env: { TRACKER_GRPC_PORT: '0' } }, { grpcPort: 0, isGrpcPortNamed: true }],
    ['one that was named by the file', { argv: ['--http-port', '0'], file: { grpcPort: 5 } }, { grpcPort: 5, isGrpcPortNamed: true }],
  ])('takes as gRPC port %s (R72)', (...[, sources, expected]) => expect(load(sources)).toMatchObject(expected))

  it('promises no page that is not there', () => expect(SETTINGS.httpPort.summary).not.toContain('page'))

  it('names each variable once', () => {
    const names = Object.values(SETTINGS).map(({ env }) => env)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('loadReadConfig', () => {
  const sources = (env: Record<string, string>) => ({
    argv: ['--db=a.db'],
    env: { XDG_CONFIG_HOME: '/cfg', ...env },
    readFile: () => undefined,
  })

  it('gives database and token, whatever else is set', () => {
    const env = { TRACKER_HTTP_PORT: 'abc', TRACKER_HOST: '0.0.0.0', TRACKER_TOKEN: 'a-token-of-some-length' }
    expect(loadReadConfig(sources(env))).toEqual({ db: 'a.db', token: 'a-token-of-some-length' })
    expect(loadReadConfig(sources({ TRACKER_HOST: '0.0.0.0' }))).toEqual({ db: 'a.db', token: undefined })
    expect(() => loadReadConfig(sources({ TRACKER_TOKEN: 'short' }))).toThrow(/TRACKER_TOKEN/)
  })
})
