import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/app-error.ts'
import { WIRE_STATUS } from '../domain/error-status.ts'
import { createAdmission } from './admission.ts'
import { edge } from './edge.ts'
import { ownAuthorities } from './host-guard.ts'
import { createMetrics } from './metrics.ts'
import { markedCodecs, recordingIngest } from './testing/recording-ingest.ts'

const TOKEN = 'a-token-that-is-long-enough'
const OWN = { Host: 'localhost:4318' }
const PROTO = { ...OWN, 'Content-Type': 'application/x-protobuf' }

interface Options {
  readonly token?: string
  readonly isReady?: boolean
  readonly stopping?: AbortSignal
}

function setUp({ token, isReady = true, stopping = new AbortController().signal }: Options = {}) {
  const ingest = recordingIngest()
  const admission = createAdmission(1000)
  const reported: unknown[] = []
  let lastMessage = ''
  const rest = new Hono()
    .get('/api/v1/things', (c) => c.json({ ok: true }))
    .post('/api/v1/things', (c) => c.json({ ok: true }))
    .get('/api/v1/bug', () => {
      throw new Error('secret')
    })
    .get('/own-policy', (c) => c.text('', 200, { 'Content-Security-Policy': 'sandbox' }))
  const app = edge({
    ingest,
    codecs: markedCodecs,
    limits: { maxBodyBytes: 100, admission },
    report: (error) => reported.push(error),
    checkReady: () => (isReady ? Promise.resolve() : Promise.reject(new AppError('unavailable', 'the writer does not answer'))),
    metrics: createMetrics({ bytesHeld: () => admission.usedBytes, requestsWaiting: () => 0 }),
    isOwnAuthority: ownAuthorities({ host: 'localhost', ports: () => [4318], allowedHosts: ['tracker.test', 'box:80', 'Proxy.Test:8443'] }),
    token,
    isPagePath: (path) => path === '/page',
    stopping,
    apps: [rest],
    restError: (error) => {
      reported.push(error)
      const code = error instanceof AppError ? error.code : 'internal'
      lastMessage = error instanceof Error ? error.message : ''
      return Response.json({ code }, { status: WIRE_STATUS[code].http })
    },
  })
  const get = (path: string, headers: Record<string, string> = OWN) => app.request(path, { headers })
  const post = (path: string, headers: Record<string, string> = PROTO) => app.request(path, { method: 'POST', headers, body: 'x' })
  return { app, get, post, ingest, reported, message: () => lastMessage }
}

describe('Host (S2)', () => {
  const own = [
    'localhost:4318',
    '127.0.0.1:4318',
    '[::1]:4318',
    'LOCALHOST:4318',
    'tracker.test',
    'tracker.test:1234',
    'box',
    'box:80',
    'proxy.test:8443',
  ]
  it.each(own)('%s is ours', async (host) => expect((await setUp().get('/api/v1/things', { Host: host })).status).toBe(200))

  const foreign = [
    'evil.test',
    'evil.test:4318',
    'localhost',
    'localhost:80',
    '127.0.0.1',
    'localhost.evil.test:4318',
    'localhost:4318.evil.test',
  ]
  const odd = [
    '',
    'box:81',
    'tracker.test.evil',
    '[::1',
    '[::1]evil:4318',
    'localhost:99999999',
    'user@localhost:4318',
    'localhost:4318/x',
    '__proto__',
  ]
  it.each([...foreign, ...odd])('%j is refused on every route', async (host) => {
    const { get, post, ingest } = setUp({ token: TOKEN })
    for (const path of ['/api/v1/things', '/healthz', '/metrics', '/nowhere', '/v1/traces']) {
      expect((await get(path, host === '' ? {} : { Host: host })).status, path).toBe(403)
    }
    expect((await post('/v1/traces', { ...PROTO, Host: host })).status).toBe(403)
    expect(ingest.requests).toEqual([])
  })

  it('says how to allow a name, in the format of the route (R16)', async () => {
    const { get, post } = setUp()
    expect(await (await get('/api/v1/things', { Host: 'evil.test' })).json()).toEqual({ code: 'forbidden' })
    expect(await (await post('/v1/traces', { ...PROTO, Host: 'evil.test' })).text()).toMatch(/^proto 7 .*TRACKER_ALLOWED_HOSTS/)
  })
})

