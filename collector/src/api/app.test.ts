import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ErrorBody, List, Response as ModelResponse, Session, SessionDetail, Span, TimelineItem } from '../contract.ts'
import { AppError } from '../domain/app-error.ts'
import { localReader } from '../local-reader.ts'
import { otlpJson } from '../otlp-json.ts'
import { logItem, metricItem, receipt } from '../store/sqlite/testing/signals.ts'
import { apiRoutes, createApi } from './app.ts'
import { errorSchema } from './report-schemas.ts'
import type { Answer } from './route.ts'
import { chat, issue, openTestStore, phase, START, session, type TestStore, tool } from './testing/test-store.ts'

const TRACE = 'abcd0000000000000000000000000001'
const TRACE_2 = 'abcd0000000000000000000000000002'

let store: TestStore

/**
 * Session 1, key `run-1`:
 *   session 1 ─ phase draft ─ phase inner ─ chat
 *             │             └ tool
 *             └ chat
 * Session 2 runs.
 */
beforeAll(async () => {
  store = await openTestStore()
  await store.write(
    session({ trace: TRACE, id: '1', lasts: 9000 }, 'blog-post', {
      'tracker.session.key': 'run-1',
      'tracker.session.inputs': '{"topic":"CPU Scheduling"}',
      'tracker.session.status': 'published',
      'tracker.metadata': '{"mode":"from_scratch","tags":["a","b"]}',
    }),
    phase({ trace: TRACE, id: '2', parent: '1', at: 10, lasts: 5000 }, 'draft'),
    phase({ trace: TRACE, id: '3', parent: '2', at: 20, lasts: 4000 }, 'inner'),
    chat({ trace: TRACE, id: '4', parent: '3', at: 30 }, { text: 'write it' }),
    tool({ trace: TRACE, id: '5', parent: '2', at: 4100 }, 'bash', {
      'gen_ai.tool.call.id': 'call_1',
      'gen_ai.tool.call.arguments': '{"command":"ls"}',
      'gen_ai.tool.call.result': 'README.md',
      'process.exit.code': 0,
    }),
    {
      ...chat({ trace: TRACE, id: '6', parent: '1', at: 6000, error: 'overloaded' }, { model: 'm-2' }),
      events: [
        issue('major', 'ai_intensifier', { 'tracker.issue.description': 'very', 'tracker.metadata': '{"line_number":7}' }),
        {
          name: 'tracker.artifact',
          attributes: { 'tracker.artifact.type': 'draft', 'file.path': 'a.md', 'file.size': 12, 'tracker.metadata': '{"word_count":3}' },
        },
        { name: 'tracker.metric', attributes: { 'tracker.metric.name': 'words', 'tracker.metric.value': 1.5 } },
        { name: 'something' },
      ],
    },
    session({ trace: TRACE_2, id: '1', at: 50, lasts: null }, 'other'),
  )
  const arrival = { receivedNs: 1n, workspaceId: 1 }
  const signals = {
    logs: [logItem({ traceId: TRACE, timeNs: (START + 60_000n) * 1_000_000n })],
    metrics: [metricItem()],
    receipt: receipt(),
  }
  await store.writer.write([{ records: [], arrival, ...signals }])
})

/** Status and body of a path. */
async function answer(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await store.api.request(path)
  return { status: response.status, body: await response.json() }
}

