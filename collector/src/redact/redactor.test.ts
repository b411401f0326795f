import { describe, expect, it } from 'vitest'
import type { Attributes, AttributeValue } from '../domain/attribute.ts'
import { CONTENT_MODES, type ContentMode } from '../domain/content-mode.ts'
import type { LogItem, LogsData } from '../domain/log.ts'
import type { Metric, MetricData, MetricsData } from '../domain/metric.ts'
import type { Resource, Scope, Span, TracesData } from '../domain/span.ts'
import { parseOwnRules } from './own-rules.ts'
import { createRedactor, type RedactorOptions } from './redactor.ts'

const KEY = new Uint8Array(32).fill(7)
const MAIL = 'ada@example.org'
const HIDDEN = '[redacted:email]'
const MESSAGES = JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: `mail ${MAIL}` }] }])

const redactor = (mode: ContentMode, options: Partial<RedactorOptions> = {}) => createRedactor({ mode, key: KEY, ...options })
const attributes = (values: Readonly<Record<string, AttributeValue>>): Attributes =>
  Object.entries(values).map(([key, value]) => ({ key, value }))

/** One item of each signal with a text at every place that has one. */
function samples(text: string) {
  const some = attributes({ note: text })
  const resource: Resource = { attributes: some, droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' }
  const scope: Scope = { name: 'scope', version: '1', attributes: some, droppedAttributesCount: 0, schemaUrl: '' }
  const span: Span = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceState: '',
    parentSpanId: '',
    flags: 1,
    name: text,
    kind: 1,
    startNs: 1n,
    endNs: 2n,
    attributes: attributes({
      plain: text,
      bytes: new Uint8Array(Buffer.from(text)),
      list: [text, 1n, null],
      map: { entries: attributes({ [text]: text }) },
    }),
    droppedAttributesCount: 0,
    events: [{ timeNs: 1n, name: text, attributes: some, droppedAttributesCount: 0 }],
    droppedEventsCount: 0,
    links: [{ traceId: '', spanId: '', traceState: '', attributes: some, droppedAttributesCount: 0, flags: 0 }],
    droppedLinksCount: 0,
    status: { code: 2, message: text },
  }
  const exemplars = [{ timeNs: 1n, value: 1, spanId: '', traceId: '', filteredAttributes: some }]
  const point = { attributes: some, startNs: 0n, timeNs: 1n, flags: 0 }
  const sums = { count: 1n, sum: 1, min: 1, max: 1 }
  const buckets = { ...sums, bucketCounts: [1n], explicitBounds: [] }
  const exponential = { ...sums, scale: 1, zeroCount: 0n, zeroThreshold: 0, positive: undefined, negative: undefined }
  const data: readonly MetricData[] = [
    { kind: 'gauge', points: [{ ...point, value: 1n, exemplars }] },
    { kind: 'sum', temporality: 2, isMonotonic: true, points: [{ ...point, value: 1, exemplars }] },
    { kind: 'histogram', temporality: 2, points: [{ ...point, ...buckets, exemplars }] },
    { kind: 'exponential_histogram', temporality: 2, points: [{ ...point, ...exponential, exemplars }] },
    { kind: 'summary', points: [{ ...point, count: 1n, sum: 1, quantileValues: [] }] },
  ]
  const metrics: readonly Metric[] = data.map((each) => ({ name: 'm', description: text, unit: '1', metadata: some, data: each }))
  const traces: TracesData = { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] }
  const log = {
    timeNs: 1n,
    observedNs: 1n,
    severityNumber: 9,
    severityText: 'INFO',
    body: text,
    attributes: some,
    droppedAttributesCount: 0,
    flags: 0,
    traceId: '',
    spanId: '',
    eventName: '',
  }
  const logs: LogsData = { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [log, { ...log, body: undefined }] }] }] }
  const points: MetricsData = { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] }
  return { traces, logs, metrics: points, span: { span, resource, scope } }
}

