import { describe, expect, it } from 'vitest'
import { isOtlpRequest, signalOfPath, wrongPath } from './otlp-paths.ts'

const BASE = 'http://localhost:4318'

describe('signalOfPath (R1)', () => {
  it.each([
    ['/v1/traces', 'traces'],
    ['/v1/logs/', 'logs'],
    ['/v1/metrics', 'metrics'],
  ])('%s is that of %s', (path, signal) => expect(signalOfPath(path)).toBe(signal))

  it.each(['', '/', '/v1', '/v1/', '/v1/trace', '/v1/traces//', '/V1/traces', '/v1/traces/x', 'v1/traces', '/v1/toString'])(
    '%j is none',
    (path) => expect(signalOfPath(path)).toBe(undefined),
  )
})

describe('isOtlpRequest (R16)', () => {
  it.each([
    ['POST', '/v1/traces'],
    ['GET', '/v1/anything?x=1'],
    ['POST', '/v1development/profiles'],
    ['POST', '/'],
    ['POST', '/?a=/b'],
    ['POST', '/otlp/v1/traces'],
    ['POST', '/api/v1/logs/?x'],
    ['POST', '/opentelemetry.proto.collector.trace.v1.TraceService/Export'],
  ])('%s %s is one', (method, target) => expect(isOtlpRequest(method, target)).toBe(true))

  it.each([
    ['GET', '/'],
    ['GET', '/api/v1/traces'],
    ['POST', '/api/v1/sessions'],
    ['POST', '/v1x'],
    ['GET', '/sessions?next=/v1/traces'],
    ['POST', '/sessions?next=/v1/traces'],
  ])('%s %s is none', (method, target) => expect(isOtlpRequest(method, target)).toBe(false))
})

describe('wrongPath (R8)', () => {
  const traces = 'traces go to http://localhost:4318/v1/traces.'
  it.each([
    ['/', 'each signal has a path of its own'],
    ['/v1/traces/v1/traces', traces],
    ['/v1/metrics/v1/traces', traces],
    ['/v1/trace', traces],
    ['/v1/spans', traces],
    ['/otlp/v1/traces', traces],
    ['/api/v1/traces', traces],
    ['/api/public/otel/v1/traces/', traces],
    ['/v1/log', 'logs go to http://localhost:4318/v1/logs.'],
    ['/otlp/v1/metrics', 'metrics go to http://localhost:4318/v1/metrics.'],
    ['/v1/unknown', 'nothing is received at this path. '],
    ['/v1/toString', 'nothing is received at this path. '],
    ['/opentelemetry.proto.collector.trace.v1.TraceService/Export', 'a port of its own'],
  ])('%s: the right address, and both variables that name one', (path, text) => {
    const { code, message } = wrongPath(path, BASE)
    expect([code, message]).toEqual(['not_found', expect.stringContaining(text)])
    expect(message).toContain('OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318 (no path)')
    expect(message).toContain('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://localhost:4318/v1/traces ')
    expect(message.length).toBeLessThan(500)
  })

  it('repeats nothing of an unknown path (R23)', () => {
    expect(wrongPath('/v1/secret-token', BASE).message).not.toContain('secret')
  })
})
