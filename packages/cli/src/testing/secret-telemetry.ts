/** Requests of every signal with something secret at every place that has texts. Put together here, so that no scanner takes it for real. */

export const TOKEN = `ghp_${'aB3dE6gH9j'.repeat(4)}`
export const OTHER_TOKEN = `ghp_${'zY8xW5vU2t'.repeat(4)}`
export const MAIL = 'ada.lovelace@mail.example.org'
/** Short enough to be the name of a session within its service. */
export const SHORT_MAIL = 'x@example.org'

const START_NS = 1_760_000_000_000_000_000n
/** A text that is stored in pieces. */
const LONG = 'The quick brown fox jumps over the lazy dog. '.repeat(60)

type Value = string | number | readonly Value[]
type Json = Readonly<Record<string, unknown>>

function anyValue(value: Value): Json {
  if (typeof value === 'number') return { intValue: String(value) }
  return typeof value === 'string' ? { stringValue: value } : { arrayValue: { values: value.map(anyValue) } }
}

function attributes(values: Readonly<Record<string, Value>>): readonly Json[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }))
}

function at(second: number): string {
  return String(START_NS + BigInt(second) * 1_000_000_000n)
}

const resource = (service: string) => ({ attributes: attributes({ 'service.name': service, 'deploy.note': `by ${MAIL}` }) })
const scope = { name: 'test', attributes: attributes({ owner: MAIL }) }
const messages = (...texts: readonly string[]) =>
  JSON.stringify(texts.map((content) => ({ role: 'user', parts: [{ type: 'text', content }] })))

interface Span {
  readonly trace: string
  readonly id: number
  readonly parent?: number
  readonly name?: string
  readonly start: number
  readonly seconds?: number
  readonly values?: Readonly<Record<string, Value>>
  readonly more?: Json
}

function span({ trace, id, parent, name = `step ${id}`, start, seconds = 1, values = {}, more = {} }: Span): Json {
  return {
    traceId: trace.repeat(32),
    spanId: String(id).padStart(16, '0'),
    ...(parent !== undefined && { parentSpanId: String(parent).padStart(16, '0') }),
    name,
    kind: 1,
    startTimeUnixNano: at(start),
    ...(seconds > 0 && { endTimeUnixNano: at(start + seconds) }),
    attributes: attributes(values),
    ...more,
  }
}

const chat = (more: Readonly<Record<string, Value>>) => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.usage.input_tokens': 100,
  'gen_ai.usage.output_tokens': 10,
  ...more,
})

const traces = (spans: readonly Json[], service = 'shop') => ({
  signal: 'traces',
  body: { resourceSpans: [{ resource: resource(service), scopeSpans: [{ scope, spans }] }] },
})
const logs = (logRecords: readonly Json[]) => ({
  signal: 'logs',
  body: { resourceLogs: [{ resource: resource('shop'), scopeLogs: [{ scope, logRecords }] }] },
})
const cleanLogs = (logRecords: readonly Json[]) => ({ signal: 'logs', body: { resourceLogs: [{ scopeLogs: [{ logRecords }] }] } })
const metrics = (metrics: readonly Json[]) => ({
  signal: 'metrics',
  body: { resourceMetrics: [{ resource: resource('shop'), scopeMetrics: [{ scope, metrics }] }] },
})

const history = [`my key is ${TOKEN} ${LONG}`, `mail me at ${MAIL} ${LONG}`, 'what about the weather?']
const conversation = [1, 2, 3].map((turn) =>
  span({
    trace: 'a',
    id: 10 + turn,
    parent: 2,
    name: 'chat gpt-4o',
    start: 10 * turn,
    values: chat({
      'gen_ai.input.messages': messages(...history.slice(0, turn)),
      'gen_ai.output.messages': messages(`I shall not tell ${OTHER_TOKEN}`),
      'gen_ai.response.id': `r${turn}`,
    }),
  }),
)
/** Two copies that differ in what is secret only: which one counts is told by their bytes. */
const copy = (secret: string) =>
  span({ trace: 'c', id: 1, start: 300, values: { 'session.id': 'a-session-with-copies', note: `of ${secret}` } })
/** A shorter one. It lost, and is kept. */
const early = span({ trace: 'c', id: 2, parent: 1, start: 301, seconds: 1, values: { note: `early ${TOKEN}` } })
const late = span({ trace: 'c', id: 2, parent: 1, start: 301, seconds: 5, values: { note: 'late, and clean' } })

/** Copies that tie in everything but their bytes, in which another one may be the greater without what is secret. */
const tied = (text: string, secret: string) =>
  Array.from({ length: 6 }, (_, index) =>
    span({ trace: 'c', id: 10 + index, parent: 1, start: 302, values: { note: `${text} ${secret}` } }),
  )

const log = (second: number, more: Json): Json => ({ ...(second > 0 && { timeUnixNano: at(second) }), severityNumber: 9, ...more })
const point = (value: number, second: number, values: Readonly<Record<string, Value>>): Json => ({
  timeUnixNano: at(second),
  asInt: String(value),
  attributes: attributes(values),
})
const exemplar = { timeUnixNano: at(1), asInt: '3', filteredAttributes: attributes({ user: MAIL, long: `${LONG}${TOKEN}` }) }