/** What becomes of one attribute of a span. */
function attributeAfter(
  mode: ContentMode,
  [key, value]: readonly [string, AttributeValue],
  options: Partial<RedactorOptions> = {},
): AttributeValue {
  const { span, resource, scope } = samples('x').span
  const result = redactor(mode, options).span({ resource, scope, span: { ...span, attributes: attributes({ [key]: value }) } })
  return result.span.attributes[0]?.value ?? null
}

describe('every place of every signal', () => {
  const sent = samples(`mail ${MAIL} now`)
  const expected = samples(`mail ${HIDDEN} now`)
  for (const mode of ['redacted', 'hashed', 'off'] as const) {
    const { traces, logs, metrics } = redactor(mode)
    it(`spans, ${mode}`, () => expect(traces(sent.traces)).toEqual(expected.traces))
    it(`logs, ${mode}`, () => expect(logs(sent.logs)).toEqual(expected.logs))
    it(`metrics, ${mode}`, () => expect(metrics(sent.metrics)).toEqual(expected.metrics))
  }
  it('is as sent with full', () => {
    const { traces, logs, metrics, span, version } = redactor('full')
    expect(traces(sent.traces)).toBe(sent.traces)
    expect(logs(sent.logs)).toBe(sent.logs)
    expect(metrics(sent.metrics)).toBe(sent.metrics)
    expect(span(sent.span)).toBe(sent.span)
    expect(version).toBe('')
  })
  it('comes back as the same object without matches', () => {
    const clean = samples('nothing to hide')
    const { traces, logs, metrics, span } = redactor('redacted')
    expect(traces(clean.traces)).toBe(clean.traces)
    expect(logs(clean.logs)).toBe(clean.logs)
    expect(metrics(clean.metrics)).toBe(clean.metrics)
    expect(span(clean.span)).toBe(clean.span)
  })
  it('is the same when redacted again', () => {
    const { traces, logs, metrics } = redactor('redacted')
    const once = traces(sent.traces)
    expect(traces(once)).toBe(once)
    expect(logs(logs(sent.logs))).toEqual(logs(sent.logs))
    expect(metrics(metrics(sent.metrics))).toEqual(metrics(sent.metrics))
  })
})

