import { inspectDatabase } from '../../collector/src/inspect-database.ts'
import { openRaw } from '../../collector/src/store/sqlite/testing/damage-file.ts'
import { SESSION_KEY } from './batch.ts'

/** What a database holds. */
export interface Stored {
  /** Items by the names that their batches give them. */
  readonly items: readonly string[]
  /** Spans and tokens as the session says. */
  readonly session: { readonly spans: number; readonly input: number; readonly output: number }
  /** Requests that were noted as stored. */
  readonly receipts: number
}

const ITEMS = `
  SELECT 'span ' || lower(hex(t.trace_id)) || ' ' || printf('%016x', s.span_id) FROM spans s JOIN traces t ON t.id = s.trace
  UNION ALL SELECT 'log ' || (body ->> '$') FROM log_records
  UNION ALL SELECT 'point ' || (s.attributes ->> '$.sender') || ' ' || p.time_ns FROM metric_points p JOIN metric_series s ON s.id = p.series`

/** Reads a database whose collector is gone; what is left in its log counts. */
export function readStored(file: string): Stored {
  const db = openRaw(file)
  try {
    const session = db
      .prepare('SELECT span_count AS spans, tokens_input AS input, tokens_output AS output FROM session_rows WHERE key = ?')
      .get(SESSION_KEY) as Stored['session'] | undefined
    return {
      items: db.prepare(ITEMS).pluck().all() as string[],
      session: session ?? { spans: 0, input: 0, output: 0 },
      receipts: Number(db.prepare("SELECT count(*) FROM receipts WHERE outcome = 'stored'").pluck().get()),
    }
  } finally {
    db.close()
  }
}

/** What is not as it must be after a stop of any kind. */
export interface Differences {
  /** Acknowledged items that are not there. */
  readonly lost: readonly string[]
  /** Items that are there twice. */
  readonly twice: readonly string[]
  /** Items that nobody sent. */
  readonly unknown: readonly string[]
  /** What a check of the whole file found. */
  readonly faults: readonly string[]
}

/** Compares a database with what senders know. Sums of the session that are not those of its spans are faults. */
export function compare(
  file: string,
  { acknowledged, sent }: { readonly acknowledged: ReadonlySet<string>; readonly sent: ReadonlySet<string> },
): Differences {
  const { items, session } = readStored(file)
  const there = new Set(items)
  const spans = items.filter((item) => item.startsWith('span ')).length
  const expected = { spans, input: spans, output: 2 * spans }
  const sums = JSON.stringify(session) === JSON.stringify(expected) ? [] : [`session has ${JSON.stringify(session)} of ${spans} spans`]
  const { faults } = inspectDatabase(file, { isFull: true, progress: () => undefined })
  return {
    lost: [...acknowledged].filter((item) => !there.has(item)),
    twice: items.length === there.size ? [] : items.filter((item, at) => items.indexOf(item) !== at),
    unknown: [...there].filter((item) => !sent.has(item)),
    faults: [...sums, ...faults.map(({ area, text }) => `${area}: ${text}`)],
  }
}

/** Nothing is different. */
export const WHOLE: Differences = { lost: [], twice: [], unknown: [], faults: [] }
