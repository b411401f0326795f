import { readFileSync } from 'node:fs'
import { diag } from '@opentelemetry/api'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Env, resolveConfig, type TrackerConfig } from './config.ts'
import { VERSION } from './runtime.ts'

const OTEL = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:1' }
const BEARER = { authorization: 'Bearer t' }
const HOME = { HOME: '/home/u' }
const resolved = (env: Env, config: TrackerConfig = {}) => resolveConfig({ ...config, env: { ...HOME, ...env } })

describe('resolveConfig', () => {
  it('has a default for everything', () => {
    expect(resolved({})).toMatchObject({
      disabled: false,
      content: 'full',
      target: { url: 'http://127.0.0.1:4318/v1/traces', headers: {} },
      ownProviderTarget: { url: 'http://127.0.0.1:4318/v1/traces' },
      maxSpoolBytes: 67_108_864,
      maxQueueSpans: 8192,
      flushOnSignals: false,
    })
  })

  it.each<[name: string, env: Env, config: TrackerConfig, url: string, own?: string]>([
    ['the option', { TRACKER_URL: 'http://b:1' }, { endpoint: 'http://a:1/' }, 'http://a:1/v1/traces'],
    ['an option with a whole endpoint', {}, { endpoint: 'https://a/x/v1/traces' }, 'https://a/x/v1/traces'],
    ['an option that is a URL', {}, { endpoint: new URL('http://a:1') as never }, 'http://a:1/v1/traces'],
    ['TRACKER_URL', { TRACKER_URL: 'http://b:1', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:1' }, {}, 'http://b:1/v1/traces'],
    ['an empty TRACKER_URL', { TRACKER_URL: '' }, {}, 'http://127.0.0.1:4318/v1/traces'],
    ['an address without its scheme', { TRACKER_URL: 'localhost:4519' }, {}, 'http://localhost:4519/v1/traces'],
    ['an address that is none', { TRACKER_URL: 'nowhere' }, {}, 'http://127.0.0.1:4318/v1/traces'],
    ['OpenTelemetry’s base', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:1' }, {}, 'http://127.0.0.1:4318/v1/traces', 'http://c:1/v1/traces'],
    [
      'OpenTelemetry’s endpoint of traces',
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://d:1/otlp', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:1' },
      {},
      'http://127.0.0.1:4318/v1/traces',
      'http://d:1/otlp',
    ],
  ])('finds the collector by %s', (...[, env, config, url, own = url]) => {
    const { target, ownProviderTarget } = resolved(env, config)
    expect([target.url, ownProviderTarget.url]).toEqual([url, own])
  })

  it.each<readonly [string, Env, TrackerConfig, own: object, otel: object]>([
    ['the token to our address only', { TRACKER_TOKEN: 't', ...OTEL }, {}, BEARER, {}],
    [
      'OpenTelemetry’s headers to its address only',
      { OTEL_EXPORTER_OTLP_HEADERS: 'X-Key=a%20b, bad, y=%zz', ...OTEL },
      {},
      {},
      { 'x-key': 'a b', y: '%zz' },
    ],
    ['a token of the code everywhere', OTEL, { token: 't' }, BEARER, BEARER],
    [
      'OpenTelemetry’s login before a token',
      { OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer v', ...OTEL },
      { token: 't' },
      BEARER,
      { authorization: 'Bearer v' },
    ],
    ['the token to the address that is set', { TRACKER_TOKEN: 't', TRACKER_URL: 'http://b:1', ...OTEL }, {}, BEARER, BEARER],
  ])('sends %s', (...[, env, config, own, otel]) => {
    const { target, ownProviderTarget } = resolved(env, config)
    expect([target.headers, ownProviderTarget.headers]).toEqual([own, otel])
  })

  it.each<readonly [string, TrackerConfig, RegExp]>([
    [
      'a variable',
      { env: { TRACKER_URL: 'not an address' } },
      /TRACKER_URL is no address.*"not an address".*http:\/\/127\.0\.0\.1:4318 is used/,
    ],
    ['an option', { endpoint: 'ftp://u:secret@h' }, /endpoint is no address.*"…@h"/],
    ['an option without types', { endpoint: 5 as never }, /endpoint is no address.*a number/],
    ['OpenTelemetry’s variable', { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'x y' } }, /OTEL_EXPORTER_OTLP_ENDPOINT is no address/],
  ])('warns of %s that is no address, without its password, and uses the default', (_, config, message) => {
    const said = vi.spyOn(diag, 'warn').mockReturnValue()
    onTestFinished(() => said.mockRestore())
    const { ownProviderTarget } = resolveConfig({ env: {}, ...config })
    expect(ownProviderTarget).toEqual({ url: 'http://127.0.0.1:4318/v1/traces', headers: {} })
    expect(said.mock.calls).toEqual([[expect.stringMatching(message)]])
    expect(String(said.mock.calls)).not.toContain('secret')
  })

  it('takes what is no text as unset', () => {
    const nonsense = 5 as never
    const config = { token: nonsense, spool: nonsense, serviceName: nonsense, maxQueueSpans: '1' as never, env: HOME }
    expect(resolveConfig(config)).toEqual(resolveConfig({ env: HOME }))
    expect(resolveConfig(nonsense).target).toBeDefined()
  })

  it.each<readonly [string, Env, TrackerConfig, string]>([
    ['TRACKER_CONTENT', { TRACKER_CONTENT: 'OFF' }, {}, 'off'],
    ['OpenTelemetry’s switch', { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'false' }, {}, 'off'],
    ['OpenTelemetry’s switch, on', { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' }, {}, 'full'],
    ['the option before both', { TRACKER_CONTENT: 'off' }, { content: 'full' }, 'full'],
  ])('captures content by %s', (...[, env, config, content]) => expect(resolved(env, config).content).toBe(content))

  it.runIf(process.platform !== 'win32').each<readonly [string, Env, TrackerConfig, string | undefined]>([
    ['the home folder', {}, {}, '/home/u/.local/state/ai-tracker/spool'],
    ['XDG_STATE_HOME', { XDG_STATE_HOME: '/s' }, {}, '/s/ai-tracker/spool'],
    ['a relative XDG_STATE_HOME, which counts for nothing', { XDG_STATE_HOME: 's' }, {}, '/home/u/.local/state/ai-tracker/spool'],
    ['TRACKER_SPOOL', { TRACKER_SPOOL: '/t' }, {}, '/t'],
    ['the option', { TRACKER_SPOOL: '/t' }, { spool: '/o' }, '/o'],
    ['the option that wants none', { TRACKER_SPOOL: '/t' }, { spool: false }, undefined],
  ])('keeps the spool in %s', (...[, env, config, folder]) => expect(resolved(env, config).spoolFolder).toBe(folder))

  it.each<readonly [string, Env, TrackerConfig, boolean]>([
    ['by default', {}, {}, true],
    ['not in tests of the program', { NODE_ENV: 'test' }, {}, false],
    ['in tests that want it', { NODE_ENV: 'test', TRACKER_SEND_AFTER_EXIT: 'true' }, {}, true],
    ['not by the variable', { TRACKER_SEND_AFTER_EXIT: ' False ' }, {}, false],
    ['by the option before the variable', { TRACKER_SEND_AFTER_EXIT: 'false' }, { sendAfterExit: true }, true],
  ])('sends after the exit: %s', (...[, env, config, isOn]) => expect(resolved(env, config).sendAfterExit).toBe(isOn))

  it.each(['true', 'TRUE', ' true '])('is disabled by OTEL_SDK_DISABLED=%j', (word) =>
    expect(resolved({ OTEL_SDK_DISABLED: word }).disabled).toBe(true),
  )
  it.each(['', 'false', '1'])('is not disabled by OTEL_SDK_DISABLED=%j', (word) =>
    expect(resolved({ OTEL_SDK_DISABLED: word }).disabled).toBe(false),
  )
})

describe('the documentation', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const options: Record<keyof TrackerConfig, true> = {
    ...{ endpoint: true, token: true, serviceName: true, content: true, spool: true, maxSpoolBytes: true, maxQueueSpans: true },
    ...{ flushOnSignals: true, sendAfterExit: true, tracerProvider: true, disabled: true, env: true },
  }
  it.each(Object.keys(options))('knows the option %s', (name) => expect(readme).toContain(`| \`${name}\` |`))
  it.each(
    [...readFileSync(new URL('config.ts', import.meta.url), 'utf8').matchAll(/env\.([A-Z_]{6,})/g)]
      .map(([, name]) => `${name}`)
      .filter((name) => !/HOME|LOCALAPPDATA|HEADERS/.test(name)),
  )('knows the variable %s', (name) => expect(readme).toContain(name))
})

it('names the version of the package', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect(VERSION).toBe(version)
})
