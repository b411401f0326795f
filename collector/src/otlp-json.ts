import type { OtlpJson } from './api/otlp-stream.ts'
import { spanToJson } from './decode/json/write-span.ts'
import { resourceToJson, scopeToJson } from './decode/json/write-traces.ts'

/** How the API writes OTLP. */
export const otlpJson: OtlpJson = { span: spanToJson, resource: resourceToJson, scope: scopeToJson }
