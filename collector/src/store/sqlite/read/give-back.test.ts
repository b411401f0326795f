import { describe, expect, it } from 'vitest'
import { openTestStore, spanItem, type TestSpan } from '../../../api/testing/test-store.ts'
import type { SpanItem } from '../../../domain/span.ts'
import { streamExport, streamTrace } from './give-back.ts'

const SCOPES = ['x', 'y'].map((name) => ({ name, version: '', attributes: [], droppedAttributesCount: 0, schemaUrl: 'https://schema' }))
const ids = (chunks: Iterable<readonly SpanItem[]>) => [...chunks].flat().map(({ span }) => Number.parseInt(span.spanId, 16))

/** 100 spans in two scopes by turns. */
const hundred = (trace: string): TestSpan[] =>
  Array.from({ length: 100 }, (_, index) => {
    const scope = SCOPES[index % 2]
    return { trace, id: (index + 1).toString(16), at: index, ...(scope && { scope }) }
  })

describe('streamTrace', () => {
  it('gives every span as it was sent, in chunks, scope by scope', async () => {
    const store = await openTestStore()
    const spans = hundred('1')
    await store.write(...spans)
    const chunks = [...streamTrace(store.db, { workspaceId: 1, traceId: '1'.padStart(32, '0') })]
    expect(chunks.map((chunk) => chunk.length)).toEqual([32, 32, 32, 4])
    const sent = spans.map(spanItem)
    expect(chunks.flat()).toEqual([...sent.filter((_, index) => index % 2 === 0), ...sent.filter((_, index) => index % 2 === 1)])
  })

  it('gives nothing for a trace that is not there, or of another workspace', async () => {
    const store = await openTestStore()
    await store.write({ id: '1' })
    expect(ids(streamTrace(store.db, { workspaceId: 1, traceId: 'f'.repeat(32) }))).toEqual([])
    expect(ids(streamTrace(store.db, { workspaceId: 2, traceId: '1'.padStart(32, '0') }))).toEqual([])
  })

  it('lets several streams and other statements run on one connection', async () => {
    const store = await openTestStore()
    await store.write(...hundred('1'))
    const args = { workspaceId: 1, traceId: '1'.padStart(32, '0') }
    const [a, b] = [streamTrace(store.db, args), streamTrace(store.db, args)]
    expect([a.next().done, b.next().done]).toEqual([false, false])
    expect(store.db.prepare('SELECT count(*) FROM spans').pluck().get()).toBe(100)
    expect(ids(a).length).toBe(68)
    b.return(undefined)
  })
})

describe('streamExport', () => {
  it.each<[string, object, number[]]>([
    ['everything', {}, [1, 2, 3]],
    ['traces from a time on', { afterNs: spanItem({ id: '1', at: 10 }).span.startNs }, [2, 3]],
    ['traces before a time', { beforeNs: spanItem({ id: '1', at: 10 }).span.startNs }, [1]],
    ['one session', { sessionId: 2 }, [2]],
  ])('gives %s', async (_, query, expected) => {
    const store = await openTestStore()
    await store.write({ trace: '1', id: '1' }, { trace: '2', id: '2', at: 10 }, { trace: '3', id: '3', at: 20 })
    expect(ids(streamExport(store.db, { workspaceId: 1, ...query }))).toEqual(expected)
  })

  it('goes through more traces than it looks up at once', async () => {
    const store = await openTestStore()
    await store.write(...Array.from({ length: 1100 }, (_, index) => ({ trace: (index + 1).toString(16), id: '1', at: index })))
    expect(ids(streamExport(store.db, { workspaceId: 1 })).length).toBe(1100)
  })
})
