import { SETTINGS } from '@ai-tracker/collector'

/** Variables of the collector, the SDK and this program that are ours. */
export const OWN_VARIABLES: readonly string[] = [
  ...Object.values(SETTINGS).map(({ env }) => env),
  'TRACKER_CONFIG',
  'TRACKER_URL',
  'TRACKER_SPOOL',
  'TRACKER_SEND_AFTER_EXIT',
  'AI_TRACKER_SESSION_ID',
  'AI_TRACKER_WORKFLOW',
  'AI_TRACKER_PHASE',
]

/** Variables of W3C and OpenTelemetry that decide whether, where, how and as whose part programs send. */
const STANDARD_VARIABLES = [
  'TRACEPARENT',
  'OTEL_SDK_DISABLED',
  'OTEL_TRACES_EXPORTER',
  'OTEL_TRACES_SAMPLER',
  'OTEL_SERVICE_NAME',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_EXPORTER_OTLP_INSECURE',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
  'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT',
] as const

/**
 * Every variable of ours that the product reads, and the standard ones that matter to what is recorded. Those of the system, such as
 * HOME and NO_COLOR, are not among them, nor those by which OpenTelemetry's own packages are tuned.
 */
export const VARIABLES: readonly string[] = [...OWN_VARIABLES, ...STANDARD_VARIABLES]

/** What the product's own processes tell each other. */
export const INTERNAL_VARIABLES: readonly string[] = ['AI_TRACKER_AFTER_EXIT']

/** Variables whose value is shown to nobody. */
export const SECRETS: ReadonlySet<string> = new Set(['TRACKER_TOKEN', 'OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'])
