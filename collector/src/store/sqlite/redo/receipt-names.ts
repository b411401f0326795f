/** Names of services and SDKs that receipts keep. They come from resources, and follow them. */
import type { Attributes } from '../../../domain/attribute.ts'
import type { RedactItem } from '../../../domain/redaction.ts'
import type { SqliteDatabase } from '../database.ts'
import type { Look, Slice } from './slice.ts'

/** A receipt with other names. */
export interface ReceiptChange {
  readonly row: number
  readonly services: string
  readonly sdks: string
}

interface Row {
  readonly id: number
  readonly services: string
  readonly sdks: string
}

const SLICE = 2_000
const SDK_PARTS = ['name', 'language', 'version'] as const

/** Opens the look over any connection. */
export function createReceiptLook(db: SqliteDatabase, redact: RedactItem): Look<Slice<ReceiptChange>> {
  const rowsAfter = db.prepare('SELECT id, services, sdks FROM receipts WHERE id > ? ORDER BY id LIMIT ?')
  /** A thousand receipts have the same few names. */
  const known = new Map<string, Omit<Row, 'id'>>()

  function namesOf({ services, sdks }: Row): Omit<Row, 'id'> {
    const key = services + sdks
    const seen = known.get(key)
    if (seen) return seen
    if (known.size >= SLICE) known.clear()
    const names = { services: changedList(services, (name) => renamed(redact, 'service.name', name)), sdks: changedList(sdks, sdkOf) }
    known.set(key, names)
    return names
  }

  function sdkOf(sdk: unknown): unknown {
    if (typeof sdk !== 'object' || sdk === null) return sdk
    const parts = SDK_PARTS.map((part) => [part, renamed(redact, `telemetry.sdk.${part}`, Reflect.get(sdk, part))])
    return { ...sdk, ...Object.fromEntries(parts) }
  }

  return (after) => {
    const rows = rowsAfter.all(after, SLICE) as Row[]
    const changes = rows.flatMap((row): ReceiptChange[] => {
      const names = namesOf(row)
      return names.services === row.services && names.sdks === row.sdks ? [] : [{ row: row.id, ...names }]
    })
    return { last: rows.at(-1)?.id, items: rows.length, changed: changes.length, changes }
  }
}

function changedList(json: string, change: (each: unknown) => unknown): string {
  const list: unknown = JSON.parse(json)
  return Array.isArray(list) ? JSON.stringify([...new Set(list.map(change))]) : json
}

/** The name as it is in a resource that has it. */
function renamed(redact: RedactItem, key: string, name: unknown): unknown {
  if (typeof name !== 'string') return name
  const attributes: Attributes = [{ key, value: name }]
  const resource = { attributes, droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' }
  const scope = { name: '', version: '', attributes: [], droppedAttributesCount: 0, schemaUrl: '' }
  const metric = { name: '', description: '', unit: '', metadata: [], data: undefined }
  return redact.metric({ metric, resource, scope }).resource.attributes[0]?.value ?? name
}

/** Writes changed names. */
export function createReceiptReplacer(db: SqliteDatabase): (changes: readonly ReceiptChange[]) => void {
  const update = db.prepare('UPDATE receipts SET services = ?, sdks = ? WHERE id = ?')
  return (changes) => {
    for (const { row, services, sdks } of changes) update.run(services, sdks, row)
  }
}
