/** What V8 takes for an object or a list without content, and for a field of it. */
const OBJECT_BYTES = 24
const FIELD_BYTES = 8

/** Bytes of memory that a decoded value takes, by count: strings with two bytes a character, each string by itself. */
export function memoryOf(value: unknown): number {
  let bytes = 0
  const rest: unknown[] = [value]
  while (rest.length > 0) {
    const one = rest.pop()
    if (typeof one === 'string') bytes += one === '' ? 0 : OBJECT_BYTES + 2 * one.length
    else if (typeof one === 'bigint') bytes += OBJECT_BYTES
    else if (one instanceof Uint8Array) bytes += 4 * OBJECT_BYTES + one.length
    else if (typeof one === 'object' && one !== null) {
      const fields: readonly unknown[] = Array.isArray(one) ? one : Object.values(one)
      bytes += OBJECT_BYTES + FIELD_BYTES * fields.length
      for (const field of fields) rest.push(field)
    }
  }
  return bytes
}
