import type { AnyValue } from '@ai-tracker/collector'

/** What a value of OTLP/JSON says: a text as it is, anything else as JSON text. It is not made safe here. */
export function valueText(value: AnyValue): string {
  return 'stringValue' in value ? value.stringValue : jsonText(value)
}

/** Integers are written as they are, which a number of JavaScript would not hold. */
function jsonText(value: AnyValue): string {
  if ('stringValue' in value) return JSON.stringify(value.stringValue)
  if ('boolValue' in value) return String(value.boolValue)
  if ('intValue' in value) return value.intValue
  if ('doubleValue' in value) return String(value.doubleValue)
  if ('bytesValue' in value) return JSON.stringify(value.bytesValue)
  if ('arrayValue' in value) return `[${value.arrayValue.values.map(jsonText).join(',')}]`
  if (!('kvlistValue' in value)) return 'null'
  return `{${value.kvlistValue.values.map((entry) => `${JSON.stringify(entry.key)}:${jsonText(entry.value)}`).join(',')}}`
}
