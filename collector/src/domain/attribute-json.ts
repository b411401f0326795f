import { AppError } from './app-error.ts'
import { type Attributes, type AttributeValue, isKeyValueList, isList, type KeyValue } from './attribute.ts'
import { createJsonReader, type JsonReader } from './json-reader.ts'
import { jsonString } from './json-string.ts'

/**
 * The form in which attributes are stored: JSON that SQL can query, from which every value comes back exactly.
 *
 * | value | JSON |
 * |---|---|
 * | string, boolean, list | as in JSON |
 * | int64 | integer literal: `1` |
 * | double | literal with `.` or `e`: `1.0`, `-0.0`, `1e+21`; `{"$double":"NaN"}`, `"Infinity"`, `"-Infinity"` |
 * | bytes | `{"$bytes":"<base64>"}` |
 * | no value | `{"$unset":true}` |
 * | large string kept elsewhere | `{"$ref":<node id>}` |
 * | map, and the attributes themselves | object; a key that starts with `$` gets one more `$` |
 *
 * Of a repeated key the last value stands under the key. The earlier ones follow at the end of the object, in
 * `"$dup":[[position,key,value],…]`, where position counts all entries of that map from 0.
 */

/** Strings with more UTF-16 units than this are offered to `StoreText`. */
export const MAX_INLINE_UNITS = 1024

const DOLLAR = 0x24

/** Stores a large string elsewhere and gives its node id; `undefined` = keep it in place. */
export type StoreText = (text: string) => bigint | number | undefined

/** The text of a node id that `StoreText` gave. */
export type ResolveText = (ref: bigint) => string

/** Attributes in their stored form. `ref` is asked for every string value longer than `MAX_INLINE_UNITS`, at any depth. */
export function attributesToJson(attributes: Attributes, ref?: StoreText): string {
  if (attributes.length > 1) {
    const earlier = earlierDuplicates(attributes)
    if (earlier) return withDuplicates(attributes, earlier, ref)
  }
  let json = ''
  for (const { key, value } of attributes) json += `${json && ','}${keyToJson(key)}:${valueToJson(value, ref)}`
  return `{${json}}`
}

/** One value in its stored form. */
export function valueToJson(value: AttributeValue, ref?: StoreText): string {
  if (typeof value === 'string') return textToJson(value, ref)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return doubleToJson(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value === null) return '{"$unset":true}'
  if (value instanceof Uint8Array) return `{"$bytes":"${base64(value)}"}`
  if (!isList(value)) return attributesToJson(value.entries, ref)
  let json = ''
  for (const item of value) json += `${json && ','}${valueToJson(item, ref)}`
  return `[${json}]`
}

function keyToJson(key: string): string {
  return jsonString(key.charCodeAt(0) === DOLLAR ? `$${key}` : key)
}

function textToJson(text: string, ref: StoreText | undefined): string {
  const node = text.length > MAX_INLINE_UNITS ? ref?.(text) : undefined
  return node === undefined ? jsonString(text) : `{"$ref":${node}}`
}

