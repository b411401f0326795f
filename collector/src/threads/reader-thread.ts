import { Worker } from 'node:worker_threads'
import { AppError } from '../domain/app-error.ts'
import { workerUrl } from '../worker-url.ts'
import type { CloseReader, FromReader, ReaderStart, ToReader } from './reader-messages.ts'
import { fromWireError } from './wire-error.ts'

/** One reader thread. It answers one message at a time. */
export interface ReaderThread {
  /**
   * Sends a message and gives the answer.
   * @throws what the read function threw; `unavailable` when the thread ended or took too long, after which the thread is dead
   */
  ask(message: ToReader, timeoutMs: number): Promise<FromReader>
  readonly isDead: boolean
  /** Kills the thread. Resolves when it has really ended: a statement that runs is not interrupted, this can take as long as it takes. */
  end(): Promise<void>
  /** Lets the thread close its connection and leave; resolves when it has. A thread that is busy leaves afterwards. */
  close(): Promise<void>
}

/** Starts a reader; it can be asked at once and answers when its connection is open. */
export function startReaderThread(start: ReaderStart): ReaderThread {
  const worker = new Worker(workerUrl('reader'), { workerData: start, name: 'reader' })
  const ended = Promise.withResolvers<void>()
  const ready = Promise.withResolvers<FromReader>()
  let awaited: PromiseWithResolvers<FromReader> = ready
  let isDead = false
  let fault: unknown
  ready.promise.catch(() => undefined) // told to whoever asks first

  worker.on('message', (message: FromReader) => {
    if (message.type !== 'error') return awaited.resolve(message)
    if (awaited === ready) isDead = true
    awaited.reject(fromWireError(message.error))
  })
  worker.on('error', (error) => {
    fault = error
  })
  worker.on('exit', () => {
    isDead = true
    awaited.reject(new AppError('unavailable', 'a reader of the database ended; try again', { cause: fault }))
    ended.resolve()
  })
  const end = (): Promise<void> => {
    isDead = true
    void worker.terminate()
    return ended.promise
  }

  return {
    async ask(message, timeoutMs) {
      await ready.promise
      if (isDead) throw new AppError('unavailable', 'a reader of the database ended; try again')
      const answer = Promise.withResolvers<FromReader>()
      awaited = answer
      worker.postMessage(message)
      const timer = setTimeout(() => {
        answer.reject(new AppError('unavailable', `reading took longer than ${timeoutMs / 1000} s and was given up; ask for less`))
        void end()
      }, timeoutMs)
      return await answer.promise.finally(() => clearTimeout(timer))
    },
    get isDead() {
      return isDead
    },
    end,
    close() {
      isDead = true
      const message: CloseReader = { type: 'close' }
      worker.postMessage(message)
      return ended.promise
    },
  }
}
