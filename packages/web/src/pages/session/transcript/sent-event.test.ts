import type { AnyValue, SpanEvent } from '@ai-tracker/collector/contract'
import { describe, expect, it } from 'vitest'
import { alternativesIn, isTold, sentEvent } from './sent-event.ts'

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })
const event = (timeNs: string, ...texts: string[]): SpanEvent => ({
  at: null,
  timeNs,
  name: 'e',
  attributes: texts.map((value, index) => text(`k${index}`, value)),
  droppedAttributesCount: 0,
})
const moment = { atNs: '5', name: 'approach', detail: 'one\nbecause' }

describe('the event that a moment was read from', () => {
  it.each([
    { name: 'the one of its time', events: [event('4', 'one'), event('5', 'x')], at: '/events/1/attributes' },
    { name: 'of several the one that says it', events: [event('5', 'two'), event('5', 'one', 'because')], at: '/events/1/attributes' },
    { name: 'none at another time', events: [event('4', 'one')], at: undefined },
  ])('is $name', ({ events, at }) => expect(sentEvent({ events }, moment)?.at).toBe(at))

  it.each([
    { name: 'a line of it', value: 'because', told: true },
    { name: 'its name', value: 'approach', told: true },
    { name: 'something else', value: 'at main.ts:3', told: false },
    { name: 'nothing', value: '', told: false },
  ])('is told as far as it is $name', ({ value, told }) => expect(isTold(text('k', value), moment)).toBe(told))
})

describe('alternatives', () => {
  const list: AnyValue = { arrayValue: { values: [{ stringValue: 'one' }, { stringValue: 'two' }] } }
  it.each([
    { name: 'a list', value: list, found: ['one', 'two'] },
    { name: 'a list as JSON', value: { stringValue: '["one","two"]' }, found: ['one', 'two'] },
    { name: 'a list without what was chosen', value: { stringValue: '["two"]' }, found: undefined },
    { name: 'a list of other things', value: { stringValue: '[{"name":"one"}]' }, found: undefined },
    { name: 'half a list', value: { stringValue: '["one", "tw' }, found: undefined },
    { name: 'a text', value: { stringValue: 'one' }, found: undefined },
  ])('are found in $name: $found', ({ value, found }) => {
    expect(alternativesIn([text('type', 'approach'), { key: 'options', value }], 'one')).toEqual(found)
  })
})