describe('sessions', () => {
  it('are listed, latest first', async () => {
    const { items, nextCursor } = await store.get<List<Session>>('/sessions')
    expect(nextCursor).toBeNull()
    expect(items.map(({ id }) => id)).toEqual([2, 1])
    expect(items[0]).toMatchObject({ status: 'running', completedAt: null, costUsd: null, costCoverage: null, workflow: 'other' })
  })

  it('are given one by one, with phases whose sums include the phases in them', async () => {
    const found = await store.get<SessionDetail>('/sessions/1')
    expect(found).toMatchObject({
      id: 1,
      key: 'run-1',
      traceId: TRACE,
      workflow: 'blog-post',
      status: 'completed',
      outcome: 'published',
      startedAt: '2026-01-04T10:00:00.000Z',
      completedAt: '2026-01-04T10:00:09.000Z',
      durationMs: 9000,
      tokensInput: 2000,
      tokensOutput: 200,
      tokensTotal: 2200,
      costUsd: '0.0132',
      costCoverage: 1,
      issueCount: 1,
      errorCount: 1,
      models: ['m-1', 'm-2'],
      source: 'tracker',
      inputs: { topic: 'CPU Scheduling' },
      metadata: { mode: 'from_scratch', tags: ['a', 'b'] },
      rootSpanId: '0000000000000001',
      phaseCount: 2,
    })
    expect(found.phases).toEqual([
      expect.objectContaining({
        name: 'draft',
        parentId: null,
        tokensTotal: 1100,
        costUsd: '0.0012',
        durationMs: 5000,
        status: 'completed',
        implicit: false,
      }),
      expect.objectContaining({ name: 'inner', parentId: found.phases[0]?.id, tokensTotal: 1100, costUsd: '0.0012' }),
    ])
  })

  it.each(['1', 'run-1', 'key:run-1', TRACE, TRACE.toUpperCase(), 'abcd0000000000000000000000000001'])('answer to %s', async (id) => {
    expect(await store.get<SessionDetail>(`/sessions/${id}`)).toMatchObject({ id: 1 })
  })

  it.each<[string, readonly number[]]>([
    ['status=started', [2]],
    ['status=COMPLETED', [1]],
    ['status=published', [1]],
    ['status=failed', []],
    ['workflow=blog-post', [1]],
    ['q=abcd0000000000000000000000000002', [2]],
    ['after=2026-01-04', [2, 1]],
    ['before=2026-01-04', []],
    ['after=2026-01-04T10:00:00.010Z', [2]],
    ['after=2026-01-04T12:00:00.010%2B02:00', [2]],
    ['sort=cost', [1, 2]],
    ['sort=-cost', [1, 2]],
    ['sort=cost:asc', [2, 1]],
    ['limit=1', [2]],
    ['workflow=', [2, 1]],
  ])('are filtered by %s', async (query, expected) => {
    expect((await store.get<List<Session>>(`/sessions?${query}`)).items.map(({ id }) => id)).toEqual(expected)
  })

  it('are abandoned when nothing came for half an hour', async () => {
    const later = await openTestStore({ now: () => Date.now() })
    await later.write(session({ id: '1', lasts: null }, 'w'))
    expect((await later.get<List<Session>>('/sessions?status=abandoned')).items.map(({ status }) => status)).toEqual(['abandoned'])
    expect((await later.get<List<Session>>('/sessions?status=running')).items).toEqual([])
  })
})

describe('lists below a session', () => {
  it('give responses with their phase, tokens and money', async () => {
    const { items } = await store.get<List<ModelResponse>>('/sessions/1/responses')
    expect(items).toEqual([
      expect.objectContaining({
        spanId: '0000000000000004',
        sessionId: 1,
        phase: 'inner',
        provider: 'openai',
        model: 'm-1',
        tokensInput: 1000,
        tokensOutput: 100,
        costUsd: '0.0012',
        costReportedUsd: null,
        costSource: 'computed',
        latencyMs: 1000,
        finishReason: 'stop',
        text: 'answer to write it',
        error: null,
      }),
      expect.objectContaining({ phase: null, error: { type: null, message: 'overloaded' } }),
    ])
  })

  it.each([
    ['prompts', { text: 'write it', model: 'm-1', phase: 'inner' }],
    [
      'actions',
      {
        type: 'bash',
        tool: 'bash',
        callId: 'call_1',
        arguments: '{"command":"ls"}',
        result: 'README.md',
        exitCode: 0,
        success: true,
        error: null,
      },
    ],
    ['artifacts', { type: 'draft', path: 'a.md', sizeBytes: 12, metadata: { word_count: 3 } }],
    ['issues', { severity: 'major', type: 'ai_intensifier', description: 'very', fixed: false, metadata: { line_number: 7 } }],
    ['events', { kind: 'metric', type: 'words' }],
    ['timeline', { kind: 'phase', name: 'draft' }],
    ['spans', { name: 'invoke_workflow blog-post', depth: 0, hasChildren: true }],
    ['phases', { name: 'draft' }],
  ])('give %s', async (name, first) => {
    const { items } = await store.get<List<unknown>>(`/sessions/1/${name}`)
    expect(items[0]).toMatchObject(first)
  })

  it('tell the timeline in order of time', async () => {
    const { items } = await store.get<List<{ kind: string; name: string }>>('/sessions/1/timeline')
    expect(items.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'phase draft',
      'phase inner',
      'response m-1',
      'action bash',
      'response m-2',
      'artifact a.md',
      'issue ai_intensifier',
      'metric words',
      'event something',
      'log info',
    ])
  })

  it('name the span of what is one, and of nothing that a span only reports', async () => {
    const { items } = await store.get<List<TimelineItem>>('/sessions/1/timeline')
    const spans = new Map((await store.get<List<Span>>('/sessions/1/spans')).items.map(({ spanId, name }) => [spanId, name]))
    const works = new Set(['phase', 'response', 'action'])
    expect(items.map(({ spanName }) => spanName)).toEqual(
      items.map(({ kind, spanId }) => (works.has(kind) ? spans.get(spanId ?? '') : null)),
    )
  })

  it('go on where a page ended', async () => {
    const first = await store.get<List<{ spanId: string }>>('/sessions/1/spans?limit=4')
    const second = await store.get<List<{ spanId: string }>>(`/sessions/1/spans?limit=4&cursor=${first.nextCursor}`)
    expect([...first.items, ...second.items].map(({ spanId }) => Number(spanId))).toEqual([1, 2, 3, 4, 5, 6])
    expect(second.nextCursor).toBeNull()
  })
})

