import { ATTR_GEN_AI_CONVERSATION_ID, ATTR_SESSION_ID, ATTR_TRACKER_SESSION_KEY } from '@ai-tracker/semconv'
import { type Attributes, attributeMap } from '../domain/attribute.ts'
import { type ScopedKey, scopedKey } from '../domain/session-key.ts'
import { type Resource, serviceName } from '../domain/span.ts'
import { firstText, text } from './typed-value.ts'

const KEYS = [ATTR_SESSION_ID, ATTR_GEN_AI_CONVERSATION_ID]
/** Most points of metrics name none: their keys are looked at before a map is made. */
const NAMES: ReadonlySet<string> = new Set([ATTR_TRACKER_SESSION_KEY, ...KEYS])

/** The session that a log record or a point of a metric names, as spans name it; `undefined` = none. */
export function namedSession(attributes: Attributes, resource: Resource): ScopedKey | undefined {
  if (!isNaming(attributes) && !isNaming(resource.attributes)) return undefined
  const [own, around] = [attributeMap(attributes), attributeMap(resource.attributes)]
  const key =
    text(own, ATTR_TRACKER_SESSION_KEY) ?? text(around, ATTR_TRACKER_SESSION_KEY) ?? firstText(own, KEYS) ?? firstText(around, KEYS)
  return key === undefined ? undefined : scopedKey(key, serviceName(resource))
}

function isNaming(attributes: Attributes): boolean {
  return attributes.some(({ key }) => NAMES.has(key))
}
