/** Hand-made protobuf fields, for messages that no encoder would write. */

/** The bytes of an unsigned varint; `extra` adds groups that say nothing, which is legal. */
export function varint(value: bigint | number, extra = 0): readonly number[] {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  bytes.push(Number(rest))
  for (let i = 0; i < extra; i++) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80
    bytes.push(0)
  }
  return bytes
}

/** A varint field. */
export function varintField(field: number, value: bigint | number, extra = 0): Uint8Array {
  return Uint8Array.from([...varint(field << 3), ...varint(value, extra)])
}

/** A length-delimited field: a message of these parts, bytes, or a string. */
export function field(number: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)))
  return Buffer.concat([Uint8Array.from([...varint((number << 3) | 2), ...varint(content.length)]), content])
}

/** A fixed64 or double field. */
export function field64(number: number, value: bigint): Uint8Array {
  const content = Buffer.alloc(8)
  content.writeBigUInt64LE(value)
  return Buffer.concat([Uint8Array.from(varint((number << 3) | 1)), content])
}

/** A fixed32 field. */
export function field32(number: number, value: number): Uint8Array {
  const content = Buffer.alloc(4)
  content.writeUInt32LE(value)
  return Buffer.concat([Uint8Array.from(varint((number << 3) | 5)), content])
}

/** A group of an unknown field. */
export function group(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Uint8Array.from(varint((number << 3) | 3)), ...parts, Uint8Array.from(varint((number << 3) | 4))])
}
