import { ATTR_PREFIX_TRACKER_METADATA, ATTR_TRACKER_METADATA } from '@ai-tracker/semconv'
import { jsonColumn, objectText, parseJson, toJsonText, writeJson } from './json-text.ts'
import { isObject } from './message-shapes.ts'
import type { AttributeView } from './typed-value.ts'

/** The free metadata of a span or event as JSON text: `tracker.metadata` joined by the keys under `tracker.metadata.`. */
export function metadataOf(view: AttributeView): string | undefined {
  const whole = jsonColumn(view.get(ATTR_TRACKER_METADATA))
  const members: (readonly [string, string])[] = []
  for (const [key, value] of view)
    if (key.startsWith(ATTR_PREFIX_TRACKER_METADATA)) members.push([key.slice(ATTR_PREFIX_TRACKER_METADATA.length), toJsonText(value)])
  if (members.length === 0) return whole
  const parsed = whole === undefined ? undefined : parseJson(whole)
  const first = isObject(parsed) ? Object.entries(parsed).map(([key, value]) => [key, writeJson(value)] as const) : []
  return objectText([...first, ...members])
}
