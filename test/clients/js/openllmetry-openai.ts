/** The `openai` package under OpenLLMetry. */
import { OpenAIInstrumentation } from '@traceloop/instrumentation-openai'
import { OpenAI } from 'openai'
import { openaiConversation } from './openai-conversation.ts'
import { openLLMetrySteps } from './openllmetry-steps.ts'
import { startTelemetry } from './telemetry.ts'

const telemetry = startTelemetry()
new OpenAIInstrumentation().manuallyInstrument(OpenAI)
await openaiConversation(openLLMetrySteps(telemetry.tracer))
await telemetry.shutdown()
