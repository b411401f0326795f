import { jsonString } from '../../domain/json-string.ts'
import type { EntityRef, Resource, Scope } from '../../domain/span.ts'
import { attributeList, list, number, object, text } from './write-common.ts'

/** A resource in OTLP/JSON, without its schema URL, which stands beside it (as in ResourceSpans). */
export function resourceToJson(resource: Resource): string {
  return object(
    attributeList('attributes', resource.attributes),
    number('droppedAttributesCount', resource.droppedAttributesCount),
    list('entityRefs', resource.entityRefs, entityRefToJson),
  )
}

function entityRefToJson(ref: EntityRef): string {
  const keys = (name: string, values: readonly string[]): string => list(name, values, jsonString)
  return object(
    text('schemaUrl', ref.schemaUrl),
    text('type', ref.type),
    keys('idKeys', ref.idKeys),
    keys('descriptionKeys', ref.descriptionKeys),
  )
}

/** A scope in OTLP/JSON, without its schema URL, which stands beside it (as in ScopeSpans). */
export function scopeToJson(scope: Scope): string {
  return object(
    text('name', scope.name),
    text('version', scope.version),
    attributeList('attributes', scope.attributes),
    number('droppedAttributesCount', scope.droppedAttributesCount),
  )
}
