import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { List, Retention, Session } from '../contract.ts'
import { errorSchema } from './report-schemas.ts'
import { chat, openTestStore, session, type TestStore } from './testing/test-store.ts'

const TRACE = 'abcd0000000000000000000000000001'
const TRACE_2 = 'abcd0000000000000000000000000002'

let store: TestStore

/** Session 1, key `run-1`, and session 2. */
beforeEach(async () => {
  store = await openTestStore()
  await store.write(
    session({ trace: TRACE, id: '1', lasts: 9000 }, 'blog-post', { 'tracker.session.key': 'the-first-run-of-all' }),
    chat({ trace: TRACE, id: '2', parent: '1' }, { text: 'a secret plan' }),
    session({ trace: TRACE_2, id: '1', at: 50 }, 'other'),
  )
})

/** Status of a request, and the code of a refusal. */
async function ask(method: string, path: string): Promise<readonly [status: number, code?: string]> {
  const response = await store.api.request(`/api/v1${path}`, { method })
  const text = await response.text()
  return text === '' ? [response.status] : [response.status, errorSchema.parse(JSON.parse(text)).error.code]
}

const ids = async (path = '/sessions') => (await store.get<List<Session>>(path)).items.map(({ id }) => id)
const pinned = async () => (await store.get<List<Session>>('/sessions')).items.filter((each) => each.pinned).map(({ id }) => id)
const retention = () => store.get<Retention>('/retention')

describe('DELETE of a session', () => {
  it.each([
    ['its integer', '1'],
    ['its trace id', TRACE],
    ['its key', 'key:the-first-run-of-all'],
    ['its trace id behind hex:', 'hex:abcd0000000000000000000000000001'],
  ])('by %s removes it, and nothing finds it any more', async (_, id) => {
    expect(await ask('DELETE', `/sessions/${id}`)).toEqual([204])
    expect(await ids()).toEqual([2])
    for (const path of ['', '/timeline', '/responses', '/spans', '/cost', '/transcript'])
      expect(await ask('GET', `/sessions/1${path}`), path).toEqual([404, 'not_found'])
    expect(await ask('GET', `/traces/${TRACE}`)).toEqual([404, 'not_found'])
    expect(await ids('/sessions?q=secret')).toEqual([])
  })

  it('answers 404 when there is none, also the second time', async () => {
    expect(await ask('DELETE', '/sessions/99')).toEqual([404, 'not_found'])
    expect(await ask('DELETE', '/sessions/1')).toEqual([204])
    expect(await ask('DELETE', '/sessions/1')).toEqual([404, 'not_found'])
  })

  it('answers 409 and removes nothing when several are meant', async () => {
    expect(await ask('DELETE', '/sessions/abcd')).toEqual([409, 'ambiguous'])
    expect(await ids()).toEqual([2, 1])
  })

  it('takes no parameter, which might have been meant as a condition', async () => {
    expect(await ask('DELETE', '/sessions/1?dryRun=true')).toEqual([400, 'invalid'])
    expect(await ids()).toEqual([2, 1])
  })

  it('does not take back what is sent again', async () => {
    await ask('DELETE', '/sessions/1')
    await store.write(chat({ trace: TRACE, id: '2', parent: '1' }, { text: 'a secret plan' }))
    expect(await ids()).toEqual([2])
  })
})

describe('a pin', () => {
  it('is put on and taken off, twice without harm', async () => {
    for (const _ of [1, 2]) {
      expect(await ask('PUT', '/sessions/1/pin')).toEqual([204])
      expect([await pinned(), (await retention()).pinnedSessions]).toEqual([[1], 1])
    }
    expect(await store.get('/sessions/1')).toMatchObject({ id: 1, pinned: true })
    for (const _ of [1, 2]) {
      expect(await ask('DELETE', '/sessions/1/pin')).toEqual([204])
      expect([await pinned(), (await retention()).pinnedSessions]).toEqual([[], 0])
    }
  })

  it('wants a session', async () => {
    for (const method of ['PUT', 'DELETE']) {
      expect(await ask(method, '/sessions/99/pin')).toEqual([404, 'not_found'])
      expect(await ask(method, '/sessions/abcd/pin')).toEqual([409, 'ambiguous'])
    }
  })

  it('does not keep a session from whoever deletes it', async () => {
    await ask('PUT', '/sessions/1/pin')
    expect(await ask('DELETE', '/sessions/1')).toEqual([204])
    expect(await ids()).toEqual([2])
  })
})

