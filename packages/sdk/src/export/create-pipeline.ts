import { processState } from '../process-state.ts'
import type { RecordedEvent, RecordedSpan } from '../recorded-span.ts'
import { guarded, warn } from '../warn.ts'
import { failSpan } from './crash.ts'
import type { Delivery } from './delivery.ts'
import { type EncodedSpan, encodeSpan, requestJson } from './encode.ts'
import { createOpenSpans } from './open-spans.ts'
import type { Pipeline } from './pipeline.ts'
import { spanIdsIn } from './request-parts.ts'
import type { Spool } from './spool.ts'

/** What a pipeline works with. */
export interface PipelineParts {
  readonly delivery: Delivery
  readonly spool: Spool
  readonly maxQueueSpans: number
  readonly maxQueueBytes: number
  /** Has what lies in the spool sent by another process. */
  readonly handOver: () => void
}

const BATCH_WAIT_MS = 1000
/** A start signal does not wait for the next batch, but for its siblings of the same moment. */
const SIGNAL_WAIT_MS = 20
const MAX_BATCH_SPANS = 512
const MAX_BATCH_BYTES = 4 * 1024 * 1024
/** Names, ids and times of a span without attributes. */
const BASE_SPAN_BYTES = 300
const MAX_RESOURCE_WAIT_MS = 1000

