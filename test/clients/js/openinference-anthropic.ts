/** The `@anthropic-ai/sdk` package under OpenInference; the package's own spans are on, as they are by default. */
import { Anthropic } from '@anthropic-ai/sdk'
import { AnthropicInstrumentation } from '@arizeai/openinference-instrumentation-anthropic'
import { anthropicClient, anthropicConversation } from './anthropic-conversation.ts'
import { openInferenceSteps } from './openinference-steps.ts'
import { startTelemetry } from './telemetry.ts'

const telemetry = startTelemetry()
new AnthropicInstrumentation().manuallyInstrument(Anthropic)
await anthropicConversation(anthropicClient(), openInferenceSteps)
await telemetry.shutdown()
