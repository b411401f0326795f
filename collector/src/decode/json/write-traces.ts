import { jsonString } from '../../domain/json-string.ts'
import type { EntityRef, Resource, ResourceSpans, Scope, ScopeSpans, TracesData } from '../../domain/span.ts'
import { attributeList, list, member, number, object, text } from './write-common.ts'
import { spanToJson } from './write-span.ts'

/** TracesData or ExportTraceServiceRequest in OTLP/JSON, on one line. */
export function writeTracesJson(data: TracesData): string {
  return object(member('resourceSpans', `[${data.resourceSpans.map(resourceSpansToJson).join(',')}]`))
}

function resourceSpansToJson({ resource, scopeSpans }: ResourceSpans): string {
  return object(
    member('resource', resourceToJson(resource)),
    member('scopeSpans', `[${scopeSpans.map(scopeSpansToJson).join(',')}]`),
    text('schemaUrl', resource.schemaUrl),
  )
}

function scopeSpansToJson({ scope, spans }: ScopeSpans): string {
  return object(
    member('scope', scopeToJson(scope)),
    member('spans', `[${spans.map(spanToJson).join(',')}]`),
    text('schemaUrl', scope.schemaUrl),
  )
}

/** A resource in OTLP/JSON, without its schema URL, which stands beside it (in ResourceSpans). */
export function resourceToJson(resource: Resource): string {
  return object(
    attributeList(resource.attributes),
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

/** A scope in OTLP/JSON, without its schema URL, which stands beside it (in ScopeSpans). */
export function scopeToJson(scope: Scope): string {
  return object(
    text('name', scope.name),
    text('version', scope.version),
    attributeList(scope.attributes),
    number('droppedAttributesCount', scope.droppedAttributesCount),
  )
}