/** One request. */
export interface SecretRequest {
  readonly signal: string
  readonly body: Json
}

/** What is sent. */
export const requests: readonly SecretRequest[] = [
  traces([
    span({
      trace: 'a',
      id: 1,
      name: `run for ${MAIL}`,
      start: 1,
      seconds: 200,
      values: { 'session.id': `case of ${MAIL}`, 'tracker.workflow': 'support' },
    }),
    span({ trace: 'a', id: 2, parent: 1, name: 'think', start: 2, seconds: 100, values: { 'tracker.phase.name': `ask ${MAIL}` } }),
    ...conversation,
    span({
      trace: 'a',
      id: 20,
      parent: 2,
      name: 'execute_tool bash',
      start: 60,
      values: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'bash',
        'gen_ai.tool.call.arguments': `{"command":"curl -H 'Authorization: Bearer ${TOKEN}'"}`,
        'gen_ai.tool.call.result': `${LONG}${TOKEN}`,
      },
      more: {
        status: { code: 2, message: `${TOKEN} was refused` },
        events: [
          {
            timeUnixNano: at(61),
            name: 'exception',
            attributes: attributes({ 'exception.message': `no ${TOKEN}`, 'exception.type': 'Denied' }),
          },
        ],
        links: [{ traceId: 'd'.repeat(32), spanId: '1'.repeat(16), attributes: attributes({ why: MAIL }) }],
      },
    }),
    span({ trace: 'a', id: 30, parent: 1, start: 70, values: { plain: 'nothing to hide' } }),
  ]),
  // Another trace of the same session, and one of a session with a short name.
  traces([span({ trace: 'b', id: 1, start: 200, values: { 'session.id': `case of ${MAIL}` } })]),
  traces([span({ trace: 'e', id: 1, start: 210, values: { 'session.id': SHORT_MAIL, note: 'x' } })], `shop of ${MAIL}`),
  traces([copy(TOKEN)]),
  traces([copy(OTHER_TOKEN), late]),
  traces([early, ...tied('red', TOKEN)]),
  traces(tied('blue', OTHER_TOKEN)),
  traces([span({ trace: 'f', id: 1, start: 400, seconds: 0, values: { 'session.id': 'one-that-still-runs', note: MAIL } })]),
  {
    signal: 'traces',
    body: {
      resourceSpans: [
        { scopeSpans: [{ spans: [span({ trace: '9', id: 1, start: 500, values: { 'session.id': 'a-clean-session', note: LONG } })] }] },
      ],
    },
  },
  // The second one becomes equal to the first, whose place it has; two of the third were there already.
  cleanLogs([
    log(3, { body: { stringValue: `in place: ${TOKEN}` } }),
    log(3, { body: { stringValue: 'in place: [redacted:github-token]' } }),
    log(9, { body: { stringValue: 'all clean' } }),
    log(20, { body: { stringValue: `again ${TOKEN}` } }),
    log(20, { body: { stringValue: `again ${TOKEN}` } }),
  ]),
  cleanLogs([3, 2, 1].map(() => log(20, { body: { stringValue: `again ${TOKEN}` } }))),
  logs([
    log(1, { body: { stringValue: `key ${TOKEN}` }, attributes: attributes({ 'session.id': `case of ${MAIL}`, note: `${LONG}${MAIL}` }) }),
    log(2, { body: { stringValue: `sent to ${TOKEN}` } }),
    log(2, { body: { stringValue: `sent to ${OTHER_TOKEN}` } }),
    log(4, { body: { stringValue: 'clean' }, traceId: 'a'.repeat(32), spanId: '1'.padStart(16, '0') }),
    log(0, { body: { stringValue: `at no time ${TOKEN}` } }),
    log(0, { body: { stringValue: 'at no time, clean' } }),
  ]),
  // The same as one above without what is secret.
  logs([
    log(1, {
      body: { stringValue: `key ${OTHER_TOKEN}` },
      attributes: attributes({ 'session.id': `case of ${MAIL}`, note: `${LONG}${MAIL}` }),
    }),
  ]),
  logs([log(0, { body: { stringValue: 'at no time, all clean' } })]),
  metrics([
    {
      name: 'requests',
      description: `asked by ${MAIL}`,
      unit: '1',
      sum: {
        aggregationTemporality: 2,
        isMonotonic: true,
        dataPoints: [
          { ...point(1, 1, { user: MAIL, zone: 'a' }), exemplars: [exemplar] },
          point(2, 2, { user: MAIL, zone: 'a' }),
          // Become one series.
          point(5, 1, { token: TOKEN }),
          point(6, 2, { token: OTHER_TOKEN }),
          point(7, 1, { token: OTHER_TOKEN }),
          point(8, 1, { 'session.id': SHORT_MAIL }),
        ],
      },
    },
    { name: 'clean', gauge: { dataPoints: [point(1, 1, { zone: 'b' })] } },
    {
      name: 'times',
      histogram: {
        aggregationTemporality: 2,
        dataPoints: [
          {
            timeUnixNano: at(1),
            count: '2',
            sum: 3,
            bucketCounts: ['1', '1'],
            explicitBounds: [1],
            attributes: attributes({ by: MAIL }),
            exemplars: [exemplar],
          },
        ],
      },
    },
  ]),
]
