/**
 * Protobuf's wire format, written from the end of the buffer towards its start: the length of a message is known when
 * its prefix is put, so nothing is measured twice or moved. Every `put` stands *before* what was put last; messages put
 * their fields from the highest number to the lowest and their lists from the last element to the first, which gives
 * the canonical order. Source: https://protobuf.dev/programming-guides/encoding/
 *
 * Functions named after a field type leave out the proto3 default; `put…Value` functions always write, `put…Bare` ones without a tag.
 */
export interface WireWriter {
  bytes: Buffer
  view: DataView
  /** Start of what was written; it ends at the end of `bytes`. */
  pos: number
}

const FIRST_BYTES = 4096

/** An empty writer. */
export function createWireWriter(): WireWriter {
  const bytes = Buffer.allocUnsafeSlow(FIRST_BYTES)
  return { bytes, view: new DataView(bytes.buffer), pos: FIRST_BYTES }
}

/** What was written; copied out of the buffer only if that would hold much more memory than the result needs. */
export function writtenBytes({ bytes, pos }: WireWriter): Uint8Array {
  const written = bytes.subarray(pos)
  const isMostly = written.length * 2 > bytes.length
  return isMostly ? new Uint8Array(bytes.buffer, pos, written.length) : new Uint8Array(written)
}

/** Where the content of a message ends: take it before its fields are put. */
export function beginMessage(writer: WireWriter): number {
  return writer.bytes.length - writer.pos
}

/** Puts the length and tag of the message whose fields were put since `begin`. */
export function endMessage(writer: WireWriter, tag: number, begin: number): void {
  putVarint(writer, writer.bytes.length - writer.pos - begin)
  putVarint(writer, tag)
}

/** A string field, unless it is empty. */
export function putString(writer: WireWriter, tag: number, text: string): void {
  if (text !== '') putStringValue(writer, tag, text)
}

/** A string field, even an empty one. */
export function putStringValue(writer: WireWriter, tag: number, text: string): void {
  const length = Buffer.byteLength(text)
  reserve(writer, length)
  writer.pos -= length
  if (length === text.length && length <= SHORT_TEXT) putAscii(writer, text)
  else writer.bytes.write(text, writer.pos, length, 'utf8')
  putVarint(writer, length)
  putVarint(writer, tag)
}

/** Up to here a loop is faster than the call into native code. */
const SHORT_TEXT = 24

function putAscii({ bytes, pos }: WireWriter, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[pos + i] = text.charCodeAt(i)
}

/** A bytes field, even an empty one. */
export function putBytesValue(writer: WireWriter, tag: number, value: Uint8Array): void {
  reserve(writer, value.length)
  writer.pos -= value.length
  writer.bytes.set(value, writer.pos)
  putVarint(writer, value.length)
  putVarint(writer, tag)
}

/** A bytes field given as hex, unless it is empty. */
export function putHex(writer: WireWriter, tag: number, hex: string): void {
  if (hex === '') return
  const length = hex.length >> 1
  reserve(writer, length)
  writer.pos -= length
  writer.bytes.write(hex, writer.pos, length, 'hex')
  putVarint(writer, length)
  putVarint(writer, tag)
}

/** uint32, unless it is 0. */
export function putUint32(writer: WireWriter, tag: number, value: number): void {
  if (value === 0) return
  putVarint(writer, value)
  putVarint(writer, tag)
}

/** int32 or an enum, unless it is 0; a negative one takes ten bytes. */
export function putInt32(writer: WireWriter, tag: number, value: number): void {
  if (value === 0) return
  if (value < 0) putLong(writer, value, -1)
  else putVarint(writer, value)
  putVarint(writer, tag)
}

const scratch = new DataView(new ArrayBuffer(8))

/** int64, even 0. */
export function putInt64Value(writer: WireWriter, tag: number, value: bigint): void {
  scratch.setBigInt64(0, value)
  putLong(writer, scratch.getInt32(4), scratch.getInt32(0))
  putVarint(writer, tag)
}

