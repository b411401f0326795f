/** What removes sessions: a limit of age, or one of size. */
export type RetentionReason = 'age' | 'size'

/** How long things are kept, how near the limits are, and what goes next. The collector looks once a minute. */
export interface Retention {
  /** The limits in force; null = there is none. */
  readonly policy: {
    /** Days since the last of a session arrived. */
    readonly maxAgeDays: number | null
    /** Bytes in use. */
    readonly maxBytes: number | null
  }
  readonly database: {
    /** The file, without its write-ahead log. */
    readonly fileBytes: number
    /** What of it is in use: the limit is about this. */
    readonly usedBytes: number
    /** Whether the file becomes smaller by itself when something is removed; else the room is used again. */
    readonly shrinks: boolean
  }
  /** Sessions that no limit removes. */
  readonly pinnedSessions: number
  /** Set while sessions are about to be removed. */
  readonly notice: RetentionNotice | null
  /** Whether the database is over its size, and only pinned and running sessions are left. */
  readonly stuck: boolean
  /** What was removed by a limit last. */
  readonly last: RetentionRun | null
  /** Removals that are under way. */
  readonly removing: {
    readonly sessions: number
    /** Whether removed texts may still be in the search index, in the write-ahead log or in free pages. */
    readonly purging: boolean
    /** Free pages that go back to the disk. */
    readonly bytesToGiveBack: number
  }
}

/** A warning that stands for a day at least before anything is removed. */
export interface RetentionNotice {
  readonly since: string
  /** What goes next; null where nothing may. */
  readonly next: RetentionNext | null
}

/** What goes next if nothing changes. */
export interface RetentionNext {
  readonly reason: RetentionReason
  readonly sessions: number
  /** About what is freed. */
  readonly bytes: number
  /** When the last of the oldest of them arrived; null where only logs and metrics without a session go. */
  readonly oldestReceivedAt: string | null
  /** Not before then. */
  readonly at: string
}

/** What a limit removed at one time. */
export interface RetentionRun {
  readonly at: string
  readonly reason: RetentionReason
  readonly sessions: number
  /** Log records and points of metrics of no session. */
  readonly looseItems: number
  /** 0 while it is under way. */
  readonly freedBytes: number
}