describe('reports', () => {
  it('add up cost', async () => {
    expect(await store.get('/cost?by=model')).toMatchObject({
      by: 'model',
      items: [
        { name: 'm-2', costUsd: '0.012', share: 0.012 / 0.0132, tokensTotal: 1100 },
        { name: 'm-1', costUsd: '0.0012', costCoverage: 1 },
      ],
      total: { costUsd: '0.0132', responseCount: 2 },
    })
  })

  it('measure sessions', async () => {
    expect(await store.get('/stats?workflow=blog-post&metric=tokens_total')).toMatchObject({
      by: 'status',
      items: [{ name: 'completed', sessionCount: 1, sum: 2200 }],
      total: { sum: 2200 },
    })
  })

  it('tell what the store holds', async () => {
    expect(await store.get('/info')).toMatchObject({
      file: null,
      counts: { sessions: 2, traces: 2, spans: 7, responses: 2, actions: 1, issues: 1 },
    })
  })

  it('list workflows', async () => {
    expect(await store.get('/workflows')).toMatchObject({
      items: [
        { name: 'blog-post', sessionCount: 1 },
        { name: 'other', costUsd: null },
      ],
    })
  })
})

describe('times that no session can have', () => {
  const ids = async (path: string) => (await store.get<List<Session>>(`/sessions?${path}`)).items.map(({ id }) => id)

  it.each(['0000-01-01', '0001-01-01T00:00:00Z', '1677-01-01', '2262-12-31', '2300-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'])(
    '%s is taken by every route',
    async (time) => {
      for (const route of ['sessions', 'stats', 'cost', 'cost?by=day', 'export'])
        for (const name of ['after', 'before']) {
          const path = `/api/v1/${route}${route.includes('?') ? '&' : '?'}${name}=${time}`
          const response = await store.api.request(path)
          await response.text()
          expect([path, response.status]).toEqual([path, 200])
        }
    },
  )

  it('leave out what they should', async () => {
    expect(await ids('after=0001-01-01&before=9999-12-31')).toEqual([2, 1])
    expect(await ids('after=2300-01-01')).toEqual([])
    expect(await ids('before=0001-01-01')).toEqual([])
  })
})

