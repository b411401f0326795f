import { describe, expect, it } from 'vitest'
import type { Span, SpanItem } from './span.ts'
import { compareCopies } from './span-copies.ts'

const copy = (more: Partial<Span>): SpanItem => ({
  resource: { attributes: [], droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' },
  scope: { name: '', version: '', attributes: [], droppedAttributesCount: 0, schemaUrl: '' },
  span: {
    traceId: '1'.repeat(32),
    spanId: '1'.repeat(16),
    traceState: '',
    parentSpanId: '',
    flags: 0,
    name: 'a',
    kind: 1,
    startNs: 1n,
    endNs: 5n,
    attributes: [],
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: { code: 0, message: '' },
    ...more,
  },
})
const byName = ({ span }: SpanItem) => new TextEncoder().encode(span.name)
const attribute = { key: 'k', value: 'v' }

describe('compareCopies', () => {
  it.each<[string, Partial<Span>, Partial<Span>]>([
    ['ended beats running, however much the snapshot says', { endNs: 2n }, { endNs: 0n, attributes: [attribute] }],
    ['the later end wins, also beyond 2^63', { endNs: 2n ** 63n + 1n }, { endNs: 9n, attributes: [attribute] }],
    ['then more attributes, events and links', { attributes: [attribute] }, {}],
    ['then more marks of redaction', { name: 'a [redacted:email]' }, { name: 'z' }],
    ['then the greater hash', { name: 'b' }, { name: 'a' }],
  ])('%s', (_name, winner, loser) => {
    expect(compareCopies(copy(winner), copy(loser), byName)).toBeGreaterThan(0)
    expect(compareCopies(copy(loser), copy(winner), byName)).toBeLessThan(0)
  })

  it('takes equal copies for the same', () => {
    expect(compareCopies(copy({}), copy({}), byName)).toBe(0)
  })
})