describe('a refused Host', () => {
  it.each([
    ['localhost:8080', 'TRACKER_ALLOWED_HOSTS=localhost:8080 (or localhost, for any port)'],
    ['[::1]:8080', 'TRACKER_ALLOWED_HOSTS=[::1]:8080 (or [::1], for any port)'],
    ['box.test', 'TRACKER_ALLOWED_HOSTS=box.test'],
  ])('%s is named with the setting for it', async (host, setting) => {
    const { get, message } = setUp()
    await get('/', { Host: host })
    expect(message()).toBe(`the Host ${host} is none of this collector's; if it is yours (ssh -L, Docker, a proxy), set ${setting}`)
  })

  it.each(['', 'a<b>', 'x'.repeat(300), 'a:b'])('%j is not repeated', async (host) => {
    const { get, message } = setUp()
    await get('/', { Host: host })
    expect(message()).toBe('this Host header is not allowed; send the name and port of this collector')
  })
})

describe('Origin and Sec-Fetch-Site (S3)', () => {
  const good: readonly Record<string, string>[] = [
    {},
    { Origin: 'http://localhost:4318' },
    { Origin: 'http://127.0.0.1:4318', 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'https://tracker.test' },
    { Origin: 'https://proxy.test:8443' },
    { 'Sec-Fetch-Site': 'same-origin' },
    { 'Sec-Fetch-Site': 'none' },
  ]
  it.each(good)('%j may write', async (headers) => {
    const { post } = setUp()
    expect((await post('/api/v1/things', { ...OWN, ...headers })).status).toBe(200)
    expect((await post('/v1/traces', { ...PROTO, ...headers })).status).toBe(200)
  })

  const bad: readonly Record<string, string>[] = [
    { Origin: 'null' },
    { Origin: '' },
    { Origin: 'http://localhost:3000' },
    { Origin: 'http://evil.test' },
    { Origin: 'http://evil.test:4318' },
    { Origin: 'https://localhost' },
    { Origin: 'file://localhost:4318' },
    { Origin: 'http://localhost:4318/' },
    { Origin: 'http://x@localhost:4318' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'http://evil.test', 'Sec-Fetch-Site': 'same-origin' },
  ]
  it.each(bad)('%j may not', async (headers) => {
    const { post, ingest } = setUp()
    expect((await post('/api/v1/things', { ...OWN, ...headers })).status).toBe(403)
    expect((await post('/v1/traces', { ...PROTO, ...headers })).status).toBe(403)
    expect(ingest.requests).toEqual([])
  })

  it('reading by a link from elsewhere is allowed, reading by a foreign script is not', async () => {
    const { get } = setUp()
    expect((await get('/api/v1/things', { ...OWN, 'Sec-Fetch-Site': 'cross-site' })).status).toBe(200)
    expect((await get('/api/v1/things', { ...OWN, Origin: 'http://evil.test' })).status).toBe(403)
  })
})

