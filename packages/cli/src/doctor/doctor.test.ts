import { describe, expect, it } from 'vitest'
import { checkEnvironment } from './environment.ts'
import { checkDisk, checkRuntime } from './machine.ts'

const URL = 'http://127.0.0.1:4318'

describe('variables', () => {
  const found = (env: Record<string, string>, hasToken = false) =>
    checkEnvironment({ env, url: URL, hasToken }).map(({ name, level, text, fix = '' }) => `${level} ${name}: ${text} → ${fix}`)

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
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317' }, /^warning .* is not the collector/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example.com' }, /^warning .* is not the collector/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }, /^problem .* is no URL of HTTP/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'nonsense' }, /^problem .* is no URL/],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318/v1/traces' }, /^ok/],
    [
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318' },
      /^problem .* exactly this address → set it to http:\/\/127\.0\.0\.1:4318\/v1\/traces$/,
    ],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /^problem .* → set OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf$/],
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
  ])('%j', (env, expected) => {
    expect(found(env)).toHaveLength(1)
    expect(found(env)[0]).toMatch(expected)
  })

  it('have the token where one is wanted, and it is never shown', () => {
    expect(found({}, true)[0]).toMatch(/^warning OTEL_EXPORTER_OTLP_HEADERS: has no Authorization/)
    const held = found({ OTEL_EXPORTER_OTLP_HEADERS: 'x=1, Authorization=Bearer%20secret' }, true)
    expect(held[0]).toMatch(/^ok/)
    expect(held.join()).not.toContain('secret')
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
