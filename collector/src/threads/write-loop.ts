import { AppError } from '../domain/app-error.ts'
import type { IngestReply, IngestRequest, RefusedRequest } from '../domain/ingest.ts'
import type { RecordBatch, TelemetryWriter, WriteOutcome } from '../domain/telemetry-writer.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import { toAppError } from './wire-error.ts'
import type { NumberedReply } from './writer-messages.ts'

/** A request as records; what was left out of it and why. */
export interface DecodedRequest {
  readonly batch: RecordBatch
  readonly rejectedItems: number
  readonly message: string
}

/** What the loop works with. */
export interface WriteLoopNeeds {
  readonly writer: TelemetryWriter
  /** Decodes, interprets and prices. Throws `invalid` when the bytes are no export request. */
  readonly decode: (request: IngestRequest) => DecodedRequest
  /** The receipt of a request of which nothing is stored. @param bodyBytes inflated, 0 when the body was not read */
  readonly refused: (request: RefusedRequest, bodyBytes: number) => RecordBatch
  /** Why nothing can be stored any more, and whoever it concerns was told; `undefined` = it can. */
  readonly fault: () => AppError | undefined
  readonly reply: (replies: readonly NumberedReply[]) => void
  readonly written: (outcome: WriteOutcome) => void
  /** Called after each group and each slice of background work; for checkpoints. */
  readonly afterWrite: () => void
  readonly report: (what: string, error: unknown) => void
}

/** Writes requests in groups, one transaction each. */
export interface WriteLoop {
  push(id: number, request: IngestRequest): void
  /** Takes note of a request that never came here. */
  refuse(request: RefusedRequest): void
  /** Has it look for background work, also where nothing was written: some of it becomes due with time. */
  nudge(): void
  /** Does something between two transactions; background work that it leaves is done. Resolves or rejects as `act` does. */
  command<T>(act: () => Promise<T>): Promise<T>
  /** Writes what waits, then resolves. Nothing may be pushed after it. */
  drain(): Promise<void>
}

/** One request of a group, decoded. */
interface Pending extends DecodedRequest {
  readonly id: number
  readonly request: IngestRequest
}

/** What works inside the loop. */
interface Needs extends WriteLoopNeeds {
  readonly refusals: Refusals
}

/**
 * A group is bounded, so that the first request of a burst does not wait for the last one, and because decoded requests take ten times
 * the memory of their bytes. What a sync costs is shared well enough by so many bytes.
 */
const MAX_GROUP_BYTES = 4 * 1024 * 1024
const MAX_GROUP_REQUESTS = 256
/** How long, at most, background work waits for a pause between requests: what must settle settles under constant load, too. */
const MAX_WORK_WAIT_MS = 100
/** Background work that failed is tried again after this time; it must not keep the thread busy. */
const WORK_RETRY_MS = 5_000
/** How long receipts of refused requests wait for a transaction that takes them along. */
const MAX_REFUSAL_WAIT_MS = 250

/**
 * Group commit: everything that waits when the writer becomes free goes into one transaction, so the cost of a sync is shared.
 * Replies are sent after the commit. The store's background work is done in slices: while nothing waits, and now and then under load.
 */
export function createWriteLoop(given: WriteLoopNeeds): WriteLoop {
  const refusals = createRefusals()
  const needs: Needs = { ...given, refusals }
  const waiting: { readonly id: number; readonly request: IngestRequest }[] = []
  let hasWork = true
  let isWorkResting = false
  let workedMs = performance.now()
  let isRefusalDue = false
  let isDraining = false
  let isRunning = false
  let running = Promise.resolve()

  const mustWriteRefusals = (): boolean => isRefusalDue && refusals.waiting > 0
  let isReminderSet = false
  const remindLater = (delayMs: number): void => {
    if (isReminderSet) return
    isReminderSet = true
    setTimeout(() => {
      isReminderSet = false
      isRefusalDue = true
      wake()
    }, delayMs).unref()
  }
  const mayWork = (): boolean => hasWork && !isWorkResting && !isDraining && !needs.fault()
  const run = async (): Promise<void> => {
    while (waiting.length > 0 || mayWork() || mustWriteRefusals()) {
      await yieldToMessages()
      const isBusy = waiting.length > 0
      if (isBusy) {
        await writeGroup(takeGroup(waiting), needs)
        hasWork = true
      } else if (mustWriteRefusals()) {
        isRefusalDue = false
        if (!(await writeRefusals(needs))) remindLater(WORK_RETRY_MS)
        hasWork = true
      }
      if (mayWork() && (!isBusy || performance.now() - workedMs >= MAX_WORK_WAIT_MS)) await workOnce()
      tidyUp(needs)
    }
    isRunning = false
    if (refusals.waiting > 0) remindLater(MAX_REFUSAL_WAIT_MS)
  }
  const wake = (): void => {
    if (isRunning) return
    isRunning = true
    running = run()
  }
  const workOnce = async (): Promise<void> => {
    try {
      hasWork = await needs.writer.work()
    } catch (error) {
      needs.report('background work', error)
      isWorkResting = true
      setTimeout(() => {
        isWorkResting = false
        wake()
      }, WORK_RETRY_MS).unref()
    }
    workedMs = performance.now()
  }
  wake()

  return {
    push(id, request) {
      waiting.push({ id, request })
      wake()
    },
    refuse(request) {
      refusals.add(needs.refused(request, 0))
      remindLater(MAX_REFUSAL_WAIT_MS)
    },
    nudge() {
      hasWork = true
      wake()
    },
    async command(act) {
      const fault = needs.fault()
      if (fault) throw fault
      const result = await act()
      hasWork = true
      wake()
      // It may have been done to a file that nobody will find again.
      const faultSince = needs.fault()
      if (faultSince) throw faultSince
      return result
    },
    drain() {
      isDraining = true
      isRefusalDue = true
      wake()
      return running.then(() => tellDropped(refusals.takeDroppedNow(), needs))
    },
  }
}

