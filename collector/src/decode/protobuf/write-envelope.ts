import type { Signal } from '../../domain/signal.ts'
import type { SignalData } from '../decoded.ts'
import type { Envelope, ScopeGroup } from '../envelope.ts'
import { beginMessage, createWireWriter, endMessage, putString, type WireWriter, writtenBytes } from './wire-writer.ts'
import { putResource, putScope } from './write-resource.ts'

/** Writes one item as a message field. */
type PutItem<Item> = (writer: WireWriter, tag: number, item: Item) => void

/** A request of one signal: 1 resource groups. The result is canonical: equal data gives equal bytes. */
export function encodeEnvelope<S extends Signal, Item>(
  envelope: Envelope<S, Item>,
  data: SignalData[S],
  putItem: PutItem<Item>,
): Uint8Array {
  const writer = createWireWriter()
  for (const { resource, scopes } of envelope.unpack(data).toReversed()) {
    const begin = beginMessage(writer)
    putString(writer, 0x1a, resource.schemaUrl)
    for (const group of scopes.toReversed()) putScopeGroup(writer, group, putItem)
    putResource(writer, 0x0a, resource)
    endMessage(writer, 0x0a, begin)
  }
  return writtenBytes(writer)
}

/** ScopeSpans, ScopeLogs, ScopeMetrics: 1 scope, 2 items, 3 schema_url. */
function putScopeGroup<Item>(writer: WireWriter, { scope, items }: ScopeGroup<Item>, putItem: PutItem<Item>): void {
  const begin = beginMessage(writer)
  putString(writer, 0x1a, scope.schemaUrl)
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i]
    if (item !== undefined) putItem(writer, 0x12, item)
  }
  putScope(writer, 0x0a, scope)
  endMessage(writer, 0x12, begin)
}
