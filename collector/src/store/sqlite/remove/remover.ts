/** Everything that removes, over the writing connection: what persons ask for, what the policy asks for, and what they leave behind. */
import type { RemovalReason, RemovalStarted } from '../../../domain/removal.ts'
import type { RetentionPolicy } from '../../../domain/retention.ts'
import type { SqliteDatabase } from '../database.ts'
import type { WriterParts } from '../write/writer-parts.ts'
import { inBackground, wiping } from './background.ts'
import { createHighWater } from './high-water.ts'
import { createPurge } from './purge.ts'
import { createRetention } from './retention.ts'
import { createSessionRemoval } from './session-removal.ts'

/** Removing, seen from the writer. */
export interface Remover {
  /** First transaction of a removal. @throws AppError `not_found` */
  remove(sessionId: number): RemovalStarted
  /** @throws AppError `not_found` */
  setPinned(sessionId: number, pinned: boolean): void
  retain(policy: RetentionPolicy): void
  /** Works off one slice. @returns whether there is more to do now */
  work(): boolean
  /** Whether nothing is to be added to the search index now. */
  isMergingSearch(): boolean
  /** Forgets what a failed transaction had in mind. */
  rollback(): void
}

/** @param forgetJobs has it read again which traces jobs are at */
export function createRemover(db: SqliteDatabase, parts: WriterParts, forgetJobs: () => void): Remover {
  const { contents, tombstones, sentAgain, rows, signals, clock } = parts
  const forgetSeries = signals.forgetSeries
  const sessions = createSessionRemoval(db, { rows, tombstones, sentAgain, forgetSeries, now: clock.uptimeMs })
  const purge = createPurge(db)
  const saveHighWater = createHighWater(db)
  const retention = createRetention(db, {
    rows,
    forgetSeries,
    saveHighWater,
    clock,
    log: parts.log,
    flush: contents.flush,
    beginRemoval: (sessionId, reason) => wiping(db, () => begin(sessionId, reason)),
  })

  function begin(sessionId: number, reason: RemovalReason): RemovalStarted {
    const started = sessions.begin(sessionId, reason)
    parts.memory.forgetSession(started.sessionId)
    parts.sessions.forget(started.sessionId)
    forgetJobs()
    return started
  }

  const removeSlice = db.transaction((): boolean => {
    const { isMore, ended } = sessions.work()
    contents.flush()
    if (ended) purge.request(ended === 'asked')
    return isMore
  })

  function workRemoval(): boolean {
    return sessions.hasWork() && inBackground(db, removeSlice.immediate)
  }

  const beginAsked = db.transaction((sessionId: number) => begin(sessionId, 'asked'))
  return {
    remove: (sessionId) => wiping(db, () => beginAsked.immediate(sessionId)),
    setPinned: (sessionId, pinned) => sessions.setPinned(sessionId, pinned),
    retain: retention.retain,
    work: () => workRemoval() || purge.work() || retention.work(),
    isMergingSearch: purge.isMerging,
    rollback() {
      tombstones.rollback()
      sessions.rollback()
      retention.rollback()
    },
  }
}
