import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppError } from '../domain/app-error.ts'
import type { SqlValue } from '../store/sqlite/ad-hoc-query.ts'
import { workerUrl } from '../worker-url.ts'
import { type FromQuery, OUT_OF_MEMORY, type ToQuery } from './sql-messages.ts'

/** The rows of a statement. */
export interface SqlResult {
  /** Names of the columns; two may be alike. */
  readonly columns: readonly string[]
  /** Rows in groups of at most a thousand, made while they are taken; ending the loop early ends the query. Throws as `querySql`. */
  readonly rows: AsyncIterable<readonly (readonly SqlValue[])[]>
  /** Ends the query, whatever it does. Safe twice. */
  close(): void
}

/**
 * Runs one statement that reads, in a process of its own: a statement that runs can only be stopped by killing its process, which
 * happens at its limits. It works beside the collector that owns the file, and without one.
 * @throws AppError `invalid` for a statement that is wrong or would change something, `unavailable` at a limit or when the database
 *   cannot be read now, with its `reason` where that is known, `unsupported` when the file is no database of ours
 */
export async function querySql(file: string, sql: string, { timeoutMs, maxMemoryBytes = MAX_MEMORY_BYTES }: SqlLimits): Promise<SqlResult> {
  const query = startQuery({ timeoutMs, maxMemoryBytes })
  const begun = await query.ask({ type: 'start', file, sql, timeoutMs, maxMemoryBytes, parentPid: process.pid })
  return { columns: begun.type === 'columns' ? begun.columns : [], rows: rowsOf(query), close: query.close }
}

/** What a query may take. What it sorts or gathers is kept in memory: in temporary files it could fill the disk. */
export interface SqlLimits {
  readonly timeoutMs: number
  /** Of the whole process, which takes about 100 MB for itself; 1 GiB if left out. */
  readonly maxMemoryBytes?: number
}

const MAX_MEMORY_BYTES = 2 ** 30

/** The process of one query. It answers one message at a time. */
interface Query {
  /** @throws as `querySql`; the process is ended then */
  ask(message: ToQuery): Promise<FromQuery>
  close(): void
}

async function* rowsOf({ ask, close }: Query): AsyncGenerator<readonly (readonly SqlValue[])[]> {
  try {
    for (let answer = await ask({ type: 'next' }); answer.type === 'rows'; answer = await ask({ type: 'next' })) yield answer.rows
  } finally {
    close()
  }
}

function startQuery({ timeoutMs, maxMemoryBytes }: Required<SqlLimits>): Query {
  const child = startProcess()
  const ended = Promise.withResolvers<never>()
  ended.promise.catch(() => undefined) // told to whoever asks
  let isLate = false
  const kill = (): void => void child.kill('SIGKILL')
  const timer = setTimeout(() => {
    isLate = true
    kill()
  }, timeoutMs)
  process.once('exit', kill)
  const close = (): void => {
    clearTimeout(timer)
    process.off('exit', kill)
    kill()
  }
  child.on('error', (cause) =>
    ended.reject(
      new AppError('unavailable', `the query's process cannot be started or reached: ${cause.message}`, { cause, reason: 'process' }),
    ),
  )
  child.on('exit', (code, signal) => {
    close()
    ended.reject(
      isLate
        ? tooLong(timeoutMs)
        : signal === OUT_OF_MEMORY
          ? tooLarge(maxMemoryBytes)
          : new AppError('unavailable', `the query's process ended early (${signal ?? `code ${code}`}); it may have run out of memory`, {
              reason: 'process',
            }),
    )
  })
  return {
    async ask(message) {
      const answer = Promise.withResolvers<FromQuery>()
      child.once('message', answer.resolve)
      // A process that is gone says so by its exit.
      if (child.connected) child.send(message, () => undefined)
      const received = await Promise.race([answer.promise, ended.promise])
      if (received.type !== 'error') return received
      close()
      throw new AppError(received.code, received.message, { reason: received.reason })
    },
    close,
  }
}

function startProcess(): ChildProcess {
  const args = ['--disable-warning=ExperimentalWarning', fileURLToPath(workerUrl('sql'))]
  return spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced' })
}

function tooLarge(maxMemoryBytes: number): AppError {
  const limit = `${Math.round(maxMemoryBytes / 2 ** 20)} MiB`
  return new AppError('unavailable', `the query took more than ${limit} of memory and was stopped; let it sort or gather less`, {
    reason: 'memory',
  })
}

function tooLong(timeoutMs: number): AppError {
  return new AppError(
    'unavailable',
    `the query took longer than ${timeoutMs / 1000} s and was stopped; ask for less, or give it more time`,
    { reason: 'timeout' },
  )
}
