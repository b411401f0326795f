import { describe, expect, it } from 'vitest'
import { requestParts } from './request-parts.ts'

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

/** What is written first is the rest of the resource. */
function sameOrder(body: string): string {
  const { resourceSpans }: { resourceSpans: { scopeSpans: unknown }[] } = JSON.parse(body)
  return JSON.stringify({ resourceSpans: resourceSpans.map(({ scopeSpans, ...rest }) => ({ ...rest, scopeSpans })) })
}
