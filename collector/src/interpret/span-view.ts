import { attributeMap } from '../domain/attribute.ts'
import type { Resource, SpanItem } from '../domain/span.ts'
import type { AttributeView } from './typed-value.ts'

/** A span as dialects read it. */
export interface SpanView {
  readonly item: SpanItem
  readonly attributes: AttributeView
  readonly resource: AttributeView
}

/** The spans of a request share their resource object, so its attributes are indexed once. */
const resources = new WeakMap<Resource, AttributeView>()

/** A span with its attributes indexed by key. */
export function spanView(item: SpanItem): SpanView {
  return { item, attributes: attributeMap(item.span.attributes), resource: resourceView(item.resource) }
}

function resourceView(resource: Resource): AttributeView {
  const known = resources.get(resource)
  if (known) return known
  const view = attributeMap(resource.attributes)
  resources.set(resource, view)
  return view
}
