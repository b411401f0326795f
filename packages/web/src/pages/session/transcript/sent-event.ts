import type { Attribute, SpanDetail, TranscriptMoment } from '@ai-tracker/collector/contract'

/** The event of a span that a moment was read from. */
export interface SentEvent {
  readonly attributes: readonly Attribute[]
  /** Where its attributes stand in the span, as a JSON pointer. */
  readonly at: string
}

/** Finds the event of a moment by its place; undefined when the span does not have it. */
export function sentEvent(
  { events }: Pick<SpanDetail, 'events'>,
  { eventIndex }: Pick<TranscriptMoment, 'eventIndex'>,
): SentEvent | undefined {
  const event = events[eventIndex]
  return event && { attributes: event.attributes, at: `/events/${eventIndex}/attributes` }
}

/** What a moment says, text by text. */
type Texts = Pick<TranscriptMoment, 'name' | 'title' | 'body' | 'chosen' | 'rationale'>

/** Whether a moment says an attribute already: the same text, not only a part of one. What it has cut, it does not say. */
export function isTold({ value }: Attribute, { name, title, body, chosen, rationale }: Texts): boolean {
  return 'stringValue' in value && value.stringValue !== '' && [name, title, body, chosen, rationale].includes(value.stringValue)
}