describe('the retention', () => {
  it('is that of a store without limits at first', async () => {
    expect(await retention()).toMatchObject({ policy: { maxAgeDays: null, maxBytes: null }, notice: null, stuck: false, last: null })
  })

  it('says what goes next while a notice stands', async () => {
    const { usedBytes } = (await retention()).database
    store.writer.retain({ maxAgeDays: null, maxBytes: usedBytes })
    while (await store.writer.work());
    const { notice, policy } = await retention()
    expect(policy).toEqual({ maxAgeDays: null, maxBytes: usedBytes })
    expect(notice?.next).toMatchObject({ reason: 'size', oldestReceivedAt: expect.stringMatching(/^2026-/) })
    expect(notice?.next?.sessions).toBeGreaterThan(0)
    expect(Date.parse(notice?.next?.at ?? '') - Date.parse(notice?.since ?? '')).toBe(24 * 3_600_000)
  })
})

describe('other methods', () => {
  it.each([
    ['POST', '/sessions/1', 'GET, HEAD, DELETE'],
    ['PUT', '/sessions/1', 'GET, HEAD, DELETE'],
    ['DELETE', '/sessions', 'GET, HEAD'],
    ['GET', '/sessions/1/pin', 'PUT, DELETE'],
    ['HEAD', '/sessions/1/pin', 'PUT, DELETE'],
    ['OPTIONS', '/sessions/1', 'GET, HEAD, DELETE'],
    ['DELETE', '/retention', 'GET, HEAD'],
    ['PUT', '/openapi.json', 'GET, HEAD'],
    ['DELETE', '/openapi.json', 'GET, HEAD'],
  ])('%s %s is answered with what is allowed, and changes nothing', async (method, path, allowed) => {
    const response = await store.api.request(path === '/openapi.json' ? path : `/api/v1${path}`, { method })
    expect([response.status, response.headers.get('Allow')]).toEqual([405, allowed])
    expect([await ids(), await pinned()]).toEqual([[2, 1], []])
  })
})

it('a file that is only read answers 501', async () => {
  const { api } = await openTestStore({ reader: NO_READER, keeper: undefined as never })
  for (const [method, path] of [
    ['DELETE', '/sessions/1'],
    ['PUT', '/sessions/1/pin'],
  ] as const)
    expect((await api.request(`/api/v1${path}`, { method })).status).toBe(501)
})

it('the document describes the methods that change something, without a body', async () => {
  const way = z.object({ responses: z.record(z.string(), z.object({ content: z.unknown().optional() })) })
  const { paths } = z
    .object({ paths: z.record(z.string(), z.record(z.string(), way)) })
    .parse(await (await store.api.request('/openapi.json')).json())
  for (const [method, path] of [
    ['delete', '/api/v1/sessions/{id}'],
    ['put', '/api/v1/sessions/{id}/pin'],
    ['delete', '/api/v1/sessions/{id}/pin'],
  ] as const) {
    const responses = paths[path]?.[method]?.responses ?? {}
    expect(Object.keys(responses)).toEqual(['204', '400', '401', '403', '404', '409', '500', '501', '503'])
    expect(responses['204']?.content).toBeUndefined()
  }
})

/** Never asked. */
const NO_READER = {} as NonNullable<NonNullable<Parameters<typeof openTestStore>[0]>['reader']>
