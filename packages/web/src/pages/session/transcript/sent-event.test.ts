import type { SpanEvent } from '@ai-tracker/collector/contract'
import { describe, expect, it } from 'vitest'
import { isTold, sentEvent } from './sent-event.ts'

const event = (...texts: string[]): SpanEvent => ({
  at: null,
  timeNs: '5',
  name: 'exception',
  attributes: texts.map((stringValue) => ({ key: 'k', value: { stringValue } })),
  droppedAttributesCount: 0,
})

describe('the event that a moment was read from', () => {
  const events = [event('E', 'no', 'at a.ts'), event('E', 'no', 'at b.ts')]

  it.each([0, 1])('is the one at its place, whatever others say at the same time: %i', (eventIndex) =>
    expect(sentEvent({ events }, { eventIndex })).toEqual({
      attributes: events[eventIndex]?.attributes,
      at: `/events/${eventIndex}/attributes`,
    }),
  )

  it('is missing when the span has fewer', () => expect(sentEvent({ events }, { eventIndex: 2 })).toBeUndefined())
})

describe('an attribute', () => {
  const moment = { name: 'exception', title: 'Timeout', body: 'failed after 10 tries', chosen: null, rationale: null }
  const decision = { name: 'approach', title: null, body: null, chosen: 'one\ntwo', rationale: 'because' }
  it.each([
    { name: 'the name', value: { stringValue: 'exception' }, of: moment, told: true },
    { name: 'the title', value: { stringValue: 'Timeout' }, of: moment, told: true },
    { name: 'the whole body', value: { stringValue: 'failed after 10 tries' }, of: moment, told: true },
    { name: 'what was chosen', value: { stringValue: 'one\ntwo' }, of: decision, told: true },
    { name: 'why', value: { stringValue: 'because' }, of: decision, told: true },
    { name: 'a line of what was chosen', value: { stringValue: 'one' }, of: decision, told: false },
    { name: 'a part of the body', value: { stringValue: '10 tries' }, of: moment, told: false },
    { name: 'a number in the body', value: { intValue: '1' }, of: moment, told: false },
    { name: 'a number that is all of it', value: { intValue: '1' }, of: { ...moment, body: '1' }, told: false },
    { name: 'something else', value: { stringValue: 'at main.ts:3' }, of: moment, told: false },
    { name: 'empty', value: { stringValue: '' }, of: { ...moment, body: '' }, told: false },
  ])('that is $name is told: $told', ({ value, of, told }) => expect(isTold({ key: 'k', value }, of)).toBe(told))
})
