/** The `@anthropic-ai/sdk` package alone: it emits spans of its own where a tracer provider is registered. */
import { anthropicClient, anthropicConversation } from './anthropic-conversation.ts'
import { plainSteps } from './steps.ts'
import { startTelemetry } from './telemetry.ts'

const telemetry = startTelemetry()
await anthropicConversation(anthropicClient(), plainSteps(telemetry.tracer))
await telemetry.shutdown()
