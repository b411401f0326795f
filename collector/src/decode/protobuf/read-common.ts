import { type AttributeValue, isKeyValueList, isList, type KeyValue } from '../../domain/attribute.ts'
import { MAX_VALUE_DEPTH, TOO_DEEP } from '../limits.ts'
import { readString } from './text.ts'
import { countObjects, enter, leave, readBool, readBytes, readDouble, readInt64, readTag, skip, type WireReader } from './wire-reader.ts'

/** KeyValue: 1 key (string), 2 value (AnyValue). Field 3 (key_strindex) belongs to profiles. `depth` counts containers around it. */
export function readKeyValue(reader: WireReader, depth = 0): KeyValue {
  countObjects(reader)
  const outerEnd = enter(reader)
  let key = ''
  let value: AttributeValue = null
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) key = readString(reader)
    else if (tag === 0x12) value = readAnyValue(reader, value, depth)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return { key, value }
}

/**
 * AnyValue, a oneof: 1 string_value, 2 bool_value (bool), 3 int_value (int64), 4 double_value, 5 array_value (ArrayValue),
 * 6 kvlist_value (KeyValueList), 7 bytes_value. Field 8 (string_value_strindex) belongs to profiles.
 * `previous` is what an earlier occurrence of the same field gave: messages are merged.
 */
export function readAnyValue(reader: WireReader, previous: AttributeValue, depth: number): AttributeValue {
  const outerEnd = enter(reader)
  let value = previous
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) value = readString(reader)
    else if (tag === 0x10) value = readBool(reader)
    else if (tag === 0x18) value = readInt64(reader)
    else if (tag === 0x21) value = readDouble(reader)
    else if (tag === 0x2a) value = readArrayValue(reader, value, depth + 1)
    else if (tag === 0x32) value = readKeyValueList(reader, value, depth + 1)
    else if (tag === 0x3a) value = readBytes(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return value
}

/** ArrayValue: 1 values (repeated AnyValue). */
function readArrayValue(reader: WireReader, previous: AttributeValue, depth: number): AttributeValue {
  const outerEnd = enter(reader)
  const values: AttributeValue[] = isList(previous) ? [...previous] : []
  countObjects(reader, values.length) // a list in many parts is copied for each
  if (isTooDeep(reader, depth)) reader.pos = reader.end
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) {
      countObjects(reader)
      values.push(readAnyValue(reader, null, depth))
    } else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return values
}

/** KeyValueList: 1 values (repeated KeyValue). */
function readKeyValueList(reader: WireReader, previous: AttributeValue, depth: number): AttributeValue {
  const outerEnd = enter(reader)
  const entries: KeyValue[] = isKeyValueList(previous) ? [...previous.entries] : []
  countObjects(reader, entries.length)
  if (isTooDeep(reader, depth)) reader.pos = reader.end
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) entries.push(readKeyValue(reader, depth))
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return { entries }
}

/** Notes the problem, so that only the item with the value is refused. */
function isTooDeep(reader: WireReader, depth: number): boolean {
  if (depth <= MAX_VALUE_DEPTH) return false
  reader.problem = TOO_DEEP
  return true
}
