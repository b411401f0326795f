// A program with an OpenTelemetry provider of its own, and our SDK beside it. Arguments: the address of the collector, and package
// and class of the provider.

import { createTracker } from '@ai-tracker/sdk'
import { context, trace } from '@opentelemetry/api'

const [, , endpoint, sdk, className] = process.argv
const { [className]: Provider } = await import(sdk)
const provider = new Provider()
if (!trace.setGlobalTracerProvider(provider)) throw new Error('the provider of the program was not the first one')

const tracker = createTracker({ endpoint, spool: false })
await tracker.session({ workflow: sdk }, (session) => session.phase('draft', async () => 'a draft'))
if (!(await tracker.flush())) throw new Error('the collector did not take the session')
if (trace.getTracerProvider().getDelegate() !== provider) throw new Error('the provider of the program was replaced')
if (trace.getSpan(context.active())) throw new Error('a span stayed active')
