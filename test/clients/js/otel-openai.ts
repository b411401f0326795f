/**
 * The `openai` package under OpenTelemetry's own instrumentation. It names versions below 7 of the package, and hooks only
 * packages that are loaded later, so its patch is applied by hand.
 */

import { metrics } from '@opentelemetry/api'
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai'
import * as openai from 'openai'
import { openaiConversation } from './openai-conversation.ts'
import { plainSteps } from './steps.ts'
import { startTelemetry } from './telemetry.ts'

const telemetry = startTelemetry()
const instrumentation = new OpenAIInstrumentation({ captureMessageContent: true })
instrumentation.setMeterProvider(metrics.getMeterProvider())
for (const definition of instrumentation.getModuleDefinitions()) definition.patch?.({ ...openai })
await openaiConversation(plainSteps(telemetry.tracer))
await telemetry.shutdown()