/** uint64 as a varint without a tag, as packed fields hold them. */
export function putUint64Bare(writer: WireWriter, value: bigint): void {
  scratch.setBigUint64(0, value)
  putLong(writer, scratch.getInt32(4), scratch.getInt32(0))
}

/** sint32 in zigzag, unless it is 0. */
export function putSint32(writer: WireWriter, tag: number, value: number): void {
  if (value === 0) return
  putVarint(writer, ((value << 1) ^ (value >> 31)) >>> 0)
  putVarint(writer, tag)
}

/** bool, unless it is false. */
export function putBool(writer: WireWriter, tag: number, value: boolean): void {
  if (value) putBoolValue(writer, tag, value)
}

/** bool, even false. */
export function putBoolValue(writer: WireWriter, tag: number, value: boolean): void {
  putVarint(writer, value ? 1 : 0)
  putVarint(writer, tag)
}

/** double, even 0. */
export function putDoubleValue(writer: WireWriter, tag: number, value: number): void {
  putDoubleBare(writer, value)
  putVarint(writer, tag)
}

/** double, unless it is 0; minus zero is not 0. */
export function putDouble(writer: WireWriter, tag: number, value: number): void {
  if (!Object.is(value, 0)) putDoubleValue(writer, tag, value)
}

/** double without a tag, as packed fields hold them. */
export function putDoubleBare(writer: WireWriter, value: number): void {
  reserve(writer, 8)
  writer.pos -= 8
  writer.view.setFloat64(writer.pos, value, true)
}

/** fixed64, unless it is 0. */
export function putFixed64(writer: WireWriter, tag: number, value: bigint): void {
  if (value === 0n) return
  putFixed64Bare(writer, value)
  putVarint(writer, tag)
}

/** fixed64 without a tag, as packed fields hold them. */
export function putFixed64Bare(writer: WireWriter, value: bigint): void {
  reserve(writer, 8)
  writer.pos -= 8
  writer.view.setBigUint64(writer.pos, value, true)
}

/** sfixed64, even 0. */
export function putSfixed64Value(writer: WireWriter, tag: number, value: bigint): void {
  putFixed64Bare(writer, BigInt.asUintN(64, value))
  putVarint(writer, tag)
}

/** fixed32, unless it is 0. */
export function putFixed32(writer: WireWriter, tag: number, value: number): void {
  if (value === 0) return
  reserve(writer, 4)
  writer.pos -= 4
  writer.view.setUint32(writer.pos, value, true)
  putVarint(writer, tag)
}

/** An unsigned varint below 2^32. */
function putVarint(writer: WireWriter, value: number): void {
  if (value < 0x80) {
    reserve(writer, 1)
    writer.pos -= 1
    writer.bytes[writer.pos] = value
  } else putLong(writer, value | 0, 0)
}

/** A varint of 64 bits in two halves. */
function putLong(writer: WireWriter, low: number, high: number): void {
  const length = varintLength(low, high)
  reserve(writer, length)
  writer.pos -= length
  const { bytes, pos } = writer
  let lowBits = low >>> 0
  let highBits = high >>> 0
  for (let i = 0; i < length; i++) {
    bytes[pos + i] = (lowBits & 0x7f) | (i < length - 1 ? 0x80 : 0)
    lowBits = ((lowBits >>> 7) | (highBits << 25)) >>> 0
    highBits >>>= 7
  }
}

function varintLength(low: number, high: number): number {
  const bits = high === 0 ? 32 - Math.clz32(low) : 64 - Math.clz32(high)
  return Math.max(1, Math.ceil(bits / 7))
}

/** Makes room for `length` more bytes in front. */
function reserve(writer: WireWriter, length: number): void {
  if (writer.pos >= length) return
  const used = writer.bytes.subarray(writer.pos)
  const size = Math.max(writer.bytes.length * 2, used.length + length + FIRST_BYTES)
  const bytes = Buffer.allocUnsafeSlow(size)
  writer.pos = size - used.length
  bytes.set(used, writer.pos)
  writer.bytes = bytes
  writer.view = new DataView(bytes.buffer)
}
