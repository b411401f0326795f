/** Where a client sends to. */
export interface Destination {
  /** Address of the collector without a path: `http://127.0.0.1:4318`. */
  readonly origin: string
  readonly needsToken: boolean
}

/** Something to put into a file or a terminal. */
export interface Snippet {
  /** Where it goes: a file name, "In a terminal". */
  readonly title: string
  readonly text: string
}

/** A way to send traces here. */
export interface Client {
  /** Its word in the address. */
  readonly id: string
  readonly label: string
  /** What arrives. */
  readonly intro: string
  readonly snippets: readonly Snippet[]
  /** What does not work, or not yet. */
  readonly note?: string
}

/** Stands in snippets where the token goes; the token itself is never shown. */
export const TOKEN = 'YOUR_TOKEN'

/** Every client. The first one is shown to who has just come: it runs as it stands. */
export function clientsFor(destination: Destination): readonly Client[] {
  return [openTelemetryJs, sdk, python, environment, otelCollector, claudeCode, geminiCli, codex].map((client) => client(destination))
}

const openTelemetryJs = (destination: Destination): Client => ({
  id: 'js',
  label: 'OpenTelemetry JS',
  intro:
    'Every span of your program. Attributes of the GenAI conventions make it a model call with tokens and cost; instrumentations of OpenAI, Anthropic and others set them for you.',
  snippets: [
    {
      title: 'In a terminal',
      text: lines(
        // The latest of each do not fit together.
        'npm install @opentelemetry/api@~1.9 @opentelemetry/sdk-trace-node@2 @opentelemetry/exporter-trace-otlp-proto@~0.223',
        ...exportsOf(destination),
      ),
    },
    {
      title: 'tracing.mjs',
      text: `import { trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] })
provider.register()

const span = trace.getTracer('first').startSpan('chat gpt-5-mini', {
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-5-mini',
    'gen_ai.usage.input_tokens': 1200,
    'gen_ai.usage.output_tokens': 340,
  },
})
span.end()
await provider.shutdown()`,
    },
    { title: 'In the same terminal', text: 'node tracing.mjs' },
  ],
})

/** Where `npm run pack` leaves the packages, seen from a folder beside the clone. */
const TARBALLS = '../ai-workflow-tracker/.packages'

const sdk = ({ origin, needsToken }: Destination): Client => ({
  id: 'sdk',
  label: 'TypeScript SDK',
  intro: 'Sessions, phases, prompts, tool calls, files and issues of your own workflow, in the terms of this page.',
  snippets: [
    { title: 'In your clone of the repository, after npm ci', text: 'npm run pack' },
    {
      title: 'In the folder of your program, beside the clone',
      text: lines(
        'npm install \\',
        `  ${TARBALLS}/ai-tracker-semconv-0.1.0.tgz \\`,
        `  ${TARBALLS}/ai-tracker-sdk-0.1.0.tgz \\`,
        '  @opentelemetry/api',
        `export TRACKER_URL=${origin}`,
        needsToken && `export TRACKER_TOKEN=${TOKEN}`,
      ),
    },
    {
      title: 'workflow.ts',
      text: `import { tracker } from '@ai-tracker/sdk'

await tracker.session({ workflow: 'blog-post' }, async (session) => {
  await session.phase('research', async (phase) => {
    const question = { text: 'How does a CPU scheduler work?', model: 'gpt-5-mini', provider: 'openai' }
    await phase.prompt(question, async (prompt) => {
      const answer = 'It decides who runs next.' // call your model here
      prompt.respond({ text: answer, tokensInput: 1200, tokensOutput: 340 })
    })
  })
  session.complete({ outcome: 'published' })
})`,
    },
    { title: 'In the same terminal', text: 'node workflow.ts' },
  ],
  note: 'The packages are in no public registry yet: a package of such a name there is not ours. Without them, take OpenTelemetry JS.',
})

