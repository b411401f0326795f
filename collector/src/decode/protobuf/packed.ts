import { NUMBERS_PER_OBJECT } from '../limits.ts'
import { countObjects, enter, leave, malformed, readDouble, readFixed64, readUint64, type WireReader } from './wire-reader.ts'

/**
 * Repeated numbers. Senders write them packed, one block of values, or each with its tag, and may mix both forms; what comes in parts is joined.
 * They are counted before they are made.
 */
const NUMBER_BYTES = 8

/** A packed block of double. */
export function readPackedDoubles(reader: WireReader, into: number[]): void {
  const outerEnd = enterNumbers(reader)
  while (reader.pos < reader.end) into.push(readDouble(reader))
  leave(reader, outerEnd)
}

/** A packed block of fixed64. */
export function readPackedFixed64s(reader: WireReader, into: bigint[]): void {
  const outerEnd = enterNumbers(reader)
  while (reader.pos < reader.end) into.push(readFixed64(reader))
  leave(reader, outerEnd)
}

/** Enters a block of numbers of eight bytes each. */
function enterNumbers(reader: WireReader): number {
  const outerEnd = enter(reader)
  const length = reader.end - reader.pos
  if (length % NUMBER_BYTES !== 0) malformed(reader, 'a block of 64-bit numbers ends within one')
  countObjects(reader, length / NUMBER_BYTES / NUMBERS_PER_OBJECT)
  return outerEnd
}

/** A packed block of uint64, which are varints. */
export function readPackedUint64s(reader: WireReader, into: bigint[]): void {
  const outerEnd = enter(reader)
  while (reader.pos < reader.end) {
    countNumber(reader)
    into.push(readUint64(reader))
  }
  leave(reader, outerEnd)
}

/** Counts a number of a repeated field that is about to be read with its own tag. */
export function countNumber(reader: WireReader): void {
  countObjects(reader, 1 / NUMBERS_PER_OBJECT)
}
