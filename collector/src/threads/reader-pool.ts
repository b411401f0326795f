import { AppError } from '../domain/app-error.ts'
import type { ReaderPort } from './reader-port.ts'
import { type ReaderThread, startReaderThread } from './reader-thread.ts'

/** How a pool is made. */
export interface ReaderPoolOptions {
  /** Path of the database. */
  readonly file: string
  /** Address of the module that exports `readFunctions`. */
  readonly registry: string
  /** The most threads. */
  readonly max?: number
  /** How long one call, or one chunk of a stream, may take. */
  readonly timeoutMs?: number
  /** How long a stream may wait for its consumer: its transaction keeps the write-ahead log from being reused. */
  readonly idleStreamMs?: number
}

/** Threads that read. */
export interface ReaderPool {
  /** Runs a read function in one transaction. Throws what it threw, or `unavailable`. */
  call(name: string, args: unknown, options?: { readonly timeoutMs?: number }): Promise<unknown>
  /** Runs a generator in one transaction, a chunk for each pull. Ending the loop early frees the reader. */
  stream(name: string, args: unknown): AsyncIterable<unknown>
  /** Resolves when a reader can read; throws `unavailable`. */
  check(timeoutMs: number): Promise<void>
  /** Ends all threads; later calls are `unavailable`. Safe twice. */
  close(): Promise<void>
}

/** Somebody who waits for a free reader. */
interface Waiter {
  readonly isStream: boolean
  readonly grant: (reader: ReaderThread) => void
  readonly refuse: (error: AppError) => void
}

const MAX_READERS = 4
const TIMEOUT_MS = 10_000
const IDLE_STREAM_MS = 30_000
const CLOSED = 'the collector is stopping'

/** Opens a pool with one reader; more are started when all are busy. */
export function createReaderPool(options: ReaderPoolOptions): ReaderPool {
  const { file, registry, max = MAX_READERS, timeoutMs = TIMEOUT_MS, idleStreamMs = IDLE_STREAM_MS } = options
  const desk = createDesk(() => startReaderThread({ file, registry }), max)

  return {
    async call(name, args, { timeoutMs: ownTimeoutMs = timeoutMs } = {}) {
      const reader = await desk.borrow(false, timeoutMs)
      try {
        const answer = await reader.ask({ type: 'call', name, args }, ownTimeoutMs)
        return answer.type === 'value' ? answer.value : undefined
      } finally {
        desk.giveBack(reader, false)
      }
    },
    async *stream(name, args) {
      const reader = await desk.borrow(true, timeoutMs)
      const giveBack = once(() => desk.giveBack(reader, true))
      const idle = setTimeout(() => {
        void reader.end()
        giveBack()
      }, idleStreamMs)
      try {
        let answer = await reader.ask({ type: 'open', name, args }, timeoutMs)
        while (answer.type === 'value') {
          idle.refresh()
          yield answer.value
          answer = await reader.ask({ type: 'pull' }, timeoutMs)
        }
      } finally {
        clearTimeout(idle)
        // A reader that cannot cancel is dead, which giving it back sees.
        if (!reader.isDead) await reader.ask({ type: 'cancel' }, timeoutMs).catch(() => undefined)
        giveBack()
      }
    },
    async check(checkMs) {
      const reader = await desk.borrow(false, checkMs)
      try {
        await reader.ask({ type: 'check' }, checkMs)
      } finally {
        desk.giveBack(reader, false)
      }
    },
    close: () => desk.close(),
  }
}

/** Who has which reader. Streams may not take the last one, so that short questions are answered while exports run. */
function createDesk(start: () => ReaderThread, max: number) {
  const idle: ReaderThread[] = [start()]
  const alive = new Set<ReaderThread>(idle)
  const ending = new Set<ReaderThread>()
  const waiters: Waiter[] = []
  const maxStreams = Math.max(1, max - 1)
  let streams = 0
  let isClosed = false

  /** A reader that was given up may still run its statement: those count until they end, so that threads stay bounded. */
  const bury = (reader: ReaderThread): void => {
    alive.delete(reader)
    ending.add(reader)
    void reader.end().then(() => {
      ending.delete(reader)
      serve()
    })
  }
  const take = (): ReaderThread | undefined => {
    for (let reader = idle.pop(); reader; reader = idle.pop()) {
      if (!reader.isDead) return reader
      bury(reader)
    }
    if (alive.size >= max || ending.size >= max) return undefined
    const reader = start()
    alive.add(reader)
    return reader
  }
  const serve = (): void => {
    if (isClosed) return
    for (const waiter of [...waiters]) {
      if (waiter.isStream && streams >= maxStreams) continue
      const reader = take()
      if (!reader) return
      waiters.splice(waiters.indexOf(waiter), 1)
      if (waiter.isStream) streams++
      waiter.grant(reader)
    }
  }

  return {
    async borrow(isStream: boolean, timeoutMs: number): Promise<ReaderThread> {
      if (isClosed) throw new AppError('unavailable', CLOSED)
      const { promise, resolve, reject } = Promise.withResolvers<ReaderThread>()
      const waiter: Waiter = { isStream, grant: resolve, refuse: reject }
      const timer = setTimeout(() => {
        waiters.splice(waiters.indexOf(waiter), 1)
        reject(new AppError('unavailable', 'all readers are busy; try again'))
      }, timeoutMs)
      waiters.push(waiter)
      serve()
      return await promise.finally(() => clearTimeout(timer))
    },
    giveBack(reader: ReaderThread, wasStream: boolean): void {
      if (wasStream) streams--
      if (reader.isDead) bury(reader)
      else idle.push(reader)
      serve()
    },
    async close(): Promise<void> {
      isClosed = true
      for (const waiter of waiters.splice(0)) waiter.refuse(new AppError('unavailable', CLOSED))
      await Promise.all([...alive, ...ending].map((reader) => reader.end()))
    },
  }
}

function once(action: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) action()
    isDone = true
  }
}

/**
 * A registry of read functions as methods: `port.listSessions(args)`. @see ReaderPort for the types, and for why a name says
 * whether it streams.
 */
export function readerPort<F>(pool: ReaderPool): ReaderPort<F> {
  const method = (_: object, name: string | symbol): unknown => {
    if (typeof name !== 'string' || name === 'then') return undefined
    return (args: unknown) => (name.startsWith('stream') ? pool.stream(name, args) : pool.call(name, args))
  }
  return new Proxy({}, { get: method }) as ReaderPort<F>
}