describe('content', () => {
  const masks = { hashed: /^\[hashed:[0-9a-f]{32}\]$/, off: /^\[off:\d+ characters\]$/ }
  const keys = [
    'gen_ai.system_instructions',
    'gen_ai.prompt',
    'gen_ai.tool.call.arguments',
    'gen_ai.tool.call.result',
    'input.value',
    'output.value',
    'traceloop.entity.input',
    'llm.input_messages.0.message.content',
    'gen_ai.completion.0.content',
    'tracker.session.outputs',
    'process.command_line',
    'ai.prompt.messages',
    'langfuse.observation.input',
    'user_prompt',
    'mlflow.spanOutputs',
  ]
  for (const mode of ['hashed', 'off'] as const) {
    for (const key of keys) it(`${key}, ${mode}`, () => expect(attributeAfter(mode, [key, 'say hi'])).toMatch(masks[mode]))
    it(`structured arguments, ${mode}`, () =>
      expect(attributeAfter(mode, ['gen_ai.tool.call.arguments', { entries: attributes({ city: 'Oslo' }) }])).toMatch(masks[mode]))
    it(`a list of messages keeps its shape, ${mode}`, () =>
      expect(JSON.parse(String(attributeAfter(mode, ['gen_ai.input.messages', MESSAGES])))).toEqual([
        { role: 'user', parts: [{ type: 'text', content: expect.stringMatching(masks[mode]) }] },
      ]))
    it(`arguments in a message, ${mode}`, () => {
      const call = { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'weather', arguments: { name: 'Oslo', days: 3 } }] }
      const [message] = JSON.parse(String(attributeAfter(mode, ['gen_ai.output.messages', JSON.stringify([call])])))
      expect(message.parts[0]).toEqual({ ...call.parts[0], arguments: expect.stringMatching(masks[mode]) })
    })
    it(`structured messages, ${mode}`, () => {
      const message = (content: AttributeValue): AttributeValue => [{ entries: attributes({ role: 'user', content }) }]
      expect(attributeAfter(mode, ['gen_ai.input.messages', message('hi')])).toEqual(message(expect.stringMatching(masks[mode])))
    })
    it(`text under the name of structure, ${mode}`, () =>
      expect(String(attributeAfter(mode, ['gen_ai.input.messages', '[{"role":"user said this"}]']))).not.toContain('said'))
    it(`is the same when masked again, ${mode}`, () => {
      const once = attributeAfter(mode, ['gen_ai.input.messages', MESSAGES])
      expect(attributeAfter(mode, ['gen_ai.input.messages', once])).toBe(once)
    })
    it(`message events, ${mode}`, () => {
      const { span, resource, scope } = samples('x').span
      const event = { timeNs: 1n, name: 'gen_ai.user.message', attributes: attributes({ content: 'say hi' }), droppedAttributesCount: 0 }
      const result = redactor(mode).span({ resource, scope, span: { ...span, events: [event] } })
      expect(result.span.events[0]?.attributes[0]?.value).toMatch(masks[mode])
    })
    it(`message records, ${mode}`, () => {
      const [group] = samples('x').logs.resourceLogs
      const record = group?.scopeLogs[0]?.logRecords[0]
      if (!group || !record) throw new Error('no sample')
      const log = { ...record, eventName: 'gen_ai.user.message', body: { entries: attributes({ content: 'say hi' }) } }
      const result = redactor(mode).log({ log, resource: group.resource, scope: { ...samples('x').span.scope } })
      expect(result.log.body).toEqual({ entries: attributes({ content: expect.stringMatching(masks[mode]) }) })
    })
  }
  it('keeps its length with off', () => expect(attributeAfter('off', ['output.value', 'x'.repeat(30)])).toBe('[off:30 characters]'))
  it('keeps equal texts equal with hashed, and depends on the key', () => {
    const of = (text: string, key = KEY) => attributeAfter('hashed', ['output.value', text], { key })
    expect(of('a')).toBe(of('a'))
    expect(of('a')).not.toBe(of('b'))
    expect(of('a', new Uint8Array(32))).not.toBe(of('a'))
  })
  it('needs a key with hashed', () =>
    expect(() => createRedactor({ mode: 'hashed', key: new Uint8Array(16) })).toThrow(expect.objectContaining({ code: 'invalid' })))
  it('is redacted, not masked, with redacted', () =>
    expect(attributeAfter('redacted', ['gen_ai.input.messages', MESSAGES])).toBe(MESSAGES.replace(MAIL, HIDDEN)))
  for (const key of [
    'gen_ai.request.model',
    'llm.input_messages.0.message.role',
    'gen_ai.tool.name',
    'service.name',
    'exception.message',
    'gen_ai.output.type',
  ])
    it(`${key} is no content`, () => expect(attributeAfter('off', [key, 'value'])).toBe('value'))
})

it('keeps rows of numbers apart', () => {
  const { metrics } = samples('x')
  const [group] = metrics.resourceMetrics
  const sample = group?.scopeMetrics[0]?.metrics[0]
  if (!sample) throw new Error('no sample')
  const point = { attributes: attributes({ result: 'hit' }), startNs: 0n, timeNs: 1n, flags: 0, value: 1n, exemplars: [] }
  const metric: Metric = { ...sample, data: { kind: 'gauge', points: [point] } }
  const { resource, scope } = samples('x').span
  expect(redactor('off').metric({ metric, resource, scope }).metric).toBe(metric)
})

describe('names of sessions and people', () => {
  const of = (mode: ContentMode, value: string, options = {}) => attributeAfter(mode, ['session.id', value], options)
  for (const mode of ['redacted', 'hashed', 'off'] as const) {
    it(`stay apart, ${mode}`, () => {
      expect(of(mode, MAIL)).toMatch(/^\[hashed:[0-9a-f]{32}\]$/)
      expect(of(mode, MAIL)).toBe(of(mode, MAIL))
      expect(of(mode, MAIL)).not.toBe(of(mode, `b${MAIL}`))
    })
    it(`stay as they are without a match, ${mode}`, () => expect(of(mode, 'run-7')).toBe('run-7'))
  }
  it('are replaced where there is no key', () =>
    expect(createRedactor({ mode: 'redacted' }).log(logWith('user.id', MAIL)).log.attributes).toEqual(attributes({ 'user.id': HIDDEN })))
})

