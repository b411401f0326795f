import type { OtlpJson } from './api/otlp-stream.ts'
import { logToJson } from './decode/json/write-logs.ts'
import { metricToJson } from './decode/json/write-metrics.ts'
import { resourceToJson, scopeToJson } from './decode/json/write-resource.ts'
import { spanToJson } from './decode/json/write-span.ts'

/** How the API writes OTLP. */
export const otlpJson: OtlpJson = { span: spanToJson, log: logToJson, metric: metricToJson, resource: resourceToJson, scope: scopeToJson }
