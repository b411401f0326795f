import { describe, expect, it } from 'vitest'
import type { Session, SpanDetail } from '../contract.ts'
import { attributesOf } from '../interpret/testing/item.ts'
import { chat, openTestStore, session, type TestSpan } from './testing/test-store.ts'

const KEY = { 'tracker.session.key': 'the-session-of-all' }

async function sessionOf(...spans: readonly TestSpan[]): Promise<Session> {
  const store = await openTestStore()
  await store.write(...spans)
  return await store.get<Session>('/sessions/1')
}

const serviceOf = (name: string) => ({
  attributes: attributesOf({ 'service.name': name }),
  droppedAttributesCount: 0,
  entityRefs: [],
  schemaUrl: '',
})

describe('what a session without a title is called', () => {
  it.each<[string, readonly TestSpan[], Partial<Session>]>([
    ['its root and program', [{ id: '1', name: 'work', resource: serviceOf('writer') }], { rootName: 'work', service: 'writer' }],
    [
      'the root of its first trace',
      [
        { trace: '2', id: '1', at: 10, name: 'later', resource: serviceOf('b'), attributes: KEY },
        { trace: '1', id: '2', at: 0, name: 'first', resource: serviceOf('a'), attributes: KEY },
        { trace: '1', id: '3', parent: '2', at: 0, name: 'inner', resource: serviceOf('c') },
      ],
      { rootName: 'first', service: 'a' },
    ],
    [
      'its root, wherever other spans stand in an index',
      [
        { id: '1', resource: serviceOf('a') },
        { id: '2', parent: 'f'.repeat(16), resource: serviceOf('b') },
      ],
      { service: 'a' },
    ],
    ['a span while the root is missing', [{ id: '2', parent: '1', resource: serviceOf('inner') }], { rootName: null, service: 'inner' }],
    ['no program', [{ id: '1', resource: { ...serviceOf('x'), attributes: [] } }], { rootName: 'work', service: null }],
  ])('%s', async (_, spans, expected) => {
    expect(await sessionOf(...spans)).toMatchObject(expected)
  })
})

describe('the first prompt of a session', () => {
  const withoutText = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm-1', 'gen_ai.usage.input_tokens': 1 }
  const root = session({ id: '1' }, 'w')

  it.each<[string, readonly TestSpan[], string | null]>([
    ['in one line', [chat({ id: '1' }, { text: '  write \n\n a\tpost ' })], 'write a post'],
    ['of the earliest call', [9, 5, 7].map((at) => chat({ id: String(at), parent: '1', at }, { text: `at ${at}` })), 'at 5'],
    [
      'not of the wrapper around it',
      [chat({ id: '1', lasts: 900 }, { text: 'all of it' }), chat({ id: '2', parent: '1', at: 5 }, { text: 'a' })],
      'a',
    ],
    [
      'behind calls without text',
      [root, { id: '2', parent: '1', attributes: withoutText }, chat({ id: '3', parent: '1', at: 5 }, { text: 'a' })],
      'a',
    ],
    ['cut to 200 characters', [chat({ id: '1' }, { text: 'ab '.repeat(100) })], `${'ab '.repeat(66)}ab`],
    ['cut before half a character', [chat({ id: '1' }, { text: `${'x'.repeat(199)}\u{1f600}` })], 'x'.repeat(199)],
    ['of megabytes', [chat({ id: '1' }, { text: 'many words '.repeat(300_000) })], 'many words '.repeat(19).slice(0, 200).trim()],
    ['none', [root], null],
    ['none without words', [chat({ id: '1' }, { text: ' \n ' })], null],
  ])('is shown %s', async (_, spans, preview) => {
    expect((await sessionOf(...spans)).preview).toBe(preview === null ? null : preview.slice(0, 200))
  })
})

describe('a span with large values', () => {
  const LONG = 'y'.repeat(5000)
  const span: TestSpan = {
    id: '1',
    name: 'n'.repeat(150),
    error: LONG,
    attributes: { short: 'a', long: LONG, list: ['a', [LONG]], map: { deep: LONG }, ['k'.repeat(200)]: 1 },
    events: [{ name: 'said', attributes: { text: LONG } }],
    resource: { ...serviceOf('s'), attributes: attributesOf({ 'process.command_args': [LONG] }) },
    scope: { name: 's', version: '', attributes: attributesOf({ text: LONG }), droppedAttributesCount: 0, schemaUrl: '' },
  }
  const path = `/spans/${'1'.padStart(32, '0')}/${'1'.padStart(16, '0')}`
  const stored = async () => {
    const store = await openTestStore()
    await store.write(span)
    return store
  }

  it('comes whole', async () => {
    const { cut, attributes } = await (await stored()).get<SpanDetail>(path)
    expect(cut).toEqual([])
    expect(attributes[1]).toEqual({ key: 'long', value: { stringValue: LONG } })
  })

  it('comes with its strings cut wherever they stand, and gives each one back', async () => {
    const store = await stored()
    const { cut, ...shown } = await store.get<SpanDetail>(`${path}?cut=100`)
    expect(cut.map(({ at }) => at).sort()).toEqual(
      [
        '/attributes/1/value/stringValue',
        '/attributes/2/value/arrayValue/values/1/arrayValue/values/0/stringValue',
        '/attributes/3/value/kvlistValue/values/0/value/stringValue',
        '/attributes/4/key',
        '/errorMessage',
        '/events/0/attributes/0/value/stringValue',
        '/instrumentation/attributes/0/value/stringValue',
        '/name',
        '/resource/attributes/0/value/arrayValue/values/0/stringValue',
        '/statusMessage',
      ].sort(),
    )
    expect(Math.max(...(JSON.stringify(shown).match(/"[^"]*"/g) ?? []).map((text) => text.length - 2))).toBe(100)
    for (const { at, length } of cut) {
      const response = await store.api.request(`/api/v1${path}/value?at=${at}`)
      expect([at, response.headers.get('Content-Type')]).toEqual([at, 'text/plain; charset=utf-8'])
      expect((await response.text()).length).toBe(length)
    }
  })

  it.each<[string, number, RegExp]>([
    ['?cut=99', 400, /cut is "99"; allowed: an integer from 100 to 1000000/],
    ['?cut=1000001', 400, /cut is/],
    ['?cut=x', 400, /cut is "x"/],
    ['/value', 400, /at is missing; allowed: a JSON pointer/],
    ['/value?at=/attributes/99/key', 404, /nothing at \/attributes\/99\/key/],
    ['/value?at=/constructor/name', 404, /nothing at \/constructor\/name/],
    ['/value?at=/attributes', 400, /no string but a list/],
    ['/value?at=/flags', 400, /no string but a number/],
    ['/value?at=/parentSpanId', 400, /no string but null/],
    ['/value?at=/resource', 400, /no string but an object/],
  ])('answers %s', async (query, status, message) => {
    const response = await (await stored()).api.request(`/api/v1${path}${query}`)
    const body: { error: { message: string } } = JSON.parse(await response.text())
    expect([response.status, body.error.message]).toEqual([status, expect.stringMatching(message)])
  })
})