/** A log record with one attribute. */
function logWith(key: string, value: AttributeValue): LogItem {
  const { resource, scope } = samples('x').span
  const log = samples('x').logs.resourceLogs[0]?.scopeLogs[0]?.logRecords[0]
  if (!log) throw new Error('no sample')
  return { log: { ...log, attributes: attributes({ [key]: value }) }, resource, scope }
}

describe('attributes that are secret by their name', () => {
  const secret = [
    'db.password',
    'http.request.header.authorization',
    'api_key',
    'http.response.header.set-cookie',
    'client.secret.access_token',
  ]
  for (const key of secret) it(key, () => expect(attributeAfter('redacted', [key, 'abc'])).toBe('[redacted:credential]'))
  it('in a list', () => expect(attributeAfter('redacted', ['x.cookie', ['a=b']])).toEqual(['[redacted:credential]']))
  it('in a map', () =>
    expect(attributeAfter('redacted', ['options', { entries: attributes({ password: 'abc', user: 'ada' }) }])).toEqual({
      entries: attributes({ password: '[redacted:credential]', user: 'ada' }),
    }))
  for (const key of ['gen_ai.usage.input_tokens', 'gen_ai.request.max_tokens', 'cache.key', 'passwords.count'])
    it(`${key} is not`, () => expect(attributeAfter('redacted', [key, 'abc'])).toBe('abc'))
  it('a blank to fill in stays', () => expect(attributeAfter('redacted', ['db.password', '<password>'])).toBe('<password>'))
  it('stay when the rule is disabled', () => {
    const own = parseOwnRules('{"disable":["credential"]}', 'rules.json')
    expect(attributeAfter('redacted', ['db.password', 'abc'], { own })).toBe('abc')
  })
})

describe('a resent history', () => {
  const message = (index: number) => ({ role: 'user', content: `${'word '.repeat(200)}${index} ${MAIL}, password: "pa ]},{ss"` })
  const history = (length: number): string => JSON.stringify(Array.from({ length }, (_, index) => message(index)))
  const hidden = (text: string): string => text.replaceAll(MAIL, HIDDEN).replaceAll('pa ]},{ss', '[redacted:credential]')
  it('is looked through element by element', () => expect(attributeAfter('redacted', ['a', history(10)])).toBe(hidden(history(10))))
  it('is remembered right', () => {
    const { span, resource, scope } = samples('x').span
    const { span: redact } = redactor('redacted')
    for (let length = 1; length < 20; length++) {
      const item = { resource, scope, span: { ...span, attributes: attributes({ a: history(length) }) } }
      expect(redact(item).span.attributes).toEqual(attributes({ a: hidden(history(length)) }))
    }
  })
  it('counts what is remembered, too', () => {
    const { span, resource, scope } = samples('x').span
    const { span: redact, takeCounts } = redactor('redacted')
    const item = { resource, scope, span: { ...span, attributes: attributes({ a: history(10) }) } }
    redact(item)
    expect(takeCounts()).toEqual({ email: 10, credential: 10 })
    redact(item)
    redact(item)
    expect(takeCounts()).toEqual({ email: 20, credential: 20 })
    expect(takeCounts()).toEqual({})
  })
})

describe('the version', () => {
  const own = (pattern: string) => parseOwnRules(JSON.stringify({ rules: [{ name: 'x', pattern }] }), 'rules.json')
  const versions = [
    ...CONTENT_MODES.map((mode) => redactor(mode).version),
    redactor('redacted', { own: own('a') }).version,
    redactor('redacted', { own: own('b') }).version,
    redactor('redacted', { own: parseOwnRules('{"disable":["email"]}', 'rules.json') }).version,
  ]
  it('tells modes and rules apart', () => expect(new Set(versions).size).toBe(versions.length))
  it('is the same for the same', () => expect(redactor('redacted', { own: own('a') }).version).toBe(versions[CONTENT_MODES.length]))
})
