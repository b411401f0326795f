import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, type SqliteDatabase } from '../../collector/src/store/sqlite/database.ts'
import { limitWal, restartLargeWal } from '../../collector/src/store/sqlite/wal.ts'
import { startCheckpointThread } from '../../collector/src/threads/checkpoint-thread.ts'

/** A new database with the settings and the checkpoint thread of a collector. */
export interface StoreFile {
  readonly db: SqliteDatabase
  readonly path: string
  /** To be called between transactions, as the writer thread does. */
  tidyUp(): void
  /** Ends the thread and the connection; the file stays. */
  close(): Promise<void>
  /** Takes the file away. Only after `close`. */
  remove(): void
}

const WAL_LOOK_MS = 1_000
let made = 0

/** Opens a new database in `folder`. */
export function openStoreFile(folder: string): StoreFile {
  const path = join(folder, `bench-${process.pid}-${++made}.db`)
  const db = openDatabase(path)
  limitWal(db)
  const checkpoints = startCheckpointThread(path, console.error)
  let lookedMs = performance.now()
  return {
    db,
    path,
    tidyUp() {
      if (performance.now() - lookedMs < WAL_LOOK_MS) return
      lookedMs = performance.now()
      restartLargeWal(db)
    },
    async close() {
      await checkpoints.close()
      if (db.open) db.close()
    },
    remove() {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
    },
  }
}

/** Opens a new database for one use, and takes it away afterwards. */
export async function onNewFile<T>(folder: string, use: (file: StoreFile) => Promise<T>): Promise<T> {
  const file = openStoreFile(folder)
  try {
    return await use(file)
  } finally {
    await file.close()
    file.remove()
  }
}
