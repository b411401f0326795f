import { describe, expect, it } from 'vitest'
import type { SpanDetail } from '../../collector/src/contract.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { ODD_PARAMETERS } from '../fuzz/odd-parameters.ts'

const TRACE = '5b8efff798038103d269b633813fc60c'
const SPAN = 'eee19b7ec3c1b174'
const SLOW_MS = 60_000
/** Names that mean something to JavaScript, a terminal, a reader or a page. */
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'valueOf',
  '\u001b[31m',
  '\u202egnp.exe',
  '\ufeffname',
  'a\0b',
  '<b>',
]

const text = (stringValue: string) => ({ stringValue })
const entries = NAMES.map((key) => ({ key, value: text(`value of ${key}`) }))
const all = [
  ...entries,
  { key: 'map', value: { kvlistValue: { values: entries } } },
  { key: 'input.value', value: text('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') },
]
const span = {
  traceId: TRACE,
  spanId: SPAN,
  name: '__proto__',
  startTimeUnixNano: '1767520800000000000',
  endTimeUnixNano: '1767520801000000000',
  attributes: [
    ...all,
    { key: 'tracker.metadata', value: text('{"__proto__":{"polluted":1},"a":1}') },
    { key: 'tracker.session.key', value: text('__proto__') },
  ],
  events: [{ name: '__proto__', timeUnixNano: '1767520800500000000', attributes: all }],
  links: [{ traceId: TRACE, spanId: SPAN, attributes: all }],
}
const BODY = JSON.stringify({
  resourceSpans: [
    {
      resource: { attributes: [...entries, { key: 'service.name', value: text('__proto__') }] },
      scopeSpans: [{ scope: { name: 'constructor', attributes: all }, spans: [span] }],
    },
  ],
})

async function sent<T>(use: (get: (path: string) => Promise<Response>) => Promise<T>): Promise<T> {
  return await withCollector(async ({ url }) => {
    const reply = await fetch(`${url}/v1/traces`, { method: 'POST', body: BODY, headers: { 'Content-Type': 'application/json' } })
    expect([reply.status, await reply.text()]).toEqual([200, '{}'])
    return await use((path) => fetch(`${url}/api/v1${path}`))
  })
}

describe('names that mean something elsewhere', () => {
  it(
    'come back as they were sent, by REST and as OTLP, and change nothing in the process (S7)',
    async () => {
      await sent(async (get) => {
        const detail: SpanDetail = JSON.parse(await (await get(`/spans/${TRACE}/${SPAN}`)).text())
        expect(detail.attributes.map(({ key }) => key)).toEqual(span.attributes.map(({ key }) => key))
        const given = await (await get(`/traces/${TRACE}?format=otlp`)).text()
        const [group] = JSON.parse(given).resourceSpans
        expect(group.resource.attributes.slice(0, NAMES.length)).toEqual(entries)
        const [back] = group.scopeSpans[0].spans
        expect([back.attributes, back.events[0].attributes, back.links[0].attributes]).toEqual([span.attributes, all, all])
        for (const path of [
          '/sessions',
          '/sessions/1',
          '/sessions/key:__proto__',
          '/sessions/1/events',
          '/sessions/1/timeline',
          '/sessions?workflow=__proto__',
          '/cost?by=workflow',
          '/stats',
          '/workflows',
          '/export',
        ])
          expect([path, (await get(path)).status]).toEqual([path, 200])
      })
      expect(Reflect.get({}, 'polluted')).toBeUndefined()
      expect(Object.keys(Object.prototype)).toEqual([])
    },
    SLOW_MS,
  )
})

/** Where text is looked for, and where a value is compared. */
const ASKED = [
  ...['sessions', 'prompts'].map((list) => [list, 'q'] as const),
  ...(['workflow', 'status', 'cursor', 'after', 'sort'] as const).map((name) => ['sessions', name] as const),
  ...([
    ['prompts', 'phase'],
    ['prompts', 'model'],
    ['logs', 'session'],
    ['logs', 'service'],
    ['issues', 'severity'],
    ['cost', 'timeZone'],
  ] as const),
]

describe('what is asked for', () => {
  it(
    'is text for the search and a value for SQL, whatever its syntax: 200, or 400 with what is allowed (S9)',
    async () => {
      await sent(async (get) => {
        const statusOf = async (path: string) => `${path} ${(await get(path)).status}`
        for (const [list, name] of ASKED) {
          const answers = await Promise.all(
            ODD_PARAMETERS.map((value) => statusOf(`/${list}?${name}=${encodeURIComponent(value.toWellFormed())}`)),
          )
          expect(answers.filter((answer) => !/ (200|400|404|409)$/.test(answer))).toEqual([])
        }
        expect(JSON.parse(await (await get('/sessions')).text()).items).toHaveLength(1)
      })
    },
    SLOW_MS,
  )
})
