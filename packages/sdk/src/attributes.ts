import { ATTR_TRACKER_METADATA } from '@ai-tracker/semconv'
import type { Attributes, AttributeValue } from '@opentelemetry/api'
import { usableNumber } from './amounts.ts'
import { bounded, toJson } from './json.ts'
import { tellOdd } from './odd-value.ts'

/** Free values that go with something, written as JSON. */
export type Metadata = Readonly<Record<string, unknown>>

/** Values that an attribute can be made of. */
type Given = string | number | boolean | readonly string[] | undefined | null

/** Attributes without those that nobody gave, and without what is no attribute: callers from JavaScript pass anything. */
export function attributesOf(given: Readonly<Record<string, Given>>): Attributes {
  const attributes: Attributes = {}
  for (const key in given) {
    const usable = usableValue(key, given[key])
    if (usable !== undefined) attributes[key] = usable
  }
  return attributes
}

/** Metadata as an attribute. */
export function metadataAttributes(metadata: Metadata | undefined): Attributes {
  return attributesOf({ [ATTR_TRACKER_METADATA]: toJson(metadata) })
}

function usableValue(key: string, value: Given): AttributeValue | undefined {
  if (typeof value === 'string') return bounded(value)
  if (typeof value === 'number') return usableNumber(key, value)
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined
  if (!Array.isArray(value)) {
    tellOdd(key, value, 'it is not recorded')
    return undefined
  }
  const texts = value.filter((element) => typeof element === 'string')
  if (texts.length < value.length) tellOdd(key, value, 'only the texts in it are recorded')
  return texts
}
