import { AppError } from '../../domain/app-error.ts'
import { MAX_OBJECTS, tooManyObjects } from '../limits.ts'

/**
 * Protobuf's wire format, bounds-checked. Every function moves `pos`; none reads past `end`, which is the end of the
 * message that is being read. Source: https://protobuf.dev/programming-guides/encoding/
 *
 * A tag is the whole number `field << 3 | wireType`. Message readers compare whole tags, so a known field with
 * another wire type is an unknown field.
 */
export interface WireReader {
  readonly bytes: Buffer
  readonly view: DataView
  pos: number
  end: number
  /** Halves of the varint that was read last by `readLong`. */
  low: number
  high: number
  /** What was read so far of all that `MAX_OBJECTS` bounds. */
  objects: number
  /** Strings whose invalid UTF-8 was replaced. */
  repairedStrings: number
  /** Where the last trace id stands: the next one is mostly the same, and need not be written as hex again. */
  traceIdAt: number
  traceId: string
  /** What is wrong with the item that is being read, though its neighbours are fine. */
  problem: string | undefined
}

/** Opens `bytes` for reading; they are not copied. */
export function createWireReader(bytes: Uint8Array): WireReader {
  const { buffer, byteOffset, byteLength } = bytes
  return {
    bytes: Buffer.from(buffer, byteOffset, byteLength),
    view: new DataView(buffer, byteOffset, byteLength),
    pos: 0,
    end: byteLength,
    low: 0,
    high: 0,
    objects: 0,
    repairedStrings: 0,
    traceIdAt: -1,
    traceId: '',
    problem: undefined,
  }
}

const WIRE_VARINT = 0
const WIRE_I64 = 1
const WIRE_LEN = 2
const WIRE_GROUP_START = 3
const WIRE_I32 = 5

/** Longest varint: ten groups of seven bits hold 64. */
const MAX_VARINT_BYTES = 10

/** Groups within groups; OTLP has none, so only unknown fields bring them. */
const MAX_GROUP_DEPTH = 64

/** The next tag. Call it only while `pos < end`. */
export function readTag(reader: WireReader): number {
  const tag = readVarint(reader)
  if (tag < 8 || tag > 0xffffffff) malformed(reader, 'a tag has an impossible field number')
  return tag
}

/** An unsigned varint as a number; above 2^53 only its magnitude is right. For tags, lengths and booleans. */
function readVarint(reader: WireReader): number {
  const { pos, bytes } = reader
  if (pos < reader.end) {
    const first = bytes[pos] ?? 0
    if (first < 0x80) {
      reader.pos = pos + 1
      return first
    }
  }
  readLong(reader)
  return (reader.high >>> 0) * 0x1_0000_0000 + (reader.low >>> 0)
}

/** uint32: the low 32 bits of a varint, unsigned. */
export function readUint32(reader: WireReader): number {
  readLong(reader)
  return reader.low >>> 0
}

/** int32 and enums: the low 32 bits of a varint, signed. */
export function readInt32(reader: WireReader): number {
  readLong(reader)
  return reader.low | 0
}

/** sint32: zigzag, in which the lowest bit is the sign. */
export function readSint32(reader: WireReader): number {
  readLong(reader)
  return (reader.low >>> 1) ^ -(reader.low & 1)
}

/** bool: any value but zero is true. */
export function readBool(reader: WireReader): boolean {
  return readVarint(reader) !== 0
}

const scratch = new DataView(new ArrayBuffer(8))

/** int64. */
export function readInt64(reader: WireReader): bigint {
  readLong(reader)
  if (reader.high === 0 && reader.low >= 0) return BigInt(reader.low)
  scratch.setInt32(0, reader.high)
  scratch.setInt32(4, reader.low)
  return scratch.getBigInt64(0)
}

/** uint64. */
export function readUint64(reader: WireReader): bigint {
  const value = readInt64(reader)
  return value < 0n ? BigInt.asUintN(64, value) : value
}

