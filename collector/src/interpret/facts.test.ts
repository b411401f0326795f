import { describe, expect, it } from 'vitest'
import { facts } from './facts.ts'
import { testItem } from './testing/item.ts'

const factsOf = (name: string, attributes: Readonly<Record<string, unknown>>) =>
  facts(testItem({ events: [{ name, timeNs: '7', attributes }] }).span.events)

describe('facts', () => {
  it('keeps an unknown severity as the mildest', () => {
    expect(factsOf('tracker.issue', { 'tracker.issue.severity': 'odd' })).toMatchObject([
      { severity: 'minor', type: 'unspecified', fixed: false },
    ])
  })

  it('keeps a measurement without a name as an event', () => {
    expect(factsOf('tracker.metric', { 'tracker.metric.value': 3 })).toEqual([
      { index: 0, timeNs: 7n, kind: 'event', type: 'tracker.metric', body: '{"tracker.metric.value":3}' },
    ])
  })

  it('keeps a value that is not a number as JSON', () => {
    expect(factsOf('tracker.metric', { 'tracker.metric.name': 'm', 'tracker.metric.value': { a: [1] } })).toMatchObject([
      { json: '{"a":[1]}' },
    ])
  })

  it('shortens the attributes of an event that has no text, on a whole character', () => {
    const [fact] = factsOf('e', { key: `${'x'.repeat(492)}😀😀` })
    expect(fact).toMatchObject({ body: `{"key":"${'x'.repeat(492)}…` })
  })

  it('does not shorten a request', () => {
    const words = 'word '.repeat(500)
    expect(factsOf('tracker.request', { 'tracker.request.text': words })).toMatchObject([{ body: words }])
  })

  it('takes no content for a fact', () => {
    expect(factsOf('gen_ai.user.message', { content: 'Hi' })).toEqual([])
  })
})
