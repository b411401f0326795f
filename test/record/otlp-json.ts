import protobuf from 'protobufjs'
import { TRACE_PROTO } from './trace-proto.ts'

const ExportTraceServiceRequest = protobuf.parse(TRACE_PROTO).root.lookupType('ExportTraceServiceRequest')

const ID_FIELDS: ReadonlySet<string> = new Set(['traceId', 'spanId', 'parentSpanId'])

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A protobuf `ExportTraceServiceRequest` as OTLP/JSON: ids in hex, 64-bit integers as strings, enums as numbers. */
export function protobufToJson(bytes: Uint8Array): Json {
  const plain: Json = ExportTraceServiceRequest.toObject(ExportTraceServiceRequest.decode(bytes), {
    longs: String,
    bytes: String,
    json: true,
  })
  return mapStrings(plain, (value, key) => (ID_FIELDS.has(key) ? Buffer.from(value, 'base64').toString('hex') : value))
}

/** A copy of a JSON value with every string replaced; `key` is the name of the field that holds it, for a list that of the list. */
export function mapStrings(value: Json, replace: (text: string, key: string) => string, key = ''): Json {
  if (typeof value === 'string') return replace(value, key)
  if (Array.isArray(value)) return value.map((item: Json) => mapStrings(item, replace, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapStrings(item, replace, name)]))
}