/** The queue, its timers, and what goes out of it. */
export function createPipeline({ delivery, spool, maxQueueSpans, maxQueueBytes, handOver }: PipelineParts): Pipeline {
  /** Spans to send with their estimated size; one that still runs is sent as such. */
  const queue = new Map<RecordedSpan, number>()
  const known = new WeakSet<RecordedSpan>()
  const late = new WeakMap<RecordedSpan, RecordedEvent[]>()
  const behind = new WeakMap<RecordedSpan, number>()
  let queuedBytes = 0
  let dropped = 0
  let reportedLost = 0
  let timer: NodeJS.Timeout | undefined
  let dueMs = Number.POSITIVE_INFINITY
  let sending: Promise<boolean> | undefined
  /** Taken from the queue, and not yet in the hands of the delivery. */
  let taken: readonly RecordedSpan[] = []

  const remove = (span: RecordedSpan) => {
    queuedBytes -= queue.get(span) ?? 0
    queue.delete(span)
  }
  const keep = (spans: readonly RecordedSpan[]) => {
    const batch = encoded(spans)
    if (batch.length > 0 && delivery.keep(requestJson(batch)) === 'lost') dropped += batch.length
  }
  const add = (span: RecordedSpan, waitMs: number) => {
    const bytes = sizeOf(span)
    queuedBytes += bytes - (queue.get(span) ?? 0)
    // One that waits already keeps its place: what starts first arrives first, also when both have the same millisecond.
    queue.set(span, bytes)
    // The spool is for what cannot be sent now; sending empties it again.
    while (queue.size > 1 && (queue.size > maxQueueSpans || queuedBytes > maxQueueBytes)) keep(takeSpans())
    if (queue.size >= MAX_BATCH_SPANS || queuedBytes >= MAX_BATCH_BYTES) schedule(0)
    else schedule(waitMs)
  }
  const schedule = (waitMs: number) => {
    const wanted = performance.now() + waitMs
    if (wanted >= dueMs) return
    clearTimeout(timer)
    dueMs = wanted
    timer = setTimeout(() => void send(), waitMs).unref()
  }
  const ended = (span: RecordedSpan) => {
    openSpans.remove(span)
    if (known.has(span)) return
    known.add(span)
    add(span, BATCH_WAIT_MS)
  }
  const openSpans = createOpenSpans({ onRunning: (span) => add(span, SIGNAL_WAIT_MS), onEnded: ended })

  const takeSpans = (): readonly RecordedSpan[] => {
    const spans: RecordedSpan[] = []
    let bytes = 0
    for (const [span, size] of queue) {
      if (spans.length >= MAX_BATCH_SPANS || bytes >= MAX_BATCH_BYTES) break
      spans.push(span)
      bytes += size
    }
    spans.forEach(remove)
    return spans
  }
  const encoded = (spans: readonly RecordedSpan[]): readonly EncodedSpan[] =>
    spans.flatMap((span) => {
      const notes = { running: !span.ended, lateEvents: late.get(span) ?? [], behindNs: behind.get(span) ?? 0 }
      return guarded('encoding a span', () => [encodeSpan(span, notes)], [])
    })

  const sendAll = async (): Promise<boolean> => {
    let allTaken = true
    while (queue.size > 0) {
      taken = takeSpans()
      await resourcesOf(taken)
      const batch = encoded(taken)
      taken = []
      if (batch.length === 0) continue
      const result = await delivery.deliver(requestJson(batch))
      if (result === 'refused' || result === 'lost') allTaken = false
    }
    return allTaken
  }
  const send = (): Promise<boolean> => {
    clearTimeout(timer)
    dueMs = Number.POSITIVE_INFINITY
    sending ??= sendAll()
      .catch((error: unknown) => {
        warn('sending', `sending failed: ${String(error)}`)
        return false
      })
      .finally(() => {
        sending = undefined
      })
    return sending
  }

  return {
    started: (span, liveness) => openSpans.add(span, liveness),
    isBehind: (span, behindNs) => void behind.set(span, behindNs),
    changed: (span) => openSpans.touch(span),
    ended,
    addLate(span, event) {
      late.set(span, [...(late.get(span) ?? []), event])
      add(span, BATCH_WAIT_MS)
    },
    async flush() {
      openSpans.collectEnded()
      const isTaken = await send()
      // What was recorded while the batch before was under way.
      const isRestTaken = queue.size === 0 || (await send())
      await delivery.replayed()
      const lost = dropped + spool.dropped()
      const hasLost = lost > reportedLost
      reportedLost = lost
      return isTaken && isRestTaken && !hasLost && spool.isEmpty()
    },
    counts: () => ({ waiting: queue.size, dropped }),
    ending: {
      open: () => openSpans.running().map(({ name }) => name),
      isBusy: () => queue.size > 0 || sending !== undefined || openSpans.hasUnsent(),
      async finish() {
        const goOn = delivery.hurry()
        try {
          openSpans.sendAll()
          await send()
          await send()
          await delivery.replayed()
        } finally {
          goOn()
        }
      },
      fail(error) {
        // Parts end before what they are a part of.
        for (const span of openSpans.running().toReversed()) {
          guarded('ending a span', () => failSpan(span, error, processState().now()), undefined)
          if (span.ended) ended(span)
        }
      },
      abandon() {
        delivery.abandon()
        openSpans.sendAll()
        for (let spans = [...taken, ...takeSpans()]; spans.length > 0; spans = [...takeSpans()]) keep(spans)
        taken = []
        guarded('leaving what was not sent to another process', handOver, undefined)
      },
      lost: () => dropped + new Set(spool.mortal().flatMap(spanIdsIn)).size,
    },
  }
}

/** Some programs find out about their resource while they run; it is written with every request. */
async function resourcesOf(spans: Iterable<RecordedSpan>): Promise<void> {
  const pending = new Set<Promise<void>>()
  for (const { resource } of spans)
    if (resource.asyncAttributesPending === true && resource.waitForAsyncAttributes) pending.add(resource.waitForAsyncAttributes())
  if (pending.size === 0) return
  const tooLong = new Promise<void>((resolve) => setTimeout(resolve, MAX_RESOURCE_WAIT_MS).unref())
  await Promise.race([Promise.allSettled(pending), tooLong])
}

/** About how many bytes a span has. Exact sizes are known only when it is written. */
function sizeOf({ attributes, events }: RecordedSpan): number {
  return BASE_SPAN_BYTES + attributeBytes(attributes) + events.reduce((sum, event) => sum + attributeBytes(event.attributes ?? {}), 0)
}

function attributeBytes(attributes: object): number {
  let bytes = 0
  for (const value of Object.values(attributes)) bytes += typeof value === 'string' ? value.length : 16
  return bytes
}
