import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from './store/sqlite/database.ts'
import { asReadError } from './store/sqlite/passing-error.ts'
import { createReadRunner } from './threads/read-runner.ts'
import type { CloseReader, FromReader, ReaderStart, ToReader } from './threads/reader-messages.ts'
import type { ReadFunctions } from './threads/reader-port.ts'
import { toWireError } from './threads/wire-error.ts'

/** Entry of a reader thread: a read-only connection and the functions that the pool may ask for. */
const start: ReaderStart = workerData
const send = (message: FromReader): void => parentPort?.postMessage(message)
const answer = (message: FromReader): void => {
  try {
    send(message)
  } catch (error) {
    // A result that cannot be cloned is a bug of its read function, not of the thread.
    send({ type: 'error', error: toWireError(error) })
  }
}

try {
  const { readFunctions }: { readonly readFunctions: ReadFunctions } = await import(start.registry)
  const db = openDatabase(start.file, { readonly: true })
  const run = createReadRunner({ db, functions: readFunctions, asReadError })
  parentPort?.on('message', (message: ToReader | CloseReader) => {
    if (message.type !== 'close') return answer(run(message))
    run({ type: 'cancel' }) // a stream that is open keeps its statement
    db.close()
    parentPort?.close()
  })
  send({ type: 'ready' })
} catch (error) {
  send({ type: 'error', error: toWireError(error) })
}
