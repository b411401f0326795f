import type { EntityRef } from '../../domain/span.ts'
import { emptyResource, emptyScope, type Mutable, type ResourceDraft, type ScopeDraft } from '../drafts.ts'
import { type JsonContext, nextField, openMessage, readList } from './context.ts'
import { readAttributes } from './read-common.ts'
import { readText, readUint32 } from './scalar.ts'

/** Resource: attributes, droppedAttributesCount, entityRefs. Its schema URL stands outside. */
export function readResource(context: JsonContext): ResourceDraft {
  const resource = emptyResource()
  if (!openMessage(context)) return resource
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'attributes') resource.attributes = readAttributes(context)
    else if (field === 'droppedAttributesCount') resource.droppedAttributesCount = readUint32(context, field)
    else if (field === 'entityRefs') resource.entityRefs = readList(context, readEntityRef)
  }
  return resource
}

/** EntityRef: schemaUrl, type, idKeys, descriptionKeys. */
function readEntityRef(context: JsonContext): EntityRef {
  const ref: Mutable<EntityRef> = { schemaUrl: '', type: '', idKeys: [], descriptionKeys: [] }
  if (!openMessage(context)) return ref
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'schemaUrl') ref.schemaUrl = readText(context, field)
    else if (field === 'type') ref.type = readText(context, field)
    else if (field === 'idKeys') ref.idKeys = readList(context, () => readText(context, 'idKeys'))
    else if (field === 'descriptionKeys') ref.descriptionKeys = readList(context, () => readText(context, 'descriptionKeys'))
  }
  return ref
}

/** InstrumentationScope: name, version, attributes, droppedAttributesCount. Its schema URL stands outside. */
export function readScope(context: JsonContext): ScopeDraft {
  const scope = emptyScope()
  if (!openMessage(context)) return scope
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'name') scope.name = readText(context, field)
    else if (field === 'version') scope.version = readText(context, field)
    else if (field === 'attributes') scope.attributes = readAttributes(context)
    else if (field === 'droppedAttributesCount') scope.droppedAttributesCount = readUint32(context, field)
  }
  return scope
}
