import type { EntityRef, Resource, Scope } from '../../domain/span.ts'
import { beginMessage, endMessage, putString, putStringValue, putUint32, type WireWriter } from './wire-writer.ts'
import { putAttributes } from './write-common.ts'

/** Resource: 1 attributes, 2 dropped_attributes_count (uint32), 3 entity_refs (repeated EntityRef). */
export function putResource(writer: WireWriter, tag: number, resource: Resource): void {
  const begin = beginMessage(writer)
  for (const ref of resource.entityRefs.toReversed()) putEntityRef(writer, ref)
  putUint32(writer, 0x10, resource.droppedAttributesCount)
  putAttributes(writer, 0x0a, resource.attributes)
  endMessage(writer, tag, begin)
}

/** EntityRef: 1 schema_url, 2 type, 3 id_keys (repeated string), 4 description_keys (repeated string). */
function putEntityRef(writer: WireWriter, ref: EntityRef): void {
  const begin = beginMessage(writer)
  for (const key of ref.descriptionKeys.toReversed()) putStringValue(writer, 0x22, key)
  for (const key of ref.idKeys.toReversed()) putStringValue(writer, 0x1a, key)
  putString(writer, 0x12, ref.type)
  putString(writer, 0x0a, ref.schemaUrl)
  endMessage(writer, 0x1a, begin)
}

/** InstrumentationScope: 1 name, 2 version, 3 attributes, 4 dropped_attributes_count (uint32). */
export function putScope(writer: WireWriter, tag: number, scope: Scope): void {
  const begin = beginMessage(writer)
  putUint32(writer, 0x20, scope.droppedAttributesCount)
  putAttributes(writer, 0x1a, scope.attributes)
  putString(writer, 0x12, scope.version)
  putString(writer, 0x0a, scope.name)
  endMessage(writer, tag, begin)
}
