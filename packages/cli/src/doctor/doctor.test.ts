import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Retention } from '@ai-tracker/collector'
import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../sdk/src/address.ts'
import { resolveConfig } from '../../../sdk/src/config.ts'
import { parentSessionOf } from '../../../sdk/src/join.ts'
import { contentFinding } from './database.ts'
import { checkEnvironment } from './environment.ts'
import { checkDisk, checkRuntime } from './machine.ts'
import { retentionFinding } from './retention.ts'
import { INTERNAL_VARIABLES, VARIABLES } from './variables.ts'

const URL = 'http://127.0.0.1:4318'
const TRACE_CONTEXT = `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01`
const ROOT = join(import.meta.dirname, '../../../..')

describe('variables', () => {
  /** Only the collector listens, and something at 9999. */
  const isOpen = async ({ port }: { readonly port: number }) => [4317, 4318, 9999, 443].includes(port)
  const findings = async (env: Record<string, string>, token?: string) =>
    (await checkEnvironment({ env, url: URL, grpcPort: 4317, wantsToken: token !== undefined, token, isOpen })).map(
      ({ name, level, text, fix = '' }) => `${level} ${name}: ${text} → ${fix}`,
    )

  it.each<[env: Record<string, string>, expected: RegExp]>([
    [{}, /^ok environment/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, /^ok environment/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }, /^ok OTEL_EXPORTER_OTLP_ENDPOINT: http:\/\/localhost:4318/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/' }, /^ok/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://[::1]:4318' }, /^ok/],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/v1/traces' },
      /^problem .* add \/v1\/traces to it themselves → set it to http:\/\/127\.0\.0\.1:4318$/,
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317' },
      /^problem .* 4317 is the port of OTLP\/gRPC, .* → set it to http:\/\/127\.0\.0\.1:4318$/,
    ],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4000' }, /^problem .* nothing listens there → start what is meant, or set it to /],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:9999' }, /^warning .* is not the collector at http:\/\/127\.0\.0\.1:4318 → /],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example.com' }, /^warning .* is not the collector at http:\/\/127\.0\.0\.1:4318 → /],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://proxy.example.com/otlp' }, /^warning .* is not the collector at .*, and exporters add \/v1/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:9999/otlp' }, /^warning .* is not the collector at .*, and exporters add \/v1/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/otlp' }, /^problem .*: exporters add \/v1\/traces to it themselves/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://proxy.example.com/v1/traces' }, /^problem .*: exporters add \/v1\/traces to it themselves/],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://proxy.example.com/otlp/v1/traces' }, /^warning .* is not the collector at .* exactly/],
    [{ TRACKER_URL: 'https://proxy.example.com/otlp' }, /^warning .* is not the collector at .*, and \/v1\/traces is added to it/],
    [{ TRACKER_URL: 'http://localhost:4318/otlp' }, /^problem .*: \/v1\/traces is added to it/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://localhost:4318' }, /^problem .* speaks HTTP without TLS there → set it to http:/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://me:secret@localhost:4000' }, /^problem [^@]*: http:\/\/…@localhost:4000: nothing/],
    [
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318/v1/traces/v1/traces' },
      /^problem .* has \/v1\/traces twice → set it to http:\/\/127\.0\.0\.1:4318\/v1\/traces$/,
    ],
    [{ TRACKER_URL: 'http://localhost:4318' }, /^ok TRACKER_URL: http/],
    [{ TRACKER_URL: 'localhost:4318' }, /^ok/],
    [{ TRACKER_URL: 'http://localhost:4318/v1/traces' }, /^ok/],
    [{ TRACKER_URL: 'http://localhost:4318/v1/traces/v1/traces' }, /^problem .* twice/],
    [{ TRACKER_URL: 'collector' }, /^problem .* is no URL .* → set it to http/],
    [{ TRACKER_URL: 'http://localhost:4317' }, /^problem .* OTLP\/gRPC/],
    [{ TRACKER_URL: 'http://localhost:1' }, /^problem .* nothing listens there/],
    [{ TRACKER_CONTENT: 'full' }, /^ok/],
    [{ TRACKER_CONTENT: 'OFF' }, /^ok .* no texts are recorded/],
    [{ TRACKER_CONTENT: 'true' }, /^ok TRACKER_CONTENT: true → $/],
    [{ TRACKER_CONTENT: 'none' }, /^warning .* is taken as off: no texts are recorded.* → set it to off or full$/],
    [{ TRACKER_CONTENT: 'redacted' }, /^ok .* a collector stores .* no texts are recorded/],
    [{ OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'false' }, /^ok .* no texts are recorded/],
    [{ OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_ONLY' }, /^ok/],
    [{ TRACKER_SPOOL: '/no/such/folder/spool' }, /^ok .* made when it is needed/],
    [{ TRACKER_SPOOL: import.meta.filename }, /^problem .* is no folder → /],
    [{ TRACKER_SPOOL: 'spool' }, /^warning .* depends on where a program is started → /],
    [{ TRACKER_SEND_AFTER_EXIT: 'no' }, /^ok .* waits for the next program/],
    [{ TRACKER_SEND_AFTER_EXIT: 'true' }, /^ok/],
    [{ TRACKER_SEND_AFTER_EXIT: 'never' }, /^warning .* counts as true → /],
    [{ TRACKER_HTTP_PORT: '4318' }, /^ok TRACKER_HTTP_PORT: 4318/],
    [{ TRACKER_TOKEN: 'secret-secret-secret' }, /^ok TRACKER_TOKEN: set → $/],
    [{ AI_TRACKER_SESSION_ID: '7' }, /^ok AI_TRACKER_SESSION_ID: 7: what commands .* mean, but no program joins by it/],
    [{ AI_TRACKER_SESSION_ID: 'a7' }, /^ok AI_TRACKER_SESSION_ID: a7: what commands .* mean, and programs started here join/],
    [{ TRACEPARENT: TRACE_CONTEXT }, /^ok TRACEPARENT: 00-/],
    [{ TRACEPARENT: '00-7' }, /^warning TRACEPARENT: 00-7 is no trace context .* → unset it$/],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'team=a' }, /^ok OTEL_RESOURCE_ATTRIBUTES: team=a/],
    [{ AI_TRACKER_SESION_ID: '7' }, /^warning AI_TRACKER_SESION_ID: .* → did you mean AI_TRACKER_SESSION_ID\?$/],
    [{ TRACKER_URI: 'x' }, /^warning TRACKER_URI: .* did you mean TRACKER_URL\?$/],
    [{ TRACKER_FOO: 'x' }, /^ok environment/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }, /^problem .* is no URL of HTTP/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'nonsense' }, /^problem .* is no URL/],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318/v1/traces' }, /^ok/],
    [
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318' },
      /^problem .* exactly this address → set it to http:\/\/127\.0\.0\.1:4318\/v1\/traces$/,
    ],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /^ok OTEL_EXPORTER_OTLP_PROTOCOL: grpc/],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, /^ok/],
    [{ OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'thrift' }, /^problem .* no protocol of OTLP/],
    [{ OTEL_SDK_DISABLED: 'TRUE' }, /^problem .* nothing is sent/],
    [{ OTEL_SDK_DISABLED: 'false' }, /^ok/],
    [{ OTEL_TRACES_EXPORTER: 'console' }, /^problem/],
    [{ OTEL_TRACES_EXPORTER: 'console,otlp' }, /^ok/],
    [{ OTEL_TRACES_SAMPLER: 'always_off' }, /^problem/],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' }, /^warning .* only some/],
    [{ TRACKER_HTTP_PROT: '1' }, /^warning TRACKER_HTTP_PROT: .* → did you mean TRACKER_HTTP_PORT\?$/],
    [{ TRACKER_SOMETHING_ELSE_ENTIRELY: '1' }, /^ok environment/],
  ])('%j', async (env, expected) => {
    const found = await findings(env)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(expected)
  })

  it.each([
    'http://me:secret@localhost:4318',
    'http://me:sec/ret@localhost:4318',
    'http://me:12/secret@localhost:4318',
    'http://me:sec@secret@localhost:4000',
    'me:sec/ret@localhost',
    'http://me:sec ret@localhost:port',
  ])('tell no password: %s', async (value) => {
    for (const name of ['TRACKER_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']) {
      const [found] = await findings({ [name]: value })
      expect(found).toContain('…@localhost')
      expect(found).not.toMatch(/sec|ret@/)
    }
  })

  describe('mean what they mean to the SDK', () => {
    it.each(['full', 'FULL', ' true ', 'off', 'Off', 'false', 'no_content', 'none', 'redacted', '0', '1', 'yes', 'on'])(
      'content %j',
      async (word) => {
        const [found] = await findings({ TRACKER_CONTENT: word })
        expect(/no texts are recorded/.test(`${found}`)).toBe(resolveConfig({ env: { TRACKER_CONTENT: word } }).content === 'off')
      },
    )

    it.each(['true', 'false', 'NO_CONTENT', 'off', 'span_only', 'none'])('content of messages %j', async (word) => {
      const env = { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: word }
      const [found] = await findings(env)
      expect(/no texts are recorded/.test(`${found}`)).toBe(resolveConfig({ env }).content === 'off')
    })

    it.each(['true', 'TRUE', 'false', 'no', 'off', '0', '1', 'yes', 'never'])('sending after the end %j', async (word) => {
      const env = { TRACKER_SEND_AFTER_EXIT: word }
      const [found] = await findings(env)
      expect(/waits for the next program/.test(`${found}`)).toBe(!resolveConfig({ env }).sendAfterExit)
    })

    it.each(['true', 'True', 'false', '1', 'yes'])('disabled %j', async (word) => {
      const env = { OTEL_SDK_DISABLED: word }
      expect(/nothing is sent/.test(`${await findings(env)}`)).toBe(resolveConfig({ env }).disabled)
    })

    const ids = ['7', '0', '000', '123456789012345', '1234567890123456', 'a7', '1'.repeat(32), '0'.repeat(32)]
    const contexts = [undefined, TRACE_CONTEXT, TRACE_CONTEXT.replace('00-', 'ff-'), TRACE_CONTEXT.replaceAll('1', '0'), '00-7', 'x']
    it.each(ids.flatMap((id) => contexts.map((context) => [id, context] as const)))('session %j, context %j', async (id, context) => {
      const env = { AI_TRACKER_SESSION_ID: id, ...(context !== undefined && { TRACEPARENT: context }) }
      const found = (await findings(env)).find((each) => each.includes('AI_TRACKER_SESSION_ID'))
      expect(/programs started here join/.test(`${found}`)).toBe(parentSessionOf(env) !== undefined)
    })

    it.each([
      'localhost',
      'localhost:4318',
      'collector',
      'a.b',
      '[::1]:4318',
      'http://a',
      'ftp://a',
      '//a',
      ':4318',
      'http://',
      '/',
      'a@b',
    ])('address %j', async (value) => {
      expect(/is no URL/.test(`${await findings({ TRACKER_URL: value })}`)).toBe(parseAddress(value) === undefined)
    })
  })

  it.each<[endpoint: string, expected: RegExp]>([
    ['http://localhost:4317', /^ok .*4317, by gRPC/],
    ['localhost:4317', /^ok .*4317, by gRPC/],
    ['http://localhost:4318', /^problem .* over HTTP, but the protocol is grpc → set it to http:\/\/127\.0\.0\.1:4317, or the protocol/],
    ['http://localhost:9999', /^warning .* port of gRPC, 4317 → /],
    ['http://localhost:1', /^problem .* nothing listens there/],
    ['nonsense', /^problem .* is no address/],
  ])('an endpoint of gRPC, %j', async (endpoint, expected) => {
    const found = await findings({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' })
    expect(found.find((each) => each.includes('OTLP_ENDPOINT'))).toMatch(expected)
  })

  it('of our SDK have nothing to do with gRPC, which it does not speak', async () => {
    const found = await findings({ TRACKER_URL: 'http://localhost:4318', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })
    expect(found.find((each) => each.includes('TRACKER_URL'))).toMatch(/^ok/)
  })

  it('are all that the product reads', () => {
    const files = globSync(['packages/{sdk,cli}/src/**/*.ts', 'collector/src/**/*.ts'], { cwd: ROOT })
    const read = files
      .filter((path) => !/\.test\.ts$|\/testing\//.test(path))
      .flatMap(
        (path) =>
          readFileSync(join(ROOT, path), 'utf8').match(/\b((AI_TRACKER|TRACKER|OTEL)_[A-Z][A-Z_]*[A-Z]|TRACE(PARENT|STATE))\b/g) ?? [],
      )
    const known = new Set<string>([...VARIABLES, ...INTERNAL_VARIABLES])
    const attributes = /^TRACKER_(STATUS|ISSUE_SEVERITY|REDACTION)_|_VALUE_/
    expect([...new Set(read)].filter((name) => !known.has(name) && !attributes.test(name)).toSorted()).toEqual([])
  })

  it('have the token where one is wanted, and it is never shown', async () => {
    expect((await findings({}, 'secret'))[0]).toMatch(/^warning OTEL_EXPORTER_OTLP_HEADERS: has no Authorization/)
    const held = await findings({ OTEL_EXPORTER_OTLP_HEADERS: 'x=1, Authorization=Bearer%20secret' }, 'secret')
    expect(held[0]).toMatch(/^ok/)
    expect(held.join()).not.toContain('secret')
    for (const other of ['Bearer%20stranger', 'secret', 'Bearer%secret']) {
      const [found] = await findings({ OTEL_EXPORTER_OTLP_HEADERS: `Authorization=${other}` }, 'secret')
      expect(found).toMatch(/^problem OTEL_EXPORTER_OTLP_HEADERS: holds another token than TRACKER_TOKEN → set it to/)
      expect(found).not.toContain('stranger')
    }
  })
})

describe('a database', () => {
  const unread = { schemaVersion: undefined, newestSchemaVersion: 4, faults: undefined }
  const read = { schemaVersion: 4, newestSchemaVersion: 4, faults: undefined }

  it.each([
    ['busy', 'problem', /^end the program that holds/],
    ['no_memory', 'problem', /^end programs that take much memory/],
    ['no_process', 'problem', /^look whether programs may start others/],
    ['unreadable', 'problem', /^look whether the disk works/],
    ['closed', 'problem', /^look whether it was moved/],
    ['not_database', 'problem', /^name another file/],
    ['too_slow', 'problem', /^try again when/],
  ] as const)('that cannot be read because it is %s: a %s', (reason, level, fix) => {
    const obstacle = { reason, message: 'why' }
    expect(contentFinding('f', { ...unread, obstacle })).toEqual({ name: 'database', level, text: 'why', fix: expect.stringMatching(fix) })
  })

  it.each([
    ['busy', 'warning'],
    ['no_memory', 'warning'],
    ['too_slow', 'ok'],
  ] as const)('whose pages were not looked at because it is %s: %s', (reason, level) => {
    const text = 'f, schema version 4; not looked at for faults: why'
    expect(contentFinding('f', { ...read, obstacle: { reason, message: 'why' } })).toMatchObject({ level, text })
  })
})

describe('the machine', () => {
  it.each([
    ['22.17.1', 'problem'],
    ['18.20.0', 'problem'],
    ['22.18.0', 'ok'],
    ['24.0.0', 'ok'],
  ])('with Node.js %s: %s', (version, level) => expect(checkRuntime(version, () => '3')).toMatchObject({ level }))

  it('whose native part does not load', () => {
    const broken = (): string => {
      throw new Error('invalid ELF header\nmore')
    }
    expect(checkRuntime('24.0.0', broken)).toMatchObject({ level: 'problem', text: expect.stringMatching(/invalid ELF header more$/) })
  })

  it.each([
    [10e9, 'ok'],
    [500e6, 'warning'],
    [1e6, 'problem'],
  ])('with %i bytes free: %s', async (free, level) => {
    expect(await checkDisk('/no/such/folder/tracker.db', async () => free)).toMatchObject({
      level,
      text: expect.stringMatching(/ free at \/$/),
    })
  })
})

describe('retention', () => {
  const quiet: Retention = {
    policy: { maxAgeDays: null, maxBytes: 20_000_000_000 },
    database: { fileBytes: 2_000_000, usedBytes: 1_500_000, shrinks: true },
    pinnedSessions: 0,
    notice: null,
    stuck: false,
    last: null,
    removing: { sessions: 0, purging: false, bytesToGiveBack: 0 },
  }
  const at = '2026-01-04T10:00:00.000Z'
  const next = { reason: 'size', sessions: 2, bytes: 3_500_000_000, oldestReceivedAt: null, at } as const
  const removing = { sessions: 1, purging: true, bytesToGiveBack: 0 }
  const noticed = { since: at, next }

  it.each<[name: string, found: Partial<Retention>, expected: RegExp]>([
    ['nothing to say', {}, /^ok nothing goes: 1\.5 MB in use of 20 GB → $/],
    ['no limit', { policy: { maxAgeDays: null, maxBytes: null } }, /^ok nothing goes: 1\.5 MB in use → $/],
    ['a notice', { notice: noticed }, /^warning next go 2 sessions for the size of the database, about 3\.5 GB; not .* → .*pin ID/],
    ['a notice with nothing that goes', { notice: { since: at, next: null } }, /^warning a limit is near → .*--retention-size/],
    ['a removal under way', { removing }, /^ok being removed: rows of 1 session, texts in the search index and free pages → $/],
    ['a notice beside a removal', { notice: noticed, removing }, /^warning next go .*; being removed: rows of 1 session, .* → .*pin ID/],
    ['stuck', { stuck: true }, /^warning the database is over its size, .* → unpin some, or raise --retention-size$/],
  ])('%s', (_, found, expected) => {
    const { name, level, text, fix = '' } = retentionFinding({ ...quiet, ...found })
    expect(name).toBe('retention')
    expect(`${level} ${text} → ${fix}`).toMatch(expected)
  })
})