function doubleToJson(value: number): string {
  if (!Number.isFinite(value)) return `{"$double":"${value}"}`
  if (Object.is(value, -0)) return '-0.0'
  const text = String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** Up to this many keys are compared pair by pair, which is faster than building a set. */
const FEW = 12

/** Positions of the entries whose key comes again later; `undefined` = no key is repeated. */
function earlierDuplicates(attributes: Attributes): ReadonlySet<number> | undefined {
  if (!hasDuplicates(attributes)) return undefined
  const last = new Map(attributes.map(({ key }, index) => [key, index]))
  return new Set(attributes.flatMap(({ key }, index) => (last.get(key) === index ? [] : [index])))
}

function hasDuplicates(attributes: Attributes): boolean {
  if (attributes.length > FEW) return new Set(attributes.map(({ key }) => key)).size < attributes.length
  return attributes.some(({ key }, index) => {
    for (let i = index + 1; i < attributes.length; i++) if (attributes[i]?.key === key) return true
    return false
  })
}

function withDuplicates(attributes: Attributes, earlier: ReadonlySet<number>, ref: StoreText | undefined): string {
  const members: string[] = []
  const duplicates: string[] = []
  attributes.forEach(({ key, value }, index) => {
    if (earlier.has(index)) duplicates.push(`[${index},${jsonString(key)},${valueToJson(value, ref)}]`)
    else members.push(`${keyToJson(key)}:${valueToJson(value, ref)}`)
  })
  return `{${members.join(',')},"$dup":[${duplicates.join(',')}]}`
}

/**
 * The exact inverse of `attributesToJson`.
 * @throws AppError `invalid` when the text is not in the stored form
 */
export function attributesFromJson(json: string, resolve: ResolveText): Attributes {
  const reader = createJsonReader(json)
  if (reader.peek() !== 'object') reader.fail('expected an object')
  const value = readObject(reader, resolve)
  reader.end()
  if (isKeyValueList(value)) return value.entries
  throw new AppError('invalid', 'stored attributes hold a single value where a map of keys was expected')
}

/**
 * The exact inverse of `valueToJson`.
 * @throws AppError `invalid` when the text is not in the stored form
 */
export function valueFromJson(json: string, resolve: ResolveText): AttributeValue {
  const reader = createJsonReader(json)
  const value = readValue(reader, resolve)
  reader.end()
  return value
}

function readValue(reader: JsonReader, resolve: ResolveText): AttributeValue {
  const kind = reader.peek()
  if (kind === 'string') return reader.string()
  if (kind === 'number') return readNumber(reader.numberText())
  if (kind === 'boolean') return reader.boolean()
  if (kind === 'object') return readObject(reader, resolve)
  if (kind === 'null') return reader.fail('null is not a stored value')
  const items: AttributeValue[] = []
  reader.array(() => items.push(readValue(reader, resolve)))
  return items
}

function readNumber(text: string): bigint | number {
  return /[.eE]/.test(text) ? Number(text) : BigInt(text)
}

/** A map, or one of the forms with a `$` key of their own. */
function readObject(reader: JsonReader, resolve: ResolveText): AttributeValue {
  const entries: KeyValue[] = []
  reader.openObject()
  for (let key = reader.key(); key !== undefined; key = reader.key()) {
    if (key.charCodeAt(0) !== DOLLAR) entries.push({ key, value: readValue(reader, resolve) })
    else if (key.charCodeAt(1) === DOLLAR) entries.push({ key: key.slice(1), value: readValue(reader, resolve) })
    else if (key === '$dup') insertDuplicates(reader, resolve, entries)
    else return readForm(reader, key, resolve)
  }
  return { entries }
}

/** Puts earlier duplicates back where they stood; positions ascend. */
function insertDuplicates(reader: JsonReader, resolve: ResolveText, entries: KeyValue[]): void {
  const rest = entries.splice(0)
  let used = 0
  reader.array(() => {
    const [position, entry] = readDuplicate(reader, resolve)
    const before = position - entries.length
    if (before < 0 || before > rest.length - used) reader.fail('"$dup" has a position that cannot be')
    for (const end = used + before; used < end; used++) entries.push(...rest.slice(used, used + 1))
    entries.push(entry)
  })
  entries.push(...rest.slice(used))
}

function readDuplicate(reader: JsonReader, resolve: ResolveText): readonly [number, KeyValue] {
  reader.openArray()
  reader.item()
  const position = Number(reader.numberText())
  reader.item()
  const key = reader.string()
  reader.item()
  const value = readValue(reader, resolve)
  if (reader.item()) reader.fail('"$dup" has an entry with more than three parts')
  return [position, { key, value }]
}

function readForm(reader: JsonReader, form: string, resolve: ResolveText): AttributeValue {
  const value = formValue(reader, form, resolve)
  if (reader.key() !== undefined) reader.fail('a value with a "$" form has more than one key')
  return value
}

function formValue(reader: JsonReader, form: string, resolve: ResolveText): AttributeValue {
  if (form === '$ref') return resolve(BigInt(reader.numberText()))
  if (form === '$bytes') return new Uint8Array(Buffer.from(reader.string(), 'base64'))
  if (form === '$double') return Number(reader.string())
  if (form !== '$unset') return reader.fail('unknown "$" form of a stored value')
  reader.skip()
  return null
}
