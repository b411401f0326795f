/** A program that plays the scenario with a real client and sends OTLP. Its name is also its `service.name` and its fixture. */
export interface Client {
  readonly name: string
  readonly language: 'js' | 'python'
  /** Below `js/` or `python/`. */
  readonly file: string
  /** Names of environment variables with their values, where the client needs any. */
  readonly env?: Readonly<Record<string, string>>
  /** Whether its telemetry names the workflow by an attribute and not only by the name of the root span. */
  readonly tellsWorkflow: boolean
}

const NATIVE_SPANS_OFF = { ANTHROPIC_OPEN_TELEMETRY: 'false' }
const NATIVE_CONTENT = { ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE: 'content' }

/** Every client, JavaScript first. */
export const CLIENTS: readonly Client[] = [
  { name: 'js-otel-plain', language: 'js', file: 'otel-plain.ts', tellsWorkflow: true },
  { name: 'js-otel-openai', language: 'js', file: 'otel-openai.ts', tellsWorkflow: true },
  { name: 'js-openinference-openai', language: 'js', file: 'openinference-openai.ts', tellsWorkflow: false },
  { name: 'js-openinference-anthropic', language: 'js', file: 'openinference-anthropic.ts', env: NATIVE_SPANS_OFF, tellsWorkflow: false },
  { name: 'js-openinference-anthropic-native', language: 'js', file: 'openinference-anthropic.ts', tellsWorkflow: false },
  { name: 'js-openllmetry-openai', language: 'js', file: 'openllmetry-openai.ts', tellsWorkflow: true },
  { name: 'js-openllmetry-anthropic', language: 'js', file: 'openllmetry-anthropic.ts', tellsWorkflow: true },
  { name: 'js-anthropic-native', language: 'js', file: 'anthropic-native.ts', env: NATIVE_CONTENT, tellsWorkflow: true },
  { name: 'js-anthropic-native-metadata', language: 'js', file: 'anthropic-native.ts', tellsWorkflow: true },
  { name: 'js-anthropic-tool-runner', language: 'js', file: 'anthropic-tool-runner.ts', env: NATIVE_CONTENT, tellsWorkflow: true },
  { name: 'py-otel-plain', language: 'python', file: 'otel_plain.py', tellsWorkflow: true },
  { name: 'py-openinference-openai', language: 'python', file: 'openinference_openai.py', tellsWorkflow: false },
  {
    name: 'py-openinference-anthropic',
    language: 'python',
    file: 'openinference_anthropic.py',
    env: NATIVE_SPANS_OFF,
    tellsWorkflow: false,
  },
  { name: 'py-openinference-anthropic-native', language: 'python', file: 'openinference_anthropic.py', tellsWorkflow: false },
  { name: 'py-openllmetry-openai', language: 'python', file: 'openllmetry_openai.py', tellsWorkflow: true },
  { name: 'py-openllmetry-anthropic', language: 'python', file: 'openllmetry_anthropic.py', env: NATIVE_SPANS_OFF, tellsWorkflow: true },
  { name: 'py-openllmetry-anthropic-native', language: 'python', file: 'openllmetry_anthropic.py', tellsWorkflow: true },
  { name: 'py-anthropic-native', language: 'python', file: 'anthropic_native.py', env: NATIVE_CONTENT, tellsWorkflow: true },
]