describe('token (R40)', () => {
  const wrong = [undefined, '', 'Bearer', 'Bearer ', 'Bearer wrong', `Basic ${TOKEN}`, TOKEN, `Bearer ${TOKEN}x`, `Bearer ${TOKEN} x`]
  it.each(wrong)('%j does not open', async (authorization) => {
    const { get, post, ingest } = setUp({ token: TOKEN })
    const headers = { ...(authorization !== undefined && { Authorization: authorization }) }
    for (const path of ['/api/v1/things', '/metrics', '/nowhere']) expect((await get(path, { ...OWN, ...headers })).status, path).toBe(401)
    const reply = await post('/v1/traces', { ...PROTO, ...headers })
    expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(await reply.text()).toMatch(/^proto 16/)
    expect(ingest.requests).toEqual([])
  })

  it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`])('%s opens', async (authorization) => {
    const { get, post } = setUp({ token: TOKEN })
    expect((await get('/api/v1/things', { ...OWN, Authorization: authorization })).status).toBe(200)
    expect((await post('/v1/traces', { ...PROTO, Authorization: authorization })).status).toBe(200)
  })

  it('is not needed to read the files of the page', async () => {
    const { app, get, post } = setUp({ token: TOKEN })
    expect((await get('/page')).status).toBe(404)
    expect((await app.request('/page', { method: 'HEAD', headers: OWN })).status).toBe(404)
    expect((await post('/page')).status).toBe(401)
  })

  it('is not needed for health', async () => {
    const { get } = setUp({ token: TOKEN })
    expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 200])
  })
})

describe('what a guard refuses is told to the port for receipts', () => {
  const AUTHORIZED = { ...PROTO, Authorization: `Bearer ${TOKEN}` }
  it.each([
    ['a foreign Host', '/v1/logs', { ...AUTHORIZED, Host: 'evil.test' }, 'logs', 'forbidden'],
    ['a foreign Origin', '/v1/traces', { ...AUTHORIZED, Origin: 'http://evil.test' }, 'traces', 'forbidden'],
    ['no token (R40)', '/v1/metrics', PROTO, 'metrics', 'unauthorized'],
    ['a path of another server (R8)', '/otlp/v1/traces', AUTHORIZED, undefined, 'not_found'],
  ])('%s', async (...[, path, headers, signal, code]) => {
    const { post, ingest } = setUp({ token: TOKEN })
    await post(path, headers)
    expect(ingest.refusals).toMatchObject([{ signal, code, origin: { transport: 'http/protobuf' } }])
  })

  it('but not what is no OTLP', async () => {
    const { get, post, ingest } = setUp()
    await get('/nowhere')
    await post('/api/v1/things', { Host: 'evil.test' })
    expect(ingest.refusals).toEqual([])
  })
})

describe('every reply', () => {
  it.each(['/api/v1/things', '/nowhere', '/api/v1/bug', '/v1/traces', '/healthz'])('%s has the security headers (S5)', async (path) => {
    const { headers } = await setUp().get(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  it('also a refused one has them, and a route may have its own policy', async () => {
    const { get } = setUp()
    expect((await get('/healthz', { Host: 'evil.test' })).headers.get('x-content-type-options')).toBe('nosniff')
    expect((await get('/own-policy')).headers.get('content-security-policy')).toBe('sandbox')
  })

  it('ends its connection once the process stops (R38)', async () => {
    const stop = new AbortController()
    const { get } = setUp({ stopping: stop.signal })
    expect((await get('/healthz')).headers.get('connection')).toBeNull()
    stop.abort()
    expect((await get('/healthz')).headers.get('connection')).toBe('close')
  })
})

describe('errors outside OTLP', () => {
  it('are answered by the function for them, and whatever else went wrong too', async () => {
    const { get, reported } = setUp()
    const missing = await get('/nowhere')
    expect([missing.status, await missing.json()]).toEqual([404, { code: 'not_found' }])
    const bug = await get('/api/v1/bug')
    expect([bug.status, await bug.json()]).toEqual([500, { code: 'internal' }])
    expect(reported).toEqual([new AppError('not_found', 'there is no GET /nowhere'), new Error('secret')])
  })

  it('say how to authenticate', async () => {
    expect((await setUp({ token: TOKEN }).get('/api/v1/things')).headers.get('www-authenticate')).toBe('Bearer')
  })
})

describe('health', () => {
  it('says that it is alive although it is not ready', async () => {
    const { get } = setUp({ isReady: false })
    expect((await get('/healthz')).status).toBe(200)
    const reply = await get('/readyz')
    expect([reply.status, await reply.json()]).toEqual([503, { code: 'unavailable' }])
  })

  it('counts requests by status', async () => {
    const { get, post } = setUp()
    await post('/v1/traces')
    await post('/v1/traces')
    await post('/v1/traces', OWN)
    const text = await (await get('/metrics')).text()
    expect(text).toContain('tracker_export_requests_total{status="200"} 2\ntracker_export_requests_total{status="415"} 1\n')
    expect(text).toContain('\ntracker_spans_accepted_total 0\n')
    expect(text.endsWith('\n')).toBe(true)
  })
})
