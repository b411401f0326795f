import { describe, expect, it } from 'vitest'
import { requestParts, spanIdsIn } from './request-parts.ts'

const span = (name: string) => ({ name })
const request = (...resources: readonly (readonly [string, readonly string[]])[]) =>
  JSON.stringify({
    resourceSpans: resources.map(([scope, names]) => ({
      resource: { attributes: [] },
      scopeSpans: [{ scope: { name: scope }, spans: names.map(span) }],
      schemaUrl: 'u',
    })),
  })

describe('requestParts', () => {
  it('halves the spans, and leaves each with its resource and scope', () => {
    const parts = requestParts(request(['s', ['a', 'b']], ['t', ['c']]))
    expect(parts).toEqual([request(['s', ['a']]), request(['s', ['b']], ['t', ['c']])].map(sameOrder))
  })

  it.each([
    ['one span', request(['s', ['a']])],
    ['none', request()],
    ['no JSON', '{"resourceSpans":['],
    ['JSON of something else', '{}'],
  ])('leaves %s as it is', (_, body) => expect(requestParts(body)).toEqual([body]))
})

describe('spanIdsIn', () => {
  it('names every span by its trace and its own id', () => {
    const spans = [1, 2].map((n) => ({ traceId: `t${n}`, spanId: `s${n}`, links: [{ traceId: 'x', spanId: 'y' }] }))
    const resourceSpans = spans.map((each) => ({ scopeSpans: [{ spans: [each] }] }))
    expect(spanIdsIn(JSON.stringify({ resourceSpans }))).toEqual(['t1 s1', 't2 s2'])
  })

  it('finds none in what is no request', () => expect(spanIdsIn('{"resourceSpans":[')).toEqual([]))
})

/** What is written first is the rest of the resource. */
function sameOrder(body: string): string {
  const { resourceSpans }: { resourceSpans: { scopeSpans: unknown }[] } = JSON.parse(body)
  return JSON.stringify({ resourceSpans: resourceSpans.map(({ scopeSpans, ...rest }) => ({ ...rest, scopeSpans })) })
}