/** What was written is safe by now: a failure here must not end the thread. */
function tidyUp({ afterWrite, report }: WriteLoopNeeds): void {
  try {
    afterWrite()
  } catch (error) {
    report('checkpoint', error)
  }
}

/** Lets messages that have arrived meanwhile join the next group. */
function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function takeGroup<T extends { readonly request: IngestRequest }>(waiting: T[]): readonly T[] {
  let bytes = 0
  let count = 0
  for (const { request } of waiting) {
    bytes += request.body.length
    if (count > 0 && (bytes > MAX_GROUP_BYTES || count === MAX_GROUP_REQUESTS)) break
    count++
  }
  return waiting.splice(0, count)
}

async function writeGroup(group: readonly { readonly id: number; readonly request: IngestRequest }[], needs: Needs): Promise<void> {
  const fault = needs.fault()
  if (fault) return needs.reply(refuseAll(group, fault))
  const pending: Pending[] = []
  const undecodable: NumberedReply[] = []
  for (const { id, request } of group) {
    try {
      pending.push({ id, request, ...needs.decode(request) })
    } catch (error) {
      undecodable.push({ id, reply: refuse(request, error, needs) })
    }
  }
  if (undecodable.length > 0) needs.reply(undecodable)
  if (pending.length > 0) await writePending(pending, needs)
}

/** All in one transaction; after a failure that is not the surroundings', one by one, so that one poison request is refused alone. */
async function writePending(pending: readonly Pending[], needs: Needs): Promise<void> {
  const receipts = takeRefusals(needs)
  const result = await attempt(() => needs.writer.write([...pending.map(({ batch }) => batch), ...receipts]))
  const fault = needs.fault()
  // The commit may have gone to a file that nobody will find again.
  if (fault) return needs.reply(refuseAll(pending, fault))
  if ('outcome' in result) {
    needs.reply(pending.map(({ id, rejectedItems, message }) => ({ id, reply: { status: 'stored', rejectedItems, message } })))
    needs.written(result.outcome)
    return
  }
  needs.refusals.putBack(receipts)
  if (pending.length > 1 && toAppError(result.error).code !== 'unavailable') {
    for (const one of pending) await writePending([one], needs)
    return
  }
  needs.reply(pending.map(({ id, request }) => ({ id, reply: refuse(request, result.error, needs) })))
}

/** Writes the receipts of refused requests by themselves. @returns false when they cannot be written now */
async function writeRefusals(needs: Needs): Promise<boolean> {
  const receipts = takeRefusals(needs)
  if (needs.fault()) return true
  const result = await attempt(() => needs.writer.write(receipts))
  if (!('error' in result)) return true
  needs.report('receipts', result.error)
  needs.refusals.putBack(receipts)
  return false
}

function takeRefusals(needs: Needs): readonly RecordBatch[] {
  tellDropped(needs.refusals.takeDropped(), needs)
  return needs.refusals.take()
}

function tellDropped(dropped: number, { report }: Needs): void {
  if (dropped > 0) report('receipts', new AppError('unavailable', `${dropped} refused requests have no receipt: too many came at once`))
}

async function attempt(write: () => Promise<WriteOutcome>): Promise<{ readonly outcome: WriteOutcome } | { readonly error: unknown }> {
  try {
    return { outcome: await write() }
  } catch (error) {
    return { error }
  }
}

function refuseAll(requests: readonly { readonly id: number }[], { code, message }: AppError): readonly NumberedReply[] {
  return requests.map(({ id }) => ({ id, reply: { status: 'refused', code, message } }))
}

/** Reports what the operator must know of: our bugs, and surroundings that keep us from writing. */
function refuse(request: IngestRequest, error: unknown, needs: Needs): IngestReply {
  const { code, message } = toAppError(error)
  if (code === 'internal' || code === 'unavailable') needs.report('request refused', error)
  const { signal, origin, body } = request
  needs.refusals.add(needs.refused({ signal, origin, code, message }, body.length))
  return { status: 'refused', code, message }
}
