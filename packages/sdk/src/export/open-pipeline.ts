import { createHash } from 'node:crypto'
import type { ResolvedConfig } from '../config.ts'
import { processState } from '../process-state.ts'
import { sendAfterExit } from './after-exit.ts'
import { createPipeline } from './create-pipeline.ts'
import { createDelivery } from './delivery.ts'
import { finishAtExit, flushOnSignals } from './exit.ts'
import { memorySpool } from './memory-spool.ts'
import type { Pipeline } from './pipeline.ts'
import { createSend, type Target } from './send.ts'
import { openSpool } from './spool.ts'

/** The pipeline to a collector: one per process and collector, however many trackers and copies of this package there are. */
export function openPipeline(config: ResolvedConfig, target: Target): Pipeline {
  const key = JSON.stringify([target.url, target.headers, config.spoolFolder])
  const { pipelines } = processState()
  const known = pipelines.get(key)
  if (known) return known
  const spool =
    config.spoolFolder === undefined
      ? memorySpool(config.maxSpoolBytes)
      : openSpool({ folder: config.spoolFolder, target: spoolName(target.url), maxBytes: config.maxSpoolBytes })
  const delivery = createDelivery({ send: createSend(target), spool, name: target.url })
  const handOver = () => {
    // One that did not answer just now will not do so in a moment.
    if (config.sendAfterExit && !delivery.isAway()) sendAfterExit(target, spool.handOver())
  }
  const pipeline = createPipeline({
    delivery,
    spool,
    maxQueueSpans: config.maxQueueSpans,
    maxQueueBytes: config.maxQueueBytes,
    handOver,
  })
  pipelines.set(key, pipeline)
  finishAtExit()
  if (config.flushOnSignals) flushOnSignals()
  return pipeline
}

/** What tells the files of one collector from those of another: readable, and safe as a part of a file name. */
function spoolName(url: string): string {
  const digest = createHash('sha256').update(url).digest('hex').slice(0, 8)
  return `${new URL(url).host.replace(/[^A-Za-z0-9-]/g, '_')}-${digest}`
}
