import {
  type Action,
  AppError,
  type Artifact,
  type Config,
  type CostReport,
  type DbInfo,
  type Event,
  type FailedSpan,
  type IngestReceipt,
  type IngestWhy,
  type Issue,
  type LibraryPrompt,
  type List,
  type Log,
  loadReadConfig,
  type MetricPoint,
  type Phase,
  type Prompt,
  type Response,
  type Retention,
  type Session,
  type SessionDetail,
  type SessionOverview,
  type Span,
  type SpanDetail,
  type StatsReport,
  type TimelineItem,
} from '@ai-tracker/collector'
import type { Call, Options } from './command.ts'
import { outsideOfTheCall } from './exit-codes.ts'
import { checkFlags } from './setting-flags.ts'
import { type ChangeLeft, openTransport, type SessionChange, type Transport } from './transport.ts'

/** Parameters of a request; `undefined` = not asked for. */
export type Query = Readonly<Record<string, string | undefined>>

/** The lists below a session, by the last part of their path. */
export interface SessionLists {
  readonly phases: Phase
  readonly timeline: TimelineItem
  readonly prompts: Prompt
  readonly responses: Response
  readonly actions: Action
  readonly artifacts: Artifact
  readonly issues: Issue
  readonly events: Event
  readonly spans: Span
  readonly errors: FailedSpan
  readonly logs: Log
}

/** What commands read, in the shapes of the contract, whoever answers. */
export interface Source {
  listSessions(query: Query): Promise<List<Session>>
  /** @param id anything that names a session */
  readSession(id: string): Promise<SessionDetail>
  listOf<N extends keyof SessionLists>(id: string, name: N, query: Query): Promise<List<SessionLists[N]>>
  readOverview(id: string): Promise<SessionOverview>
  readSpan(traceId: string, spanId: string): Promise<SpanDetail>
  listPrompts(query: Query): Promise<List<LibraryPrompt>>
  listIssues(query: Query): Promise<List<Issue>>
  reportCost(query: Query): Promise<CostReport>
  reportStats(query: Query): Promise<StatsReport>
  /** OTLP-JSON lines of a session, of all signals, in pieces as they come. */
  exportOtlp(session: string): AsyncIterable<Uint8Array>
  readInfo(): Promise<DbInfo>
  listReceipts(query: Query): Promise<List<IngestReceipt>>
  listLogs(query: Query): Promise<List<Log>>
  listMetricPoints(query: Query): Promise<List<MetricPoint>>
  readWhy(query: Query): Promise<IngestWhy>
  readRetention(): Promise<Retention>
  /** Removes a session for good, or pins it. @returns what is left to do where no collector does it */
  change(change: SessionChange): Promise<ChangeLeft>
}

/** Names the database. */
export const dbOption = { db: { value: 'FILE', summary: 'database (TRACKER_DB)', isPath: true } } as const satisfies Options

/** Options of every command that reads. */
export const readOptions = {
  ...dbOption,
  json: { summary: 'one JSON document, as REST answers it' },
} as const satisfies Options

/** Opens the database that the call means, works with it, and closes it in any case. */
export async function withSource<T>(call: Call, work: (source: Source) => Promise<T>): Promise<T> {
  const config = readConfig(call)
  const report = (error: unknown): void => call.terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
  const transport = openTransport({ file: config.db, token: config.token, report })
  try {
    return await work(createSource(transport))
  } finally {
    transport.close()
  }
}

/** Which database the call means, and the token of its collector. @throws AppError for what does not fit */
export function readConfig({ args, env }: Call): Pick<Config, 'db' | 'token'> {
  checkFlags(args)
  const db = args.text('db')
  return outsideOfTheCall(() => loadReadConfig({ argv: db === undefined ? [] : [`--db=${db}`], env }))
}

function createSource({ get, stream, change }: Transport): Source {
  // What the API answers is typed by the contract, and tested against it there.
  const read = async <T>(path: string, query: Query = {}, flags: Flags = {}): Promise<T> => {
    try {
      return (await get(path + queryText(query))) as T
    } catch (error) {
      throw withFlagName(error, query, { ...FLAGS, ...flags })
    }
  }
  return {
    listSessions: (query) => read('/api/v1/sessions', query),
    readSession: (id) => read(sessionPath(id)),
    listOf: (id, name, query) => read(`${sessionPath(id)}/${name}`, query),
    readOverview: (id) => read(`${sessionPath(id)}/overview`),
    readSpan: (traceId, spanId) => read(`/api/v1/spans/${traceId}/${spanId}`),
    listPrompts: (query) => read('/api/v1/prompts', query),
    listIssues: (query) => read('/api/v1/issues', query),
    reportCost: (query) => read('/api/v1/cost', query),
    reportStats: (query) => read('/api/v1/stats', query),
    exportOtlp: (session) => stream(`/api/v1/export${queryText({ session, signal: 'all' })}`),
    readInfo: () => read('/api/v1/info'),
    listReceipts: (query) => read('/api/v1/ingest', query),
    listLogs: (query) => read('/api/v1/logs', query, { q: 'grep' }),
    listMetricPoints: (query) => read('/api/v1/metrics/points', query),
    readWhy: (query) => read('/api/v1/ingest/why', query),
    readRetention: () => read('/api/v1/retention'),
    change,
  }
}

type Flags = Readonly<Record<string, string>>

/** Options whose parameter has another name. */
const FLAGS: Flags = { by: 'group-by', timeZone: 'time-zone', q: 'query', minRating: 'min-rating' }

/** REST names a parameter that does not fit; who typed an option knows that name. */
function withFlagName(error: unknown, query: Query, flags: Flags): unknown {
  if (!(error instanceof AppError) || error.code !== 'invalid') return error
  const [, name = '', rest = ''] = /^(\w+)( (?:is|does not) .*)$/s.exec(error.message) ?? []
  if (!Object.hasOwn(query, name)) return error
  return new AppError(error.code, `--${flags[name] ?? name}${rest}`, { cause: error })
}

/** `.` and `..` are steps in a path even when they are escaped; as ids they can only be keys. */
function sessionPath(id: string): string {
  return `/api/v1/sessions/${encodeURIComponent(/^\.\.?$/.test(id) ? `key:${id}` : id)}`
}

function queryText(query: Query): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
