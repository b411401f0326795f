import type { Signal } from '../../domain/signal.ts'
import type { SignalData } from '../decoded.ts'
import type { Envelope, ResourceGroup, ScopeGroup } from '../envelope.ts'
import { member, object, text } from './write-common.ts'
import { resourceToJson, scopeToJson } from './write-resource.ts'

/** Writes one item. */
type ItemToJson<Item> = (item: Item) => string

/** A request of one signal in OTLP/JSON, on one line. */
export function envelopeToJson<S extends Signal, Item>(
  envelope: Envelope<S, Item>,
  data: SignalData[S],
  itemToJson: ItemToJson<Item>,
): string {
  const scopeGroupToJson = ({ scope, items }: ScopeGroup<Item>): string =>
    object(
      member('scope', scopeToJson(scope)),
      member(envelope.items, `[${items.map(itemToJson).join(',')}]`),
      text('schemaUrl', scope.schemaUrl),
    )
  const resourceGroupToJson = ({ resource, scopes }: ResourceGroup<Item>): string =>
    object(
      member('resource', resourceToJson(resource)),
      member(envelope.scopes, `[${scopes.map(scopeGroupToJson).join(',')}]`),
      text('schemaUrl', resource.schemaUrl),
    )
  return object(member(envelope.resources, `[${envelope.unpack(data).map(resourceGroupToJson).join(',')}]`))
}
