/** Removing what was stored, for good; and keeping it from being removed. */

/** Why something was removed: a person asked for it, or the policy of retention did. */
export type RemovalReason = 'asked' | 'age' | 'size'

/** What the first transaction of a removal did. From it on nothing that reads finds the session; its rows go in the background. */
export interface RemovalStarted {
  /** Integer of the session, also where an alias was given. */
  readonly sessionId: number
  readonly traces: number
  readonly spans: number
  /** Whether a pin went with it: a person's word is above a person's earlier one. */
  readonly wasPinned: boolean
}

/** Keeps or removes whole sessions; the writer's side. Sessions are told by their integer or an alias of it. */
export interface SessionKeeper {
  /**
   * Removes a session: spans, logs, metrics and everything derived from them. Resolves after its first transaction is on disk; the rest
   * is done by `work()`, also after a restart. What is sent again of it is not stored; new traces of the same key are.
   * @throws AppError `not_found`
   */
  removeSession(sessionId: number): Promise<RemovalStarted>
  /**
   * Keeps a session from being removed by the policy of retention, or no longer. Safe twice.
   * @returns its integer, also where an alias was given
   * @throws AppError `not_found`
   */
  setPinned(sessionId: number, pinned: boolean): Promise<number>
}

/** Removals that are under way, for who waits for them. */
export interface RemovalProgress {
  /** Sessions whose rows are still being deleted. */
  readonly sessions: number
  /** Whether texts of explicit removals may still be in the search index, the write-ahead log or free pages. */
  readonly purging: boolean
  /** Bytes of free pages that are still to be given back to the disk; 0 where the file cannot shrink by itself. */
  readonly bytesToGiveBack: number
}
