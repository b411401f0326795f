import type { Attribute, SpanDetail, TranscriptMoment } from '@ai-tracker/collector/contract'
import { shownValue } from '../../../trace/span-drawer/any-value.ts'

/** The event of a span that a moment was read from. */
export interface SentEvent {
  readonly attributes: readonly Attribute[]
  /** Where its attributes stand in the span, as a JSON pointer. */
  readonly at: string
}

type Line = Pick<TranscriptMoment, 'atNs' | 'name' | 'detail'>

/** Finds the event among those at the same time: the one that says most of what the moment says. Undefined when there is none. */
export function sentEvent({ events }: Pick<SpanDetail, 'events'>, moment: Line): SentEvent | undefined {
  const found = events
    .map(({ timeNs, attributes }, index) => ({
      isThen: timeNs === moment.atNs,
      told: attributes.filter((attribute) => isTold(attribute, moment)).length,
      sent: { attributes, at: `/events/${index}/attributes` },
    }))
    .filter(({ isThen }) => isThen)
    .toSorted((a, b) => b.told - a.told)
  return found[0]?.sent
}

/** Whether the line of a moment says an attribute already. */
export function isTold({ value }: Attribute, { name, detail }: Line): boolean {
  const { text } = shownValue(value)
  return text === name || (text !== '' && detail !== null && detail.includes(text))
}

/** The list of texts among the attributes that the choice was made from; undefined when there is none. Some senders write it as JSON. */
export function alternativesIn(attributes: readonly Attribute[], chosen: string): readonly string[] | undefined {
  return attributes.map(({ value }) => textsOf(shownValue(value).text)).find((texts) => texts?.includes(chosen))
}

function textsOf(json: string): readonly string[] | undefined {
  if (!json.startsWith('[')) return undefined
  try {
    const list: unknown = JSON.parse(json)
    return Array.isArray(list) && list.every((each) => typeof each === 'string') ? list : undefined
  } catch {
    return undefined // not JSON after all
  }
}
