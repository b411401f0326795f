import type { AttributeValue, KeyValue } from '../../domain/attribute.ts'
import type { Mutable } from '../drafts.ts'
import { MAX_VALUE_DEPTH, TOO_DEEP } from '../limits.ts'
import { readBase64 } from './bytes.ts'
import { type FieldName, type JsonContext, nextField, openMessage, readList, refuse } from './context.ts'
import { readBool, readDouble, readInt64, readText } from './scalar.ts'

/** A repeated KeyValue field. */
export function readAttributes(context: JsonContext): KeyValue[] {
  return readList(context, readAttribute)
}

function readAttribute(context: JsonContext): KeyValue {
  return readKeyValue(context, 0)
}

/** KeyValue: key, value. `depth` counts the lists and maps around it. */
function readKeyValue(context: JsonContext, depth: number): KeyValue {
  const entry: Mutable<KeyValue> = { key: '', value: null }
  if (!openMessage(context)) return entry
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'key') entry.key = readText(context, 'key')
    else if (field === 'value') entry.value = readAnyValue(context, depth)
  }
  return entry
}

/** AnyValue: one of its fields; null in it, or instead of it, is no value. `depth` counts the lists and maps around it. */
export function readAnyValue(context: JsonContext, depth: number): AttributeValue {
  let value: AttributeValue = null
  if (!openMessage(context)) return value
  for (let field = nextField(context); field; field = nextField(context)) {
    if (!context.json.nullValue()) value = readOneOf(context, field, depth) ?? value
  }
  return value
}

/** The member of AnyValue's oneof that `field` names; `undefined` when it names none. */
function readOneOf(context: JsonContext, field: FieldName, depth: number): AttributeValue | undefined {
  if (field === 'stringValue') return readText(context, field)
  if (field === 'intValue') return readInt64(context, field)
  if (field === 'doubleValue') return readDouble(context, field)
  if (field === 'boolValue') return readBool(context, field)
  if (field === 'bytesValue') return readBase64(context, field)
  if (field === 'arrayValue') return readArrayValue(context, depth + 1)
  if (field === 'kvlistValue') return readKeyValueList(context, depth + 1)
  return undefined
}

/** ArrayValue: values. */
function readArrayValue(context: JsonContext, depth: number): AttributeValue {
  return readValues(context, depth, readAnyValue)
}

/** KeyValueList: values. */
function readKeyValueList(context: JsonContext, depth: number): AttributeValue {
  return { entries: readValues(context, depth, readKeyValue) }
}

/** The `values` of a list or map. One that is too deep makes its item invalid, not its neighbours. */
function readValues<T>(context: JsonContext, depth: number, readItem: (context: JsonContext, depth: number) => T): readonly T[] {
  let values: readonly T[] = []
  if (depth > MAX_VALUE_DEPTH) {
    refuse(context, TOO_DEEP)
    return values
  }
  if (!openMessage(context)) return values
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'values') values = readList(context, () => readItem(context, depth))
  }
  return values
}
