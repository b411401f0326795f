/** The `openai` package under OpenInference. */
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai'
import { OpenAI } from 'openai'
import { openaiConversation } from './openai-conversation.ts'
import { openInferenceSteps } from './openinference-steps.ts'
import { startTelemetry } from './telemetry.ts'

const telemetry = startTelemetry()
new OpenAIInstrumentation().manuallyInstrument(OpenAI)
await openaiConversation(openInferenceSteps)
await telemetry.shutdown()
