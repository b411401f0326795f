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

  it.each<[string, Readonly<Record<string, unknown>>, object]>([
    ['by its id', { 'tracker.issue.id': 'i-1', 'tracker.issue.fix_iteration': 2 }, { key: 'i-1', fixIteration: 2 }],
    [
      'by its id, and says more',
      { 'tracker.issue.id': 'i-1', 'tracker.issue.type': 't', 'tracker.issue.description': 'd', 'tracker.metadata': '{"a":1}' },
      { key: 'i-1', type: 't', description: 'd', metadata: '{"a":1}' },
    ],
    ['by type and location', { 'tracker.issue.type': 't', 'tracker.issue.location': 'a.md:1' }, { type: 't', location: 'a.md:1' }],
    ['by type alone', { 'tracker.issue.type': 't', 'tracker.issue.id': '' }, { type: 't' }],
    ['by location alone', { 'tracker.issue.location': 'a.md:1' }, { type: 'unspecified', location: 'a.md:1' }],
  ])('takes that an issue was fixed for no issue: one that is named %s', (_, attributes, expected) => {
    expect(factsOf('tracker.issue.fixed', attributes)).toEqual([{ index: 0, timeNs: 7n, kind: 'fix', ...expected }])
  })

  it('keeps a fix that names no issue as an event', () => {
    expect(factsOf('tracker.issue.fixed', { 'tracker.issue.fix_iteration': 3 })).toEqual([
      { index: 0, timeNs: 7n, kind: 'event', type: 'tracker.issue.fixed', body: '{"tracker.issue.fix_iteration":3}' },
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

  it.each([
    ['a whole number', 4, { score: 4 }],
    ['a fraction', 0.5, { score: 0.5 }],
    ['a numeric string', '0.75', { score: 0.75 }],
    ['no number', 'good', {}],
  ])('keeps the score of a judgement that is %s', (_, value, expected) => {
    const [fact] = factsOf('gen_ai.evaluation.result', { 'gen_ai.evaluation.name': 'relevance', 'gen_ai.evaluation.score.value': value })
    const { body: _body, ...rest } = fact as { body?: string }
    expect(rest).toEqual({ index: 0, timeNs: 7n, kind: 'event', type: 'gen_ai.evaluation.result', title: 'relevance', ...expected })
  })

  it('does not shorten a request', () => {
    const words = 'word '.repeat(500)
    expect(factsOf('tracker.request', { 'tracker.request.text': words })).toMatchObject([{ body: words }])
  })

  it('takes no content for a fact', () => {
    expect(factsOf('gen_ai.user.message', { content: 'Hi' })).toEqual([])
  })
})
