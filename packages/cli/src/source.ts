import {
  AppError,
  type CostReport,
  type DbInfo,
  type List,
  loadReadConfig,
  type Session,
  type SessionDetail,
  type SpanDetail,
  type TimelineItem,
} from '@ai-tracker/collector'
import type { Call, Options } from './command.ts'
import { outsideOfTheCall } from './exit-codes.ts'
import { checkFlags } from './setting-flags.ts'
import { openTransport, type Transport } from './transport.ts'

/** Parameters of a request; `undefined` = not asked for. */
export type Query = Readonly<Record<string, string | undefined>>

/** What commands read, in the shapes of the contract, whoever answers. */
export interface Source {
  listSessions(query: Query): Promise<List<Session>>
  /** @param id anything that names a session */
  readSession(id: string): Promise<SessionDetail>
  listTimeline(id: string, query: Query): Promise<List<TimelineItem>>
  readSpan(traceId: string, spanId: string): Promise<SpanDetail>
  reportCost(query: Query): Promise<CostReport>
  readInfo(): Promise<DbInfo>
}

/** Options of every command that reads. */
export const readOptions = {
  db: { value: 'FILE', summary: 'database (TRACKER_DB)' },
  json: { summary: 'one JSON document, as REST answers it' },
} as const satisfies Options

/** Opens the database that the call means, works with it, and closes it in any case. */
export async function withSource<T>({ args, env, terminal }: Call, work: (source: Source) => Promise<T>): Promise<T> {
  checkFlags(args)
  const db = args.text('db')
  const config = outsideOfTheCall(() => loadReadConfig({ argv: db === undefined ? [] : [`--db=${db}`], env }))
  const report = (error: unknown): void => terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
  const transport = openTransport({ file: config.db, token: config.token, report })
  try {
    return await work(createSource(transport))
  } finally {
    transport.close()
  }
}

function createSource({ get }: Transport): Source {
  // What the API answers is typed by the contract, and tested against it there.
  const read = async <T>(path: string, query: Query = {}): Promise<T> => {
    try {
      return (await get(path + queryText(query))) as T
    } catch (error) {
      throw withFlagName(error, query)
    }
  }
  return {
    listSessions: (query) => read('/api/v1/sessions', query),
    readSession: (id) => read(sessionPath(id)),
    listTimeline: (id, query) => read(`${sessionPath(id)}/timeline`, query),
    readSpan: (traceId, spanId) => read(`/api/v1/spans/${traceId}/${spanId}`),
    reportCost: (query) => read('/api/v1/cost', query),
    readInfo: () => read('/api/v1/info'),
  }
}

/** Options whose parameter has another name. */
const FLAGS: Readonly<Record<string, string>> = { by: 'group-by', timeZone: 'time-zone', q: 'query' }

/** REST names a parameter that does not fit; who typed an option knows that name. */
function withFlagName(error: unknown, query: Query): unknown {
  if (!(error instanceof AppError) || error.code !== 'invalid') return error
  const [, name = '', rest = ''] = /^(\w+)( (?:is|does not) .*)$/s.exec(error.message) ?? []
  if (!Object.hasOwn(query, name)) return error
  return new AppError(error.code, `--${FLAGS[name] ?? name}${rest}`, { cause: error })
}

/** `.` and `..` are steps in a path even when they are escaped; as ids they can only be keys. */
function sessionPath(id: string): string {
  return `/api/v1/sessions/${encodeURIComponent(/^\.\.?$/.test(id) ? `key:${id}` : id)}`
}

function queryText(query: Query): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
