import type { SqliteDatabase } from './database.ts'

/**
 * Indexes that came after the tables. On a large table making one takes longer than a start may, so a background job makes them, one at
 * a time; until then the statements that want them read the table instead.
 */
const LATE_INDEXES: readonly string[] = [
  // What failed in a trace, by time: most traces have none, and the table has a row for everything.
  'CREATE INDEX spans_failed ON spans (trace, start_ns) WHERE failed = 1',
  // What models were asked, across sessions, by time.
  'CREATE INDEX calls_by_start ON calls (start_ns) WHERE repeated = 0',
  // Problems of quality across sessions, by time.
  "CREATE INDEX issues_by_time ON facts (time_ns) WHERE kind = 'issue'",
  // Calls that were judged, of which there are few.
  `CREATE INDEX evaluations_by_span ON facts (span) WHERE kind = 'event' AND data ->> '$.type' = 'gen_ai.evaluation.result'`,
  // Fixes, of which there are few.
  "CREATE INDEX fixes_by_trace ON facts (trace) WHERE kind = 'fix'",
  // When calls and actions ran: all that the overview of a session asks of them.
  'CREATE INDEX spans_worked ON spans (trace, start_ns, end_ns, settled) WHERE settled & 96',
  // What calls cost: all that the cost of a session asks of them, also of what stands in their derivations.
  `CREATE INDEX calls_by_cost ON calls (trace, cost_source, cost_nanos, model, cost_derivation ->> '$.reason',
    input_uncached, cache_read, cache_write_5m, cache_write_1h, input_audio, output, reasoning, output_audio,
    cost_derivation ->> '$.parts.inputUncached', cost_derivation ->> '$.parts.cacheRead', cost_derivation ->> '$.parts.cacheWrite5m',
    cost_derivation ->> '$.parts.cacheWrite1h', cost_derivation ->> '$.parts.inputAudio', cost_derivation ->> '$.parts.output',
    cost_derivation ->> '$.parts.reasoning', cost_derivation ->> '$.parts.outputAudio', cost_derivation ->> '$.parts.request') WHERE repeated = 0`,
  // Sessions by their last sign of life, for retention.
  'CREATE INDEX session_rows_by_received ON session_rows (received_ns)',
]

/** Spans from which on making an index takes long enough for somebody to wonder why nothing is stored. */
const MANY_SPANS = 500_000

/** Whether some of the indexes are not made yet: those of an older database, which knew fewer. */
export function lacksIndexes(db: SqliteDatabase): boolean {
  return missing(db).length > 0
}

/** Makes the next index. Nothing is stored meanwhile, so on a large database it says what it does first. @returns whether there are more */
export function makeLateIndex(db: SqliteDatabase, log: (line: string) => void): boolean {
  const [next, ...others] = missing(db)
  if (next === undefined) return false
  const lastSpan = Number(db.prepare('SELECT max(id) FROM spans').pluck().get())
  if (lastSpan >= MANY_SPANS) log(`making the index ${nameOf(next)} over up to ${lastSpan} spans; requests wait until it is made`)
  db.exec(next)
  return others.length > 0
}

function missing(db: SqliteDatabase): readonly string[] {
  const made = new Set(db.prepare("SELECT name FROM sqlite_master WHERE type = 'index'").pluck().all())
  return LATE_INDEXES.filter((sql) => !made.has(nameOf(sql)))
}

function nameOf(sql: string): string {
  return sql.split(' ')[2] ?? ''
}
