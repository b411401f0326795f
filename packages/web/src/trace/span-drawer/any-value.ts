import type { AnyValue, Attribute } from '@ai-tracker/collector/contract'

/** A value as a person reads it, and its type where that is not plain from the text. */
export interface ShownValue {
  readonly text: string
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'bytes' | 'list' | 'map' | 'unset'
}

/** A value of OTLP/JSON for reading. Lists and maps become JSON-like text; integers keep every digit. */
export function shownValue(value: AnyValue): ShownValue {
  if ('stringValue' in value) return { text: value.stringValue, type: 'text' }
  if ('boolValue' in value) return { text: String(value.boolValue), type: 'boolean' }
  if ('intValue' in value) return { text: value.intValue, type: 'integer' }
  if ('doubleValue' in value) return { text: String(value.doubleValue), type: 'number' }
  if ('bytesValue' in value) return { text: value.bytesValue, type: 'bytes' }
  if ('arrayValue' in value) return { text: jsonText(value), type: 'list' }
  if ('kvlistValue' in value) return { text: jsonText(value), type: 'map' }
  return { text: 'no value', type: 'unset' }
}

/** JSON text of a value. Integers are written as they are, which a number of JavaScript would not hold. */
function jsonText(value: AnyValue): string {
  if ('arrayValue' in value) return `[${value.arrayValue.values.map(jsonText).join(', ')}]`
  if ('kvlistValue' in value) return `{${value.kvlistValue.values.map(entryText).join(', ')}}`
  const { text, type } = shownValue(value)
  if (type === 'unset') return 'null'
  return type === 'text' || type === 'bytes' ? JSON.stringify(text) : text
}

function entryText({ key, value }: Attribute): string {
  return `${JSON.stringify(key)}: ${jsonText(value)}`
}
