import type { EntityRef } from '../../domain/span.ts'
import type { Mutable, ResourceDraft, ScopeDraft } from '../drafts.ts'
import { readKeyValue } from './read-common.ts'
import { readString } from './text.ts'
import { countObjects, enter, leave, readTag, readUint32, skip, type WireReader } from './wire-reader.ts'

/**
 * Resource: 1 attributes (repeated KeyValue), 2 dropped_attributes_count (uint32), 3 entity_refs (repeated EntityRef).
 * A message that comes in parts adds to the same draft.
 */
export function readResource(reader: WireReader, resource: ResourceDraft): void {
  const outerEnd = enter(reader)
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) resource.attributes.push(readKeyValue(reader))
    else if (tag === 0x10) resource.droppedAttributesCount = readUint32(reader)
    else if (tag === 0x1a) resource.entityRefs.push(readEntityRef(reader))
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
}

/** EntityRef: 1 schema_url, 2 type, 3 id_keys (repeated string), 4 description_keys (repeated string). */
function readEntityRef(reader: WireReader): EntityRef {
  countObjects(reader)
  const outerEnd = enter(reader)
  const idKeys: string[] = []
  const descriptionKeys: string[] = []
  const ref: Mutable<EntityRef> = { schemaUrl: '', type: '', idKeys, descriptionKeys }
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) ref.schemaUrl = readString(reader)
    else if (tag === 0x12) ref.type = readString(reader)
    else if (tag === 0x1a) idKeys.push(readKey(reader))
    else if (tag === 0x22) descriptionKeys.push(readKey(reader))
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return ref
}

function readKey(reader: WireReader): string {
  countObjects(reader)
  return readString(reader)
}

/**
 * InstrumentationScope: 1 name, 2 version, 3 attributes (repeated KeyValue), 4 dropped_attributes_count (uint32).
 * A message that comes in parts adds to the same draft.
 */
export function readScope(reader: WireReader, scope: ScopeDraft): void {
  const outerEnd = enter(reader)
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) scope.name = readString(reader)
    else if (tag === 0x12) scope.version = readString(reader)
    else if (tag === 0x1a) scope.attributes.push(readKeyValue(reader))
    else if (tag === 0x20) scope.droppedAttributesCount = readUint32(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
}
