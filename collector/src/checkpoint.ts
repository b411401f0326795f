import { parentPort, workerData } from 'node:worker_threads'
import { checkpoint, openCheckpointer } from './store/sqlite/wal.ts'

/**
 * Entry of the checkpoint thread. Checkpoints sync the database file, which takes tens of milliseconds: on a thread of their own
 * they delay no acknowledgement.
 */
const INTERVAL_MS = 1_000

const { file }: { readonly file: string } = workerData
const db = openCheckpointer(file)

/** The latest failure: a lasting one is told once, not every second. */
let told: string | undefined

const timer = setInterval(() => {
  try {
    checkpoint(db)
    told = undefined
  } catch (error) {
    // The next one does the same work; only a lasting failure matters, and that the writer meets too.
    const reason = error instanceof Error ? error.message : String(error)
    if (reason !== told) parentPort?.postMessage(reason)
    told = reason
  }
}, INTERVAL_MS)

parentPort?.once('message', () => {
  clearInterval(timer)
  db.close()
})
