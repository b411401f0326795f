import { varint } from '../../collector/src/decode/testing/wire.ts'

/** A field of a protobuf message, to be changed and written again; what it says need not be true. */
export interface WireField {
  number: number
  /** The wire type in the tag. */
  wire: number
  value: WireValue
  /** Added to the length that is written. */
  lie: number
}

/** A varint with groups that say nothing, raw bytes, or a message. */
export type WireValue = { readonly varint: bigint; readonly extra: number } | Uint8Array | WireField[]

/** Deeper messages stay bytes. */
const MAX_DEPTH = 14
const LEN = 2
const FIXED_BYTES: Readonly<Record<number, number>> = { 1: 8, 5: 4 }

/** A field with a length that is true. */
export function wireField(number: number, value: Uint8Array | WireField[]): WireField {
  return { number, wire: LEN, value, lie: 0 }
}

/** A number field. */
export function varintField(number: number, value: bigint, extra = 0): WireField {
  return { number, wire: 0, value: { varint: value, extra }, lie: 0 }
}

/** The fields of a message, as deep as its bytes can be read as messages; `undefined` when they are none. */
export function parseWire(bytes: Uint8Array, depth = 0): WireField[] | undefined {
  const fields: WireField[] = []
  const reader = { bytes, at: 0 }
  while (reader.at < bytes.length) {
    const field = parseField(reader, depth)
    if (!field) return undefined
    fields.push(field)
  }
  return fields
}

interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

function parseField(reader: Cursor, depth: number): WireField | undefined {
  const tag = parseVarint(reader)
  if (tag === undefined || tag >= 2n ** 32n || tag < 8n) return undefined
  const [number, wire] = [Number(tag >> 3n), Number(tag & 7n)]
  if (wire === 0) {
    const value = parseVarint(reader)
    return value === undefined ? undefined : varintField(number, value)
  }
  const length = wire === LEN ? Number(parseVarint(reader) ?? Number.NaN) : (FIXED_BYTES[wire] ?? Number.NaN)
  if (!(length <= reader.bytes.length - reader.at)) return undefined
  const content = reader.bytes.subarray(reader.at, reader.at + length)
  reader.at += length
  const inner = wire === LEN && length > 0 && depth < MAX_DEPTH ? parseWire(content, depth + 1) : undefined
  return { number, wire, value: inner ?? content, lie: 0 }
}

function parseVarint(reader: Cursor): bigint | undefined {
  let value = 0n
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.bytes[reader.at++]
    if (byte === undefined) return undefined
    value |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) return value
  }
  return undefined
}

/** The bytes of fields, lies included. */
export function writeWire(fields: readonly WireField[]): Buffer {
  return Buffer.concat(fields.flatMap(writeField))
}

function writeField({ number, wire, value, lie }: WireField): Uint8Array[] {
  const tag = Uint8Array.from(varint(BigInt(number) * 8n + BigInt(wire)))
  if (!(value instanceof Uint8Array) && !Array.isArray(value)) return [tag, Uint8Array.from(varint(value.varint, value.extra))]
  const content = value instanceof Uint8Array ? value : writeWire(value)
  return wire === LEN ? [tag, Uint8Array.from(varint(content.length + lie)), content] : [tag, content]
}

/** A copy that can be changed. */
export function cloneWire(fields: readonly WireField[]): WireField[] {
  return fields.map((field) => ({ ...field, value: Array.isArray(field.value) ? cloneWire(field.value) : field.value }))
}

/** The place of a field. */
export interface WirePlace {
  readonly list: WireField[]
  readonly index: number
  readonly field: WireField
}

/** The places of all fields, those within messages too. */
export function wirePlaces(list: WireField[]): readonly WirePlace[] {
  return list.flatMap((field, index) => [{ list, index, field }, ...(Array.isArray(field.value) ? wirePlaces(field.value) : [])])
}
