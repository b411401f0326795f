import { Worker } from 'node:worker_threads'
import { workerUrl } from '../worker-url.ts'

/** The thread that checkpoints. */
export interface CheckpointThread {
  /** Ends the thread and its connection. Safe twice. */
  close(): Promise<void>
}

/**
 * Starts checkpoints of a database that is open for writing already. A checkpoint thread that dies costs disk space, not data: it
 * is logged once, and the writer's own checkpoints bound the log.
 */
export function startCheckpointThread(file: string, log: (line: string) => void): CheckpointThread {
  const worker = new Worker(workerUrl('checkpoint'), { workerData: { file }, name: 'checkpoint' })
  const ended = Promise.withResolvers<void>()
  let lastLine = ''
  const logOnce = (line: string): void => {
    if (line !== lastLine) log(`checkpoint: ${line}`)
    lastLine = line
  }
  worker.on('message', logOnce)
  worker.on('error', (error: Error) => logOnce(error.message))
  worker.on('exit', () => ended.resolve())
  return {
    close() {
      worker.postMessage('close')
      return ended.promise
    },
  }
}