/** Reads a varint into `low` and `high`; bits beyond the 64th are dropped, as official readers do. */
function readLong(reader: WireReader): void {
  const { bytes, pos } = reader
  const available = Math.min(reader.end - pos, MAX_VARINT_BYTES)
  let low = 0
  let high = 0
  for (let i = 0; i < available; i++) {
    const byte = bytes[pos + i] ?? 0
    const bits = byte & 0x7f
    if (i < 5) low |= bits << (7 * i)
    if (i === 4) high = bits >>> 4
    if (i > 4) high |= bits << (7 * i - 32)
    if (byte < 0x80) {
      reader.pos = pos + i + 1
      reader.low = low
      reader.high = high
      return
    }
  }
  malformed(reader, available < MAX_VARINT_BYTES ? 'a number ends too early' : 'a number has more than 10 bytes')
}

/** fixed64, unsigned. */
export function readFixed64(reader: WireReader): bigint {
  return reader.view.getBigUint64(take(reader, 8), true)
}

/** sfixed64, signed. */
export function readSfixed64(reader: WireReader): bigint {
  return reader.view.getBigInt64(take(reader, 8), true)
}

/** fixed32, unsigned. */
export function readFixed32(reader: WireReader): number {
  return reader.view.getUint32(take(reader, 4), true)
}

/** double. */
export function readDouble(reader: WireReader): number {
  return reader.view.getFloat64(take(reader, 8), true)
}

/** bytes, copied, so that they do not keep the whole request in memory. */
export function readBytes(reader: WireReader): Uint8Array {
  const start = takeBlock(reader)
  return new Uint8Array(reader.bytes.subarray(start, reader.pos))
}

/** Enters a message of the length that comes next and gives what `leave` needs to come back. */
export function enter(reader: WireReader): number {
  const length = readLength(reader)
  const outerEnd = reader.end
  reader.end = reader.pos + length
  return outerEnd
}

/** Counts objects that are about to be made; the request is refused when they are too many. */
export function countObjects(reader: WireReader, objects = 1): void {
  reader.objects += objects
  if (reader.objects > MAX_OBJECTS) tooManyObjects(`byte ${reader.pos} of ${reader.bytes.length}`)
}

/** Leaves the message that `enter` entered. */
export function leave(reader: WireReader, outerEnd: number): void {
  reader.pos = reader.end
  reader.end = outerEnd
}

/** Passes over a length and that many bytes; gives where they start. They end at `pos`. */
export function takeBlock(reader: WireReader): number {
  return take(reader, readLength(reader))
}

/** The length of what follows, checked against what is left. */
function readLength(reader: WireReader): number {
  const length = readVarint(reader)
  if (length > reader.end - reader.pos) malformed(reader, 'a length goes beyond the end of its message')
  return length
}

/** Passes over `length` bytes; gives where they start. */
function take(reader: WireReader, length: number): number {
  const start = reader.pos
  if (length > reader.end - start) malformed(reader, 'a value ends too early')
  reader.pos = start + length
  return start
}

/** Passes over the value of an unknown field, groups included. */
export function skip(reader: WireReader, tag: number, depth = 0): void {
  const wireType = tag & 7
  if (wireType === WIRE_VARINT) readLong(reader)
  else if (wireType === WIRE_I64) take(reader, 8)
  else if (wireType === WIRE_LEN) takeBlock(reader)
  else if (wireType === WIRE_I32) take(reader, 4)
  else if (wireType === WIRE_GROUP_START) skipGroup(reader, tag, depth)
  else malformed(reader, wireType > WIRE_I32 ? `wire type ${wireType} does not exist` : 'a group ends that was not begun')
}

function skipGroup(reader: WireReader, startTag: number, depth: number): void {
  if (depth >= MAX_GROUP_DEPTH) malformed(reader, `groups are nested deeper than ${MAX_GROUP_DEPTH} levels`)
  const endTag = startTag + 1
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === endTag) return
    skip(reader, tag, depth + 1)
  }
  malformed(reader, 'a group does not end')
}

/** Takes the problem that was noted since the last call, so that the next item starts without one. */
export function takeProblem(reader: WireReader): string | undefined {
  const { problem } = reader
  reader.problem = undefined
  return problem
}

/** Refuses bytes that are no protobuf; `what` says why. */
export function malformed(reader: WireReader, what: string): never {
  throw new AppError('invalid', `malformed protobuf: ${what} (near byte ${reader.pos} of ${reader.bytes.length})`)
}