const python = (destination: Destination): Client => ({
  id: 'python',
  label: 'Python',
  intro:
    'OpenInference records every call of the openai package with its messages; packages for Anthropic, LangChain, LlamaIndex and others work in the same way.',
  snippets: [
    {
      title: 'In a terminal',
      text: lines(
        'pip install openai openinference-instrumentation-openai \\',
        '  opentelemetry-sdk opentelemetry-exporter-otlp-proto-http',
        ...exportsOf(destination),
      ),
    },
    {
      title: 'main.py',
      text: `from openai import OpenAI
from openinference.instrumentation.openai import OpenAIInstrumentor
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
OpenAIInstrumentor().instrument()

answer = OpenAI().chat.completions.create(
    model="gpt-5-mini", messages=[{"role": "user", "content": "How does a CPU scheduler work?"}]
)
print(answer.choices[0].message.content)`,
    },
    { title: 'In the same terminal', text: 'python main.py' },
  ],
})

const environment = (destination: Destination): Client => ({
  id: 'environment',
  label: 'Any OTLP exporter',
  intro: 'A program that exports traces with OpenTelemetry in any language needs no change of its code.',
  snippets: [{ title: 'In the environment of the program', text: lines(...exportsOf(destination)) }],
  note: 'OTLP is received over HTTP, as protobuf and as JSON, and over gRPC. Logs and metrics are kept, too; sessions are made of traces.',
})

const otelCollector = ({ origin, needsToken }: Destination): Client => ({
  id: 'collector',
  label: 'OTel Collector',
  intro: 'A collector that you run already forwards its traces, beside where it sends them now.',
  snippets: [
    {
      title: 'In the configuration of the collector',
      text: lines(
        'exporters:',
        '  otlphttp/tracker:',
        `    endpoint: ${origin}`,
        needsToken && '    headers:',
        needsToken && `      Authorization: Bearer ${TOKEN}`,
        'service:',
        '  pipelines:',
        '    traces:',
        '      exporters: [otlphttp/tracker] # besides those that are there',
      ),
    },
  ],
  note: 'In a container of Docker Desktop the address is host.docker.internal; start the tracker with TRACKER_ALLOWED_HOSTS=host.docker.internal then.',
})

const claudeCode = (destination: Destination): Client => ({
  id: 'claude-code',
  label: 'Claude Code',
  intro: 'The traces of Claude Code (a beta): prompts, model requests, tool calls and how long each took.',
  snippets: [
    {
      title: 'In the terminal in which you start claude',
      text: lines(
        'export CLAUDE_CODE_ENABLE_TELEMETRY=1',
        'export CLAUDE_CODE_ENHANCED_TELEMETRY_BETA=1',
        'export OTEL_TRACES_EXPORTER=otlp',
        'export OTEL_LOGS_EXPORTER=none',
        'export OTEL_METRICS_EXPORTER=none',
        ...exportsOf(destination),
        'export OTEL_LOG_USER_PROMPTS=1 # leave it out to keep prompts to yourself',
      ),
    },
  ],
  note: 'Claude Code reports its cost and full tool details as logs, which are kept but not understood yet.',
})

const geminiCli = ({ origin, needsToken }: Destination): Client => ({
  id: 'gemini-cli',
  label: 'Gemini CLI',
  intro: 'The traces of Gemini CLI: prompts, model calls and tool calls.',
  snippets: needsToken
    ? []
    : [
        {
          title: '~/.gemini/settings.json',
          text: JSON.stringify(
            { telemetry: { enabled: true, traces: true, target: 'local', otlpProtocol: 'http', otlpEndpoint: origin, logPrompts: false } },
            null,
            2,
          ),
        },
      ],
  note: needsToken
    ? 'Gemini CLI cannot send a token, which this collector asks for. Put an OTel Collector in between.'
    : 'It sends logs and metrics to the same address; they are kept, and not understood yet.',
})

const codex = (): Client => ({
  id: 'codex',
  label: 'Codex',
  intro: 'Not yet: Codex reports prompts, tokens and tool calls as logs, which are kept but not understood yet.',
  snippets: [],
  note: 'The spans that it can export show its own inner workings, thousands in a session, and would bury your other sessions.',
})

/** Settings that every OpenTelemetry exporter reads. */
function exportsOf({ origin, needsToken }: Destination): readonly (string | false)[] {
  return [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${origin}`,
    'export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    // The value of the variable is percent-encoded: a blank would end it.
    needsToken && `export OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20${TOKEN}`,
  ]
}

function lines(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join('\n')
}
