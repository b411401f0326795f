import { Worker } from 'node:worker_threads'
import { AppError } from '../domain/app-error.ts'
import type { IngestPort, IngestReply } from '../domain/ingest.ts'
import type { SessionKeeper } from '../domain/removal.ts'
import type { WriteOutcome } from '../domain/telemetry-writer.ts'
import { workerUrl } from '../worker-url.ts'
import { fromWireError, type WireError } from './wire-error.ts'
import { createCommands } from './writer-commands.ts'
import type { FromWriter, NumberedReply, ToWriter, WriterStart } from './writer-messages.ts'

/** What the HTTP thread hears from the writer. */
export interface WriterEvents {
  readonly written: (outcome: WriteOutcome) => void
  readonly log: (line: string) => void
  /** The thread died after its start: nothing can be stored any more. Every waiting request was told `unavailable`. */
  readonly died: (error: Error) => void
}

/** The writer, seen from the HTTP thread. */
export interface WriterThread extends IngestPort, SessionKeeper {
  readonly waitingRequests: number
  /** Resolves when the thread can store; throws `unavailable` when it cannot, or does not answer in time. */
  check(timeoutMs: number): Promise<void>
  /** Writes what waits, closes the store, ends the thread. Safe twice. */
  close(): Promise<void>
}

/** A request that waits for its commit. */
interface Waiting {
  readonly resolve: (reply: IngestReply) => void
  readonly bytes: number
}

const GONE: IngestReply = { status: 'refused', code: 'unavailable', message: 'the collector is stopping' }

/** Starts the writer thread and waits until its store is open. @throws what made opening fail */
export async function startWriterThread(start: WriterStart, events: WriterEvents): Promise<WriterThread> {
  const worker = new Worker(workerUrl('writer'), { workerData: start, name: 'writer' })
  const waiting = new Map<number, Waiting>()
  const opened = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  const checks: PromiseWithResolvers<void>[] = []
  let nextId = 1
  let waitingBytes = 0
  let isOpen = true
  let fault: Error | undefined

  const send = (message: ToWriter, transfer: readonly ArrayBuffer[] = []): void => worker.postMessage(message, transfer)
  const commands = createCommands(send)
  const answer = (replies: readonly NumberedReply[]): void => {
    for (const { id, reply } of replies) {
      const request = waiting.get(id)
      waiting.delete(id)
      waitingBytes -= request?.bytes ?? 0
      request?.resolve(reply)
    }
  }
  const hear = (message: FromWriter): void => {
    if (message.type === 'replies') answer(message.replies)
    else if (message.type === 'written') events.written(message)
    else if (message.type === 'obeyed') commands.hear(message)
    else if (message.type === 'log') events.log(message.line)
    else if (message.type === 'checked') settleChecks(checks.splice(0), message.fault)
    else if (message.type === 'failed') opened.reject(fromWireError(message.error))
    else if (message.type === 'ready') opened.resolve()
  }
  worker.on('message', hear)
  worker.on('error', (error: Error) => {
    fault = error
  })
  worker.on('exit', (code) => {
    const error = new AppError('internal', `the writer thread ended (exit code ${code})`, { cause: fault })
    const wasOpen = isOpen
    isOpen = false
    // Any of them may have ended the thread, by its need of memory, or none. Refusing them for good would lose the innocent.
    answer([...waiting.keys()].map((id) => ({ id, reply: GONE })))
    commands.end()
    opened.reject(error)
    ended.resolve()
    if (wasOpen) events.died(error)
  })
  await opened.promise.catch((error: unknown) => {
    isOpen = false
    return ended.promise.then(() => Promise.reject(error))
  })

  return {
    removeSession: commands.removeSession,
    setPinned: commands.setPinned,
    submit(request) {
      if (!isOpen) return Promise.resolve(GONE)
      const { promise, resolve } = Promise.withResolvers<IngestReply>()
      const id = nextId++
      waiting.set(id, { resolve, bytes: request.body.length })
      waitingBytes += request.body.length
      send({ type: 'ingest', id, request }, [request.body.buffer])
      return promise
    },
    refused(request) {
      if (isOpen) send({ type: 'refused', request })
    },
    check(timeoutMs) {
      const check = Promise.withResolvers<void>()
      const timer = setTimeout(() => check.reject(new AppError('unavailable', 'the writer does not answer')), timeoutMs)
      checks.push(check)
      if (isOpen) send({ type: 'check' })
      return check.promise.finally(() => clearTimeout(timer))
    },
    close() {
      if (isOpen) send({ type: 'close' })
      commands.close()
      isOpen = false
      return ended.promise
    },
    get waitingBytes() {
      return waitingBytes
    },
    get waitingRequests() {
      return waiting.size
    },
  }
}

function settleChecks(checks: readonly PromiseWithResolvers<void>[], fault: WireError | undefined): void {
  for (const check of checks) {
    if (fault) check.reject(fromWireError(fault))
    else check.resolve()
  }
}
