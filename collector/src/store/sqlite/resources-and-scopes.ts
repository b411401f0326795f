/** Resources and scopes: written once each, found by the hash of their content. */
import { hash } from 'node:crypto'
import { type AttributeValue, attributeMap, isKeyValueList, isList } from '../../domain/attribute.ts'
import { attributesFromJson, attributesToJson, valueFromJson, valueToJson } from '../../domain/attribute-json.ts'
import type { EntityRef, Resource, Scope } from '../../domain/span.ts'
import type { SqliteDatabase, Statement } from './database.ts'

/** Gives rows of resources and scopes, within the writer's transaction. */
export interface Interned {
  resource(resource: Resource): number
  scope(scope: Scope): number
  /** Forgets what the rolled-back transaction may have made. */
  rollback(): void
}

const REMEMBERED = 10_000

/** Opens the interning over the writing connection. */
export function createInterned(db: SqliteDatabase): Interned {
  const resources = internTable(db, 'resources', resourceColumns)
  const scopes = internTable(db, 'scopes', scopeColumns)
  return {
    resource: resources.rowOf,
    scope: scopes.rowOf,
    rollback() {
      resources.forget()
      scopes.forget()
    },
  }
}

type Columns = Readonly<Record<string, string | number | null>>

function internTable<T extends object>(db: SqliteDatabase, table: string, toColumns: (value: T) => Columns) {
  const find = db.prepare(`SELECT id FROM ${table} WHERE hash = ?`).pluck()
  let insert: Statement<unknown[]> | undefined
  let byObject = new WeakMap<T, number>()
  const byHash = new Map<string, number>()

  function write(columns: Columns, digest: Buffer): number {
    const found = find.get(digest) as number | undefined
    if (found !== undefined) return found
    const names = Object.keys(columns)
    insert ??= db.prepare(`INSERT INTO ${table} (hash, ${names.join(', ')}) VALUES (?${', ?'.repeat(names.length)})`)
    return Number(insert.run(digest, ...Object.values(columns)).lastInsertRowid)
  }

  return {
    /** The same object (all spans of a group) is hashed once. */
    rowOf(value: T): number {
      const seen = byObject.get(value)
      if (seen !== undefined) return seen
      const columns = toColumns(value)
      const digest = hash('sha256', JSON.stringify(Object.values(columns)), 'buffer').subarray(0, 16)
      const key = digest.toString('latin1')
      const id = byHash.get(key) ?? write(columns, digest)
      if (byHash.size >= REMEMBERED) byHash.clear()
      byHash.set(key, id)
      byObject.set(value, id)
      return id
    },
    forget() {
      byObject = new WeakMap()
      byHash.clear()
    },
  }
}

function resourceColumns(resource: Resource): Columns {
  return {
    attributes: attributesToJson(resource.attributes),
    dropped_attributes_count: resource.droppedAttributesCount,
    entity_refs: resource.entityRefs.length === 0 ? null : valueToJson(resource.entityRefs.map(entityRefValue)),
    schema_url: resource.schemaUrl,
  }
}

function scopeColumns(scope: Scope): Columns {
  return {
    name: scope.name,
    version: scope.version,
    attributes: attributesToJson(scope.attributes),
    dropped_attributes_count: scope.droppedAttributesCount,
    schema_url: scope.schemaUrl,
  }
}

function entityRefValue(ref: EntityRef): AttributeValue {
  return {
    entries: [
      { key: 'schemaUrl', value: ref.schemaUrl },
      { key: 'type', value: ref.type },
      { key: 'idKeys', value: ref.idKeys },
      { key: 'descriptionKeys', value: ref.descriptionKeys },
    ],
  }
}

/** Resources and scopes hold no paths: every text is in place. */
const noPaths = (): string => ''

/** Reads resources and scopes back, remembering them, so that spans of one resource share one object. */
export function createInternedReader(db: SqliteDatabase) {
  const findResource = db.prepare('SELECT attributes, dropped_attributes_count, entity_refs, schema_url FROM resources WHERE id = ?')
  const findScope = db.prepare('SELECT name, version, attributes, dropped_attributes_count, schema_url FROM scopes WHERE id = ?')
  const resources = new Map<number, Resource>()
  const scopes = new Map<number, Scope>()
  return {
    resource: (id: number): Resource => remembered(resources, id, () => toResource(findResource.get(id) as ResourceRow)),
    scope: (id: number): Scope => remembered(scopes, id, () => toScope(findScope.get(id) as ScopeRow)),
    forget(): void {
      resources.clear()
      scopes.clear()
    },
  }
}

function remembered<T>(map: Map<number, T>, id: number, read: () => T): T {
  const seen = map.get(id)
  if (seen !== undefined) return seen
  if (map.size >= REMEMBERED) map.clear()
  const value = read()
  map.set(id, value)
  return value
}

interface ResourceRow {
  readonly attributes: string
  readonly dropped_attributes_count: number | bigint
  readonly entity_refs: string | null
  readonly schema_url: string
}

interface ScopeRow {
  readonly name: string
  readonly version: string
  readonly attributes: string
  readonly dropped_attributes_count: number | bigint
  readonly schema_url: string
}

function toResource(row: ResourceRow): Resource {
  const refs = row.entity_refs === null ? [] : valueFromJson(row.entity_refs, noPaths)
  return {
    attributes: attributesFromJson(row.attributes, noPaths),
    droppedAttributesCount: Number(row.dropped_attributes_count),
    entityRefs: isList(refs) ? refs.map(toEntityRef) : [],
    schemaUrl: row.schema_url,
  }
}

function toScope(row: ScopeRow): Scope {
  return {
    name: row.name,
    version: row.version,
    attributes: attributesFromJson(row.attributes, noPaths),
    droppedAttributesCount: Number(row.dropped_attributes_count),
    schemaUrl: row.schema_url,
  }
}

function toEntityRef(value: AttributeValue): EntityRef {
  const fields = attributeMap(isKeyValueList(value) ? value.entries : [])
  return {
    schemaUrl: fields.get('schemaUrl') as string,
    type: fields.get('type') as string,
    idKeys: fields.get('idKeys') as readonly string[],
    descriptionKeys: fields.get('descriptionKeys') as readonly string[],
  }
}
