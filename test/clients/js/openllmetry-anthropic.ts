/** OpenLLMetry with the last line of `@anthropic-ai/sdk` that it can patch: version 1 has no `Completions`, so the patch throws. */
import { AnthropicInstrumentation } from '@traceloop/instrumentation-anthropic'
import * as anthropic from 'anthropic-sdk-0'
import { anthropicConversation } from './anthropic-conversation.ts'
import { openLLMetrySteps } from './openllmetry-steps.ts'
import { modelUrl, startTelemetry } from './telemetry.ts'

const telemetry = startTelemetry()
// @ts-expect-error Its type names the package by the name that is version 1 here.
new AnthropicInstrumentation().manuallyInstrument(anthropic)
const client = new anthropic.Anthropic({ baseURL: modelUrl(), apiKey: 'no-key', maxRetries: 0 })
// @ts-expect-error The conversation is typed for version 1; the calls that it makes are the same in version 0.
await anthropicConversation(client, openLLMetrySteps(telemetry.tracer))
await telemetry.shutdown()
