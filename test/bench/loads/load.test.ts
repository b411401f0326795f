import { describe, expect, it } from 'vitest'
import { decodeTraces } from '../../../collector/src/decode/protobuf/read-traces.ts'
import { encodeTraces } from '../../../collector/src/decode/protobuf/write-traces.ts'
import { type Span, spanItems } from '../../../collector/src/domain/span.ts'
import { interpret } from '../../../collector/src/interpret/interpret.ts'
import { CONVERSATION_FORMS, conversationRequests } from './conversation.ts'
import { encodedRequests, LOADS, type LoadSpec, loadRequests, requestCount, spanCount, spansAfter } from './load.ts'

const spansOf = (spec: LoadSpec): readonly Span[] => [...loadRequests(spec)].flatMap((data) => [...spanItems(data)].map(({ span }) => span))

describe.each(LOADS)('load %s', (load) => {
  const spec: LoadSpec = { load, traces: 70, width: 1 }
  const spans = spansOf(spec)

  it('is the same in every run', () => {
    expect(encodedRequests(spec).map((body) => Buffer.from(body).toString('base64'))).toEqual(
      encodedRequests(spec).map((body) => Buffer.from(body).toString('base64')),
    )
  })

  it('has the spans that it says', () => {
    expect(spans).toHaveLength(spanCount(spec))
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length)
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(70)
  })

  it('has the requests that it says', () => {
    const sizes = [...loadRequests(spec)].map((data) => [...spanItems(data)].length)
    expect(sizes).toHaveLength(requestCount(spec))
    expect(sizes.slice(2).reduce((sum, size) => sum + size, 0)).toBe(spansAfter(2, spec))
  })

  it('is valid', () => {
    for (const body of encodedRequests(spec)) expect(decodeTraces(body)).toMatchObject({ rejected: [], warnings: [], repairedStrings: 0 })
  })

  it('interleaved, has the same spans in another order, and no trace twice in a turn', () => {
    const mixed = spansOf({ ...spec, width: 35 })
    expect(mixed.map(({ spanId }) => spanId).toSorted()).toEqual(spans.map(({ spanId }) => spanId).toSorted())
    for (const start of [0, 35]) expect(new Set(mixed.slice(start, start + 35).map(({ traceId }) => traceId)).size).toBe(35)
  })

  it('sends children before their parents', () => {
    const seen = new Set<string>()
    for (const { spanId, parentSpanId } of spans) {
      expect(seen.has(parentSpanId)).toBe(false)
      seen.add(spanId)
    }
  })
})

describe('what the loads are made of', () => {
  it('plain spans have 10 attributes', () => {
    expect(new Set(spansOf({ load: 'plain', traces: 2, width: 1 }).map(({ attributes }) => attributes.length))).toEqual(new Set([10]))
  })

  it('agent calls carry 16 KB of messages on average', () => {
    const sizes = spansOf({ load: 'agent', traces: 5, width: 1 }).flatMap(({ attributes }) =>
      attributes.flatMap(({ key, value }) => (key === 'gen_ai.input.messages' && typeof value === 'string' ? [value.length] : [])),
    )
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
    expect(sizes).toHaveLength(40)
    expect(mean).toBeGreaterThan(15_500)
    expect(mean).toBeLessThan(16_900)
  })

  it.each(['call', 'agent'] as const)('%s traces are understood as calls with usage', (load) => {
    const kinds = [...loadRequests({ load, traces: 1, width: 1 })].flatMap((data) => [...spanItems(data)].map((item) => interpret(item)))
    const calls = kinds.filter(({ call }) => call?.usage !== undefined && call.provider !== undefined)
    expect([calls.length, kinds.at(-1)?.kind]).toEqual([load === 'call' ? 12 : 8, 'agent'])
  })
})

describe.each(CONVERSATION_FORMS)('a conversation as %s', (form) => {
  const requests = [...conversationRequests(form, 3)]
  const records = requests.flatMap((data) => [...spanItems(data)].map((item) => interpret(item)))

  it('is understood: usage, model, the last question and the answer', () => {
    expect(records).toHaveLength(3)
    for (const { call, session } of records)
      expect([call?.isModelCall, call?.responseModel, call?.input?.text?.length, call?.output?.text?.length, session.key]).toEqual([
        true,
        'gpt-4o-2024-08-06',
        8000,
        8000,
        'conversation-of-the-storage-bench',
      ])
  })

  it('sends its whole history again: 16 KB more a turn', () => {
    const sizes = requests.map((data) => encodeTraces(data).length)
    const [first = 0, second = 0, third = 0] = sizes
    const copies = form === 'OpenInference' ? 2 : 1
    for (const growth of [second - first, third - second]) {
      expect(growth).toBeGreaterThan(16_000 * copies)
      expect(growth).toBeLessThan(17_500 * copies)
    }
  })
})
