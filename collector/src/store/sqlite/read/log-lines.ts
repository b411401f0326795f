import { serviceName } from '../../../domain/span.ts'
import type { StoredLogLine } from '../../../domain/stored-signals.ts'
import { beginning } from '../../../domain/text.ts'
import { valueText } from '../../../domain/value-text.ts'
import type { SqliteDatabase } from '../database.ts'
import { LOG_STAYS } from '../remove/being-removed.ts'
import { signalReaderOf } from '../signal-reader.ts'
import type { Track } from './chronological.ts'
import { walkItems } from './item-walk.ts'
import { namedLogs } from './logs.ts'
import { queryFirst } from './rows.ts'
import type { ReadLoose, RowPlace } from './trace-merge.ts'

/** Log records among the rows of a session: after everything else of the same nanosecond. */
export const LOG_TRACK: Track = {
  rank: 100,
  table: 'log_records',
  time: 'at_ns',
  ofTrace: 'workspace_id = @workspaceId AND trace_id = @traceId',
}

/** Records that one page looks at whose trace may be known, about 100 ms. A page that needs more ends early, even empty, with a cursor. */
const MAX_LOOKED = 20_000

/** The log records that name a session by its key and belong to no trace that is known. */
export function looseLogs(db: SqliteDatabase, { sessionId, limit }: { readonly sessionId: number; readonly limit: number }): ReadLoose {
  const source = namedLogs(db, sessionId)
  return ({ ns, rank, id }, untilNs) => {
    const rows: RowPlace[] = []
    if (!source) return { rows, endedAt: undefined }
    let looked = 0
    const place = { atNs: ns, id: rank < LOG_TRACK.rank ? 0 : id }
    for (const row of walkItems(db, { ...source, wanted: [LOG_STAYS], isDescending: false, beforeNs: untilNs, place })) {
      const found = { atNs: row.atNs, rank: LOG_TRACK.rank, id: row.id }
      if (row.isWanted === 1) rows.push(found)
      if (rows.length > limit || ++looked === MAX_LOOKED) return { rows, endedAt: found }
    }
    return { rows, endedAt: undefined }
  }
}

/** Its span, if that is known, and the phase that this is or is in. */
const PLACE = `SELECT t.id AS trace, coalesce(own.id, p.id) AS phaseId, coalesce(own.name, p.name) AS phase
  FROM log_records l JOIN traces t ON t.workspace_id = l.workspace_id AND t.trace_id = l.trace_id
  JOIN spans x ON x.trace = t.id AND x.span_id = l.span_id
  LEFT JOIN phase_rows own ON own.id = x.id LEFT JOIN phase_rows p ON p.id = x.phase_id WHERE l.id = @id`
const TIME = 'SELECT at_ns AS atNs FROM log_records WHERE id = @id'

/** Where a log record stands: absent where its span is unknown. */
interface LogPlace {
  readonly trace: number
  readonly phaseId?: number
  readonly phase?: string
}

/** One log record as a line. @param maxChars of what it says. @returns also the integer of its trace, where its span is known */
export function readLogLine(
  db: SqliteDatabase,
  { id, maxChars }: { readonly id: number; readonly maxChars: number },
): { readonly line: StoredLogLine; readonly trace: number | undefined } | undefined {
  const time = queryFirst<{ readonly atNs: bigint }>(db, TIME, { id })
  if (!time) return undefined
  const { log, resource } = signalReaderOf(db).log(id).item
  const { trace, ...phase } = queryFirst<LogPlace>(db, PLACE, { id }) ?? { trace: undefined }
  const body = log.body === undefined ? undefined : valueText(log.body)
  const service = serviceName(resource)
  const line: StoredLogLine = {
    kind: 'log',
    id,
    startNs: time.atNs,
    ...(log.traceId !== '' && { traceId: log.traceId }),
    ...(log.spanId !== '' && { spanId: log.spanId }),
    ...phase,
    severityNumber: log.severityNumber,
    ...(log.severityText !== '' && { severityText: log.severityText }),
    ...(log.eventName !== '' && { eventName: log.eventName }),
    ...(body !== undefined && { body: beginning(body, maxChars) }),
    bodyLength: body?.length ?? 0,
    attributeCount: log.attributes.length,
    ...(service !== '' && { service }),
  }
  return { line, trace }
}
