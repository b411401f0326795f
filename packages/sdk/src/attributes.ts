import { ATTR_TRACKER_METADATA } from '@ai-tracker/semconv'
import type { Attributes, AttributeValue } from '@opentelemetry/api'
import { bounded, toJson } from './json.ts'

/** Free values that go with something, written as JSON. */
export type Metadata = Readonly<Record<string, unknown>>

/** Values that an attribute can be made of. */
type Given = string | number | boolean | readonly string[] | undefined | null

/** Attributes without those that nobody gave, and without what is no attribute: callers from JavaScript pass anything. */
export function attributesOf(given: Readonly<Record<string, Given>>): Attributes {
  const attributes: Attributes = {}
  for (const key in given) {
    const usable = usableValue(given[key])
    if (usable !== undefined) attributes[key] = usable
  }
  return attributes
}

/** Metadata as an attribute. */
export function metadataAttributes(metadata: Metadata | undefined): Attributes {
  return attributesOf({ [ATTR_TRACKER_METADATA]: toJson(metadata) })
}

function usableValue(value: Given): AttributeValue | undefined {
  if (typeof value === 'string') return bounded(value)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.filter((element) => typeof element === 'string')
  return undefined
}
