import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codecFor } from '../decode/codec.ts'
import { AppError } from '../domain/app-error.ts'
import type { AttributeValue } from '../domain/attribute.ts'
import { type Resource, type Scope, type SpanItem, spanItems } from '../domain/span.ts'
import { localReader } from '../local-reader.ts'
import { otlpJson } from '../otlp-json.ts'
import { linesResponse, otlpLines, otlpResponse, otlpShapes } from './otlp-stream.ts'
import { openTestStore, spanItem, type TestStore } from './testing/test-store.ts'

const TRACE = '1'.padStart(32, '0')

/** What OTLP/JSON says, as items. */
function decode(text: string): readonly SpanItem[] {
  const codec = codecFor('application/json')
  if (!codec) throw new Error('no codec')
  return [...spanItems(codec.decode('traces', new TextEncoder().encode(text)).data)]
}

async function giveBack(store: TestStore): Promise<string> {
  return (await store.api.request(`/api/v1/traces/${TRACE}?format=otlp`)).text()
}

/** A resource or scope by number. */
const resource = (index: number): Resource => ({
  attributes: [{ key: 'service.name', value: `s${index}` }],
  droppedAttributesCount: index,
  entityRefs: [],
  schemaUrl: index === 1 ? 'https://r' : '',
})
const scope = (index: number): Scope => ({
  name: `scope${index}`,
  version: '',
  attributes: [],
  droppedAttributesCount: 0,
  schemaUrl: index === 1 ? 'https://s' : '',
})

const value: fc.Arbitrary<AttributeValue> = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ maxLength: 2000 }),
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double(),
    fc.uint8Array(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.record({ key: fc.string(), value: tie('value') }), { maxLength: 3 }).map((entries) => ({ entries })),
  ),
})).value

const attributes = fc.array(fc.record({ key: fc.string(), value }), { maxLength: 4 })

const needs = {
  shape: otlpShapes(otlpJson).traces,
  report: (error: unknown): never => {
    throw error
  },
}

const byId = (items: readonly SpanItem[]) => new Map(items.map((item) => [item.span.spanId, item]))

describe('giving a trace back', () => {
  it('gives every value as it was sent, type included', async () => {
    const item = fc.record({
      attributes,
      events: attributes,
      links: attributes,
      resource: fc.integer({ min: 0, max: 2 }),
      scope: fc.integer({ min: 0, max: 2 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 6 }), async (made) => {
        const store = await openTestStore()
        const sent = made.map((parts, index): SpanItem => {
          const base = spanItem({ id: String(index + 1), at: index, resource: resource(parts.resource), scope: scope(parts.scope) })
          const event = { timeNs: base.span.startNs, name: 'e', attributes: parts.events, droppedAttributesCount: 2 }
          const link = {
            traceId: TRACE,
            spanId: 'f'.repeat(16),
            traceState: 'a=b',
            attributes: parts.links,
            droppedAttributesCount: 0,
            flags: 257,
          }
          return {
            ...base,
            span: { ...base.span, attributes: parts.attributes, events: [event], links: [link], traceState: 'x=y', flags: 1 },
          }
        })
        await store.writeItems(sent)
        const given = decode(await giveBack(store))
        expect(byId(given)).toEqual(byId(sent))
        store.db.close()
      }),
      { numRuns: 40 },
    )
  })

  it('writes each resource and scope once, over any number of chunks', async () => {
    const store = await openTestStore()
    await store.write(
      ...Array.from({ length: 200 }, (_, index) => ({
        id: (index + 1).toString(16),
        at: index,
        resource: resource(index % 2),
        scope: scope(index % 3),
      })),
    )
    const document: { resourceSpans: { scopeSpans: { spans: unknown[] }[] }[] } = JSON.parse(await giveBack(store))
    expect(document.resourceSpans.map(({ scopeSpans }) => scopeSpans.length)).toEqual([3, 3])
    expect(document.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.map(({ spans }) => spans.length)).reduce((a, b) => a + b)).toBe(
      200,
    )
  })

  it('exports lines that each are a whole document', async () => {
    const store = await openTestStore()
    await store.write({ trace: '1', id: '1' }, { trace: '2', id: '2' })
    const response = await store.api.request('/api/v1/export')
    expect(response.headers.get('Content-Type')).toBe('application/x-ndjson')
    const lines = (await response.text()).split('\n')
    expect(lines.pop()).toBe('')
    expect(lines.flatMap((line) => decode(line).map(({ span }) => span.spanId))).toEqual(['1', '2'].map((id) => id.padStart(16, '0')))
  })

  it('gives an empty document and no lines for nothing', async () => {
    const nothing = async function* (): AsyncGenerator<readonly SpanItem[]> {
      yield []
    }
    expect(await (await otlpResponse(nothing(), needs)).text()).toBe('{"resourceSpans":[]}')
    expect(await (await linesResponse(otlpLines(nothing(), needs.shape), needs.report)).text()).toBe('')
  })

  it('is refused as a whole when reading cannot begin', async () => {
    const busy = async function* (): AsyncGenerator<readonly SpanItem[]> {
      yield* []
      throw new AppError('unavailable', 'all readers are busy')
    }
    const reader = { ...localReader((await openTestStore()).db), streamExport: busy, streamTrace: busy }
    const store = await openTestStore({ reader })
    const response = await store.api.request('/api/v1/export')
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '1'])
    await expect(otlpResponse(busy(), needs)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('is cut and reported when reading fails later', async () => {
    const fault = new Error('disk')
    const failing = async function* (): AsyncGenerator<readonly SpanItem[]> {
      yield [spanItem({ id: '1' })]
      throw fault
    }
    const reported: unknown[] = []
    const response = await linesResponse(otlpLines(failing(), needs.shape), (error) => reported.push(error))
    await expect(response.text()).rejects.toBe(fault)
    expect(reported).toEqual([fault])
  })

  it('stops reading when its reader leaves', async () => {
    let ended = false
    const chunks = async function* (): AsyncGenerator<readonly SpanItem[]> {
      try {
        for (;;) yield [spanItem({ id: '1' })]
      } finally {
        ended = true
      }
    }
    const reader = (await otlpResponse(chunks(), needs)).body?.getReader()
    await reader?.read()
    await reader?.read()
    await reader?.cancel()
    expect(ended).toBe(true)
  })
})