describe('what is refused', () => {
  it.each([
    ['/sessions/77', 404, 'not_found', /no session 77/],
    ['/sessions/77/responses', 404, 'not_found', /no session 77/],
    ['/sessions/abcd', 409, 'ambiguous', /abcd may be 2 sessions/],
    ['/sessions/abc', 400, 'invalid', /at least 4/],
    ['/sessions?limit=0', 400, 'invalid', /limit is "0"; allowed: an integer from 1 to 500/],
    ['/sessions?limit=501', 400, 'invalid', /limit is "501"/],
    ['/sessions?limit=ten', 400, 'invalid', /limit is "ten"/],
    ['/sessions?limit=1&limit=2', 400, 'invalid', /limit is given 2 times/],
    ['/sessions?limmit=1', 400, 'invalid', /no parameter "limmit"; this route takes limit, cursor, workflow/],
    ['/sessions/1?x=1', 400, 'invalid', /this route takes none/],
    ['/sessions/1?%E2%80%AE=1', 400, 'invalid', /there is no parameter "\\u\{202e\}"/],
    ['/sessions/%1B%5B31m', 404, 'not_found', /no session \\u\{1b\}\[31m/],
    ['/sessions/%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7', 404, 'not_found', /no session 👩\u200d👧/],
    ['/sessions?sort=name', 400, 'invalid', /sort is "name"; allowed: started, cost/],
    ['/sessions?after=yesterday', 400, 'invalid', /after is "yesterday"; allowed: .*YYYY-MM-DD/],
    ['/sessions?after=2026-13-01', 400, 'invalid', /after is "2026-13-01"/],
    ['/sessions?after=2026-01-04T10:00', 400, 'invalid', /after is/],
    ['/sessions?cursor=nonsense', 400, 'invalid', /cursor does not belong/],
    [`/sessions?q=${'x'.repeat(201)}`, 400, 'invalid', /q is "x{100}…"/],
    ['/sessions/1/spans?cursor=WyJzcGFucyIsMV0', 400, 'invalid', /cursor does not belong/],
    ['/spans/abc/def', 400, 'invalid', /traceId is "abc"; allowed: a trace id: 32 hex digits/],
    [`/spans/${TRACE}/00000000000000ff`, 404, 'not_found', /no span 00000000000000ff/],
    [`/traces/${'f'.repeat(32)}`, 404, 'not_found', /no trace f/],
    [`/traces/${'f'.repeat(32)}?format=otlp`, 404, 'not_found', /no trace f/],
    [`/traces/${TRACE}?format=xml`, 400, 'invalid', /format is "xml"; allowed: summary or otlp/],
    [`/traces/${TRACE}?format=otlp&signal=metrics`, 400, 'invalid', /metrics belong to no trace/],
    [`/traces/${TRACE}?signal=logs`, 400, 'invalid', /format=otlp/],
    ['/traces/0000000000000000000000000000beef?format=otlp&signal=logs', 404, 'not_found', /no trace/],
    ['/logs?trace=abc', 400, 'invalid', /trace is "abc"/],
    ['/logs?severity=loud', 400, 'invalid', /severity is "loud"; allowed: at least this severe: trace/],
    ['/ingest?outcome=lost', 400, 'invalid', /outcome is "lost"/],
    ['/ingest/why', 400, 'invalid', /either trace or service/],
    [`/ingest/why?trace=${TRACE}&service=a`, 400, 'invalid', /either trace or service/],
    ['/export?signal=smoke', 400, 'invalid', /signal is "smoke"/],
    ['/export?session=77', 404, 'not_found', /no session 77/],
    ['/cost?by=colour', 400, 'invalid', /by is "colour"; allowed: workflow, model, provider, day, phase/],
    ['/cost?timeZone=Mars', 400, 'invalid', /timeZone is "Mars"/],
    ['/live', 501, 'unimplemented', /nothing is live/],
    ['/nothing', 404, 'not_found', /no GET \/api\/v1\/nothing/],
    ['/sessions/1/nothing', 404, 'not_found', /no GET/],
  ])('%s answers %i %s', async (path, status, ...[code, message]) => {
    const found = await answer(`/api/v1${path}`)
    expect(found.status).toBe(status)
    const { error } = errorSchema.parse(found.body)
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('names candidates', async () => {
    const { body } = await answer('/api/v1/sessions/abcd')
    expect((body as ErrorBody).error.candidates).toEqual([`1 ${TRACE} invoke_workflow blog-post`, `2 ${TRACE_2} invoke_workflow other`])
  })

  it('answers another method with what is allowed', async () => {
    const response = await store.api.request('/api/v1/sessions', { method: 'POST' })
    expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('says to try again when the store cannot be read now', async () => {
    const busy = await storeThatThrows(new AppError('unavailable', 'busy'))
    const response = await busy.api.request('/api/v1/info')
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '1'])
  })

  it('reports a bug, and does not show it', async () => {
    const bugs: unknown[] = []
    const broken = await storeThatThrows(new TypeError('secret'), (error) => bugs.push(error))
    const response = await broken.api.request('/api/v1/info')
    expect([response.status, await response.text()]).toEqual([500, '{"error":{"code":"internal","message":"internal error"}}'])
    expect(bugs).toEqual([new TypeError('secret')])
  })
})

async function storeThatThrows(error: Error, report: (error: unknown) => void = () => undefined) {
  const { localReader } = await import('../local-reader.ts')
  const reader = { ...localReader(store.db), readInfo: () => Promise.reject(error) }
  return openTestStore({ reader, report })
}

describe('the OpenAPI document', () => {
  /** Those that read. */
  const routes = () =>
    apiRoutes({ reader: NO_READER, otlpJson: NO_WRITER, report: () => undefined }).filter(({ method }) => method === 'GET')

  it('has exactly the routes that are mounted', async () => {
    const document: { paths: Record<string, object> } = JSON.parse(await (await store.api.request('/openapi.json')).text())
    const documented = Object.entries(document.paths).flatMap(([path, ways]) =>
      Object.keys(ways).map((way) => `${way.toUpperCase()} ${path}`),
    )
    const mounted = createApi({ reader: NO_READER, otlpJson: NO_WRITER, report: () => undefined })
      .routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    expect(documented.sort()).toEqual(mounted.sort())
    expect(mounted).toContain('DELETE /api/v1/sessions/{id}')
  })

  it('says with what every route may refuse, and how a token is given', async () => {
    const document: {
      readonly security: unknown
      readonly components: { readonly securitySchemes: unknown }
      readonly paths: Record<string, Record<string, { readonly responses: object }>>
    } = JSON.parse(await (await store.api.request('/openapi.json')).text())
    const refusals = Object.entries(document.paths).flatMap(([path, ways]) =>
      Object.entries(ways).map(([way, { responses }]) => ({
        way,
        path,
        statuses: Object.keys(responses).filter((status) => status >= '400'),
      })),
    )
    for (const { way, path, statuses } of refusals) {
      const isReadFromFile = way === 'get' && path !== '/api/v1/live'
      const absent = isReadFromFile ? [] : ['501']
      expect({ way, path, statuses }).toEqual({ way, path, statuses: ['400', '401', '403', '404', '409', '500', ...absent, '503'] })
    }
    expect(document.security).toEqual([{}, { bearer: [] }])
    expect(document.components.securitySchemes).toEqual({ bearer: expect.objectContaining({ type: 'http', scheme: 'bearer' }) })
  })

  it('answers HEAD everywhere with the status of GET, and leaves nothing open', async () => {
    const open = new Set<string>()
    const watched = <A, C>(name: string, stream: (args: A) => AsyncIterable<C>) =>
      async function* (args: A): AsyncGenerator<C> {
        open.add(name)
        try {
          yield* stream(args)
        } finally {
          open.delete(name)
        }
      }
    const subscribe = () => {
      open.add('live')
      return () => void open.delete('live')
    }
    const reader = localReader(store.db)
    const app = createApi({
      reader: { ...reader, streamTrace: watched('trace', reader.streamTrace), streamExport: watched('export', reader.streamExport) },
      otlpJson,
      subscribe,
      report: (error) => expect.unreachable(String(error)),
    })
    const paths = routes().map(({ path }) => urlOf(path))
    for (const path of [...paths, `/api/v1/traces/${TRACE}?format=otlp`]) {
      const { status, body } = await app.request(path, { method: 'HEAD' })
      expect({ path, status, body, open: [...open] }).toEqual({ path, status: 200, body: null, open: [] })
    }
    expect((await app.request('/api/v1/traces/00000000000000000000000000000009', { method: 'HEAD' })).status).toBe(404)
  })

  it('refers to schemas that it has', async () => {
    const text = await (await store.api.request('/openapi.json')).text()
    const document: { components: { schemas: object } } = JSON.parse(text)
    const references = new Set(Array.from(text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g), ([, name]) => name))
    for (const name of references) expect(Object.keys(document.components.schemas)).toContain(name)
    expect(text).not.toContain('"$ref":"#/$defs')
  })

  it('says the truth about every answer', async () => {
    const checked = routes().filter(({ answer }) => answer.kind !== 'other' || answer.schema)
    for (const { path, answer: declared } of checked) {
      const url = urlOf(path)
      const found = await answer(url)
      expect({ url, status: found.status }).toEqual({ url, status: 200 })
      const result = z.safeParse(schemaOf(declared), found.body)
      expect({ url, error: result.error?.message }).toEqual({ url, error: undefined })
    }
    expect(checked.length).toBe(routes().length - 3)
  })
})

/** A route with ids that the store has. */
function urlOf(path: string): string {
  const url = path
    .replace('{id}', '1')
    .replace('{responseId}', '4')
    .replace('{logId}', '1')
    .replace('{traceId}', TRACE)
    .replace('{spanId}', '0000000000000006')
  if (url.endsWith('/why')) return `${url}?trace=${TRACE}`
  return url.endsWith('/value') ? `${url}?at=/name` : url
}

function schemaOf(declared: Answer): z.ZodType {
  if (declared.kind === 'list') return z.strictObject({ items: z.array(declared.schema).min(1), nextCursor: z.string().nullable() })
  return 'schema' in declared ? (declared.schema ?? z.unknown()) : z.unknown()
}

/** Never asked: only the table of routes is wanted. */
const NO_READER = {} as Parameters<typeof createApi>[0]['reader']
const NO_WRITER = {} as Parameters<typeof createApi>[0]['otlpJson']
