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
  /** How long a stream may wait for its consumer to take one chunk. */
  readonly idleStreamMs?: number
  /** How long a whole stream may take: its transaction keeps the write-ahead log from being reused. */
  readonly maxStreamMs?: number
  /** How long `close` waits for statements that run; they cannot be interrupted. */
  readonly closeMs?: number
}

/** Threads that read. */
export interface ReaderPool {
  /** Runs a read function in one transaction. Throws what it threw, or `unavailable`. */
  call(name: string, args: unknown, options?: { readonly timeoutMs?: number }): Promise<unknown>
  /**
   * Runs a generator in one transaction, a chunk for each pull. Ending the loop early frees the reader. A stream whose consumer is too
   * slow, for one chunk or in all, is given up: throws `unavailable`.
   */
  stream(name: string, args: unknown): AsyncIterable<unknown>
  /** Resolves when a reader can read; throws `unavailable`. */
  check(timeoutMs: number): Promise<void>
  /** Ends all threads, or gives up waiting for them; later calls are `unavailable`. Safe twice. */
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
const MAX_STREAM_MS = 5 * 60_000
const CLOSE_MS = 1_000
const CLOSED = 'the collector is stopping'

/** Opens a pool with one reader; more are started when all are busy. */
export function createReaderPool(options: ReaderPoolOptions): ReaderPool {
  const { file, registry, max = MAX_READERS, timeoutMs = TIMEOUT_MS } = options
  const { idleStreamMs = IDLE_STREAM_MS, maxStreamMs = MAX_STREAM_MS, closeMs = CLOSE_MS } = options
  const desk = createDesk(() => startReaderThread({ file, registry }), max)

  return {
    async call(name, args, { timeoutMs: ownTimeoutMs = timeoutMs } = {}) {
      const reader = await desk.borrow(false, timeoutMs)
      try {
        const answer = await reader.ask({ type: 'call', name, args }, ownTimeoutMs)
        return answer.type === 'value' ? answer.value : undefined
      } finally {
        desk.giveBack(reader)
      }
    },
    async *stream(name, args) {
      const reader = await desk.borrow(true, timeoutMs)
      let cut: AppError | undefined
      const cutWith = (message: string) => (): void => {
        cut ??= new AppError('unavailable', message)
        void reader.end()
        desk.giveBack(reader)
      }
      const idle = setTimeout(cutWith(`nothing was taken from a stream for ${idleStreamMs / 1000} s; it was given up`), idleStreamMs)
      const total = setTimeout(cutWith(`a stream took longer than ${maxStreamMs / 1000} s and was given up; ask for less`), maxStreamMs)
      try {
        let answer = await reader.ask({ type: 'open', name, args }, timeoutMs)
        while (answer.type === 'value') {
          idle.refresh()
          yield answer.value
          answer = await reader.ask({ type: 'pull' }, timeoutMs)
        }
      } catch (error) {
        throw cut ?? error
      } finally {
        clearTimeout(idle)
        clearTimeout(total)
        // A reader that cannot cancel is dead, which giving it back sees.
        if (!reader.isDead) await reader.ask({ type: 'cancel' }, timeoutMs).catch(() => undefined)
        desk.giveBack(reader)
      }
    },
    async check(checkMs) {
      const reader = await desk.borrow(false, checkMs)
      try {
        await reader.ask({ type: 'check' }, checkMs)
      } finally {
        desk.giveBack(reader)
      }
    },
    close: () => desk.close(closeMs),
  }
}

/** Who has which reader. Streams may not take the last one, so that short questions are answered while exports run. */
function createDesk(start: () => ReaderThread, max: number) {
  const idle: ReaderThread[] = [start()]
  const alive = new Set<ReaderThread>(idle)
  const ending = new Set<ReaderThread>()
  const waiters: Waiter[] = []
  /** Readers that somebody has, and whether for a stream. */
  const lent = new Map<ReaderThread, boolean>()
  const maxStreams = Math.max(1, max - 1)
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
      if (waiter.isStream && [...lent.values()].filter(Boolean).length >= maxStreams) continue
      const reader = take()
      if (!reader) return
      waiters.splice(waiters.indexOf(waiter), 1)
      lent.set(reader, waiter.isStream)
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
    /** Safe twice for a dead reader, which nobody else can have got meanwhile. */
    giveBack(reader: ReaderThread): void {
      if (!lent.delete(reader)) return
      if (reader.isDead) bury(reader)
      else idle.push(reader)
      serve()
    },
    async close(waitMs: number): Promise<void> {
      isClosed = true
      for (const waiter of waiters.splice(0)) waiter.refuse(new AppError('unavailable', CLOSED))
      const left = Promise.all([...[...alive].map((reader) => reader.close()), ...[...ending].map((reader) => reader.end())])
      const deadline = Promise.withResolvers<void>()
      const timer = setTimeout(deadline.resolve, waitMs)
      await Promise.race([left, deadline.promise]).finally(() => clearTimeout(timer))
      for (const reader of alive) void reader.end() // one that is still busy; nothing for those that left
    },
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
