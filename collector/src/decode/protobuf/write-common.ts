import { type Attributes, type AttributeValue, isList, type KeyValue } from '../../domain/attribute.ts'
import {
  beginMessage,
  endMessage,
  putBoolValue,
  putBytesValue,
  putDoubleValue,
  putInt64Value,
  putString,
  putStringValue,
  type WireWriter,
} from './wire-writer.ts'

/** A repeated KeyValue field. */
export function putAttributes(writer: WireWriter, tag: number, attributes: Attributes): void {
  for (let i = attributes.length - 1; i >= 0; i--) {
    const entry = attributes[i]
    if (entry) putKeyValue(writer, tag, entry)
  }
}

/** KeyValue: 1 key (string), 2 value (AnyValue), which is written even when it has no content. */
function putKeyValue(writer: WireWriter, tag: number, { key, value }: KeyValue): void {
  const begin = beginMessage(writer)
  putAnyValue(writer, 0x12, value)
  putString(writer, 0x0a, key)
  endMessage(writer, tag, begin)
}

/**
 * AnyValue, a oneof: 1 string_value, 2 bool_value (bool), 3 int_value (int64), 4 double_value, 5 array_value (ArrayValue),
 * 6 kvlist_value (KeyValueList), 7 bytes_value.
 */
export function putAnyValue(writer: WireWriter, tag: number, value: AttributeValue): void {
  const begin = beginMessage(writer)
  if (typeof value === 'string') putStringValue(writer, 0x0a, value)
  else if (typeof value === 'boolean') putBoolValue(writer, 0x10, value)
  else if (typeof value === 'bigint') putInt64Value(writer, 0x18, value)
  else if (typeof value === 'number') putDoubleValue(writer, 0x21, value)
  else if (value instanceof Uint8Array) putBytesValue(writer, 0x3a, value)
  else if (isList(value)) putArrayValue(writer, value)
  else if (value !== null) putKeyValueList(writer, value.entries)
  endMessage(writer, tag, begin)
}

/** ArrayValue: 1 values (repeated AnyValue). */
function putArrayValue(writer: WireWriter, values: readonly AttributeValue[]): void {
  const begin = beginMessage(writer)
  for (let i = values.length - 1; i >= 0; i--) putAnyValue(writer, 0x0a, values[i] ?? null)
  endMessage(writer, 0x2a, begin)
}

/** KeyValueList: 1 values (repeated KeyValue). */
function putKeyValueList(writer: WireWriter, entries: Attributes): void {
  const begin = beginMessage(writer)
  putAttributes(writer, 0x0a, entries)
  endMessage(writer, 0x32, begin)
}
