import { workerData } from 'node:worker_threads'
import { copyInto } from './store/sqlite/care/copy.ts'
import { openDatabase } from './store/sqlite/database.ts'

/** Entry of the thread that copies a database: one statement, during which its thread hears nothing. An error ends the thread with it. */
const { file, copy }: { readonly file: string; readonly copy: string } = workerData
const db = openDatabase(file, { readonly: true })
try {
  copyInto(db, copy)
} finally {
  db.close()
}
