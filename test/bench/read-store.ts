import type { Span } from '../../collector/src/domain/span.ts'
import type { SqliteDatabase } from '../../collector/src/store/sqlite/database.ts'
import { openDatabase } from '../../collector/src/store/sqlite/database.ts'
import { historySpans } from './loads/history.ts'
import { createRandom } from './loads/random.ts'
import { requests } from './loads/spans.ts'
import type { Pipeline } from './pipeline.ts'
import { openStoreFile, type StoreFile } from './store-file.ts'

const SPANS_PER_REQUEST = 512
const REQUESTS_PER_TRANSACTION = 8
const PICKED_SESSIONS = 500

/** A store to read, and what to ask it for. */
export interface ReadStore {
  readonly db: SqliteDatabase
  readonly spans: number
  /** Sessions of ordinary size, picked at random. */
  readonly sessions: readonly { readonly id: number; readonly traceId: string }[]
  readonly largest: { readonly id: number; readonly traceId: string; readonly spans: number }
  close(): void
}

/** Fills a new database with spans, as fast as can be. It is closed. */
export async function fillStore(spans: Iterable<Span>, pipeline: Pipeline, folder: string): Promise<StoreFile> {
  const file = openStoreFile(folder)
  // Nobody waits for this database to be safe on disk.
  file.db.pragma('synchronous = OFF')
  const writer = pipeline.openWriter(file.db)
  let group: ReturnType<Pipeline['derive']>[] = []
  const writeGroup = async (): Promise<void> => {
    await writer.write(group)
    file.tidyUp()
    group = []
  }
  for (const data of requests(spans, SPANS_PER_REQUEST)) {
    group.push(pipeline.derive(data))
    if (group.length === REQUESTS_PER_TRANSACTION) await writeGroup()
  }
  await writeGroup()
  while (await writer.work());
  await file.close()
  return file
}

/** Fills a new database and opens it as a reader does. */
export async function openReadStore(spans: number, pipeline: Pipeline, folder: string): Promise<ReadStore> {
  const file = await fillStore(historySpans(spans), pipeline, folder)
  const db = openDatabase(file.path, { readonly: true })
  return {
    db,
    ...pickSessions(db),
    close() {
      db.close()
      file.remove()
    },
  }
}

function pickSessions(db: SqliteDatabase): Pick<ReadStore, 'spans' | 'sessions' | 'largest'> {
  const all = db
    .prepare('SELECT session_id, lower(hex(trace_id)) AS trace_id, span_count FROM traces ORDER BY span_count DESC, id')
    .all()
    .map(toTrace)
  const [largest, ...others] = all
  if (!largest) throw new Error('the store is empty')
  const random = createRandom(8)
  const sessions = Array.from({ length: PICKED_SESSIONS }, () => others[random.below(others.length)] ?? largest)
  return { spans: all.reduce((sum, trace) => sum + trace.spans, 0), sessions, largest }
}

function toTrace(row: unknown): ReadStore['largest'] {
  if (typeof row !== 'object' || row === null || !('session_id' in row && 'trace_id' in row && 'span_count' in row))
    throw new Error('not a trace')
  return { id: Number(row.session_id), traceId: String(row.trace_id), spans: Number(row.span_count) }
}
