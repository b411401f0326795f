import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { createQueryRunner } from './sql/query-runner.ts'
import { type FromQuery, OUT_OF_MEMORY, type ToQuery } from './sql/sql-messages.ts'
import { openAdHocQuery } from './store/sqlite/ad-hoc-query.ts'

/**
 * Entry of the process of one ad-hoc query. Its second thread ends it at its limits, and soon after the process that started it is gone:
 * the first one hears nothing while SQLite works, and an open read would keep the write-ahead log from being reused.
 */
interface Watch {
  readonly endMs: number
  readonly maxMemoryBytes: number
  readonly parentPid: number
}

/** SQLite may gather half a gigabyte in a second. */
const WATCH_MS = 100

if (isMainThread) answer()
else watch(workerData)

function answer(): void {
  const run = createQueryRunner(openAdHocQuery)
  const send = (message: FromQuery): void => void process.send?.(message)
  process.on('message', (message: ToQuery) => {
    if (message.type === 'start') startWatch({ ...message, endMs: Date.now() + message.timeoutMs })
    send(run(message))
  })
}

function startWatch({ endMs, maxMemoryBytes, parentPid }: Watch): void {
  const workerData: Watch = { endMs, maxMemoryBytes, parentPid }
  new Worker(new URL(import.meta.url), { workerData }).unref()
}

function watch({ endMs, maxMemoryBytes, parentPid }: Watch): void {
  setInterval(() => {
    // SQLite as it is built here has no limit of its own. The signal tells the reason.
    if (process.memoryUsage.rss() > maxMemoryBytes) process.kill(process.pid, OUT_OF_MEMORY)
    if (Date.now() >= endMs || process.ppid !== parentPid) process.kill(process.pid, 'SIGKILL')
  }, WATCH_MS)
}
