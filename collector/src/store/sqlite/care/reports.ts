/** What care of a database comes to. Without imports: these types are public, where nobody has those of SQLite. */

/** The size of a database, in bytes. */
export interface FileSize {
  readonly fileBytes: number
  /** Of it in pages that nothing uses. */
  readonly freeBytes: number
}

/** What became of one table. */
export interface TableRescue {
  readonly table: string
  readonly rows: number
  /** Rows that could not be read: counted where an index knows them, else about so many. */
  readonly lost: number
}

/** What was saved and what was not. */
export interface RebuildReport {
  readonly tables: readonly TableRescue[]
  /** Pieces of long texts that have a note in their place. */
  readonly lostTexts: number
  /** Resources and scopes that have a note in their place. */
  readonly lostSenders: number
  /** Metric points that were read, but not what they measure. */
  readonly lostPoints: number
  /** Spans that were written again. */
  readonly spans: number
  /** Spans whose row was read but cannot be understood, or whose trace is lost. */
  readonly lostSpans: number
}
