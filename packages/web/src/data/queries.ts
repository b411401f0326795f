import type {
  DbInfo,
  FailedSpan,
  Issue,
  List,
  Log,
  Message,
  Response,
  Retention,
  SessionCost,
  SessionDetail,
  SessionOverview,
  Span,
  SpanDetail,
  TimelineItem,
  TranscriptItem,
} from '@ai-tracker/collector/contract'
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { address, getBeginning, getJson, getText, type QueryParameters } from './http.ts'
import { keys } from './keys.ts'
import { pages } from './pages.ts'

/**
 * Every question that the page asks, but for the lists of sessions (`session-list-queries.ts`). Components never write a key or an
 * address: they take a definition.
 */

/** A page of a list that its screen follows. */
export interface VersionedPage<T> extends List<T> {
  /** What the session was when the page was asked for (`receivedAt`): the page is as new as that, or newer. */
  readonly version: string | null
}

/** What the store holds. */
export const infoQuery = () =>
  queryOptions({
    queryKey: ['info'] as const,
    queryFn: ({ signal }) => getJson<DbInfo>('/api/v1/info', signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The store is looked at once a minute. */
const RETENTION_MS = 60_000

/** How near the limits are, and what goes next. A removal is news of a session, after which it is asked for at once. */
export const retentionQuery = () =>
  queryOptions({
    queryKey: [...keys.sessions, 'retention'] as const,
    queryFn: ({ signal }) => getJson<Retention>('/api/v1/retention', signal),
    refetchInterval: RETENTION_MS,
  })

/** One session. `id` may be anything that names one; what is below it wants the integer. */
export const sessionQuery = (id: string) => below<SessionDetail>(id, '')
export const overviewQuery = (id: string) => below<SessionOverview>(id, 'overview')
export const costQuery = (id: string) => below<SessionCost>(id, 'cost')

/** Enough for the first look; what follows comes in larger pieces. */
const FIRST_SPANS = 200

/**
 * Spans depth-first. There may be a million: pages that were loaded are not asked for anew with everything else of the session (the
 * timeline does it while they are few), nor compared field by field with what they were.
 */
export const spansQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.longList(id, 'spans'),
    queryFn: ({ pageParam, signal, client }) =>
      versioned<Span>(client, {
        id,
        url: address(`${sessionPath(id)}/spans`, { limit: pageParam ? 1000 : FIRST_SPANS, cursor: pageParam }),
        signal,
      }),
    ...followed,
    structuralSharing: false,
  })

/** Every kind but log records. As the keys of a record none can be forgotten, and none named that there is not. */
const WITHOUT_LOGS = Object.keys({
  call: true,
  action: true,
  artifact: true,
  issue: true,
  decision: true,
  event: true,
} satisfies Readonly<Record<Exclude<TranscriptItem['kind'], 'log'>, true>>).join(',')

/** The conversation, model calls, failed spans and issues. As with the spans, it is the screen that asks for them anew. */
export const transcriptQuery = (id: string, { withLogs }: { readonly withLogs: boolean }) =>
  longList<TranscriptItem>(id, 'transcript', withLogs ? {} : { kind: WITHOUT_LOGS })
export const responsesQuery = (id: string, sort: 'started' | 'cost') => longList<Response>(id, 'responses', { sort })
export const errorsQuery = (id: string) => longList<FailedSpan>(id, 'errors')
export const issuesQuery = (id: string) => longList<Issue>(id, 'issues')

/** Names one span. */
export interface SpanName {
  /** The session that it belongs to, so that it is asked for anew when that changes. */
  readonly sessionId: string
  readonly traceId: string
  readonly spanId: string
}

/** Longer strings of a span are cut, and asked for with `valueQuery` when a person wants them. */
const CUT_AT = 4_000

/** One span, its long strings cut. */
export const spanQuery = ({ sessionId, traceId, spanId }: SpanName) =>
  queryOptions({
    queryKey: [...keys.session(sessionId), 'span', traceId, spanId] as const,
    queryFn: ({ signal }) => getJson<SpanDetail>(address(`/api/v1/spans/${traceId}/${spanId}`, { cut: CUT_AT }), signal),
  })

/** Log records that are marked on the timeline. */
const MARKED_LOGS = 500

/** The first log records of a session, as lines of its timeline. */
export const logMarksQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.session(id), 'log-marks'] as const,
    queryFn: ({ signal }) =>
      getJson<List<TimelineItem>>(address(`${sessionPath(id)}/timeline`, { kind: 'log', limit: MARKED_LOGS }), signal),
  })

/** Log records of a span that its drawer shows. */
const SPAN_LOGS = 50

/** The first log records of a span. */
export const spanLogsQuery = ({ sessionId, traceId, spanId }: SpanName) =>
  queryOptions({
    queryKey: [...keys.session(sessionId), 'span-logs', traceId, spanId] as const,
    queryFn: ({ signal }) =>
      getJson<List<Log>>(address('/api/v1/logs', { trace: traceId, span: spanId, order: 'earliest', limit: SPAN_LOGS }), signal),
  })

const LATEST_LOG_MS = 5_000

/** The latest log record, if there is any. Nothing live tells of one that belongs to no session. */
export const latestLogQuery = () =>
  queryOptions({
    queryKey: ['latest-log'] as const,
    queryFn: async ({ signal }) => (await getJson<List<Log>>('/api/v1/logs?limit=1', signal)).items[0] ?? null,
    refetchInterval: LATEST_LOG_MS,
  })

/** One log record, whole. It was sent once and does not change. */
export const logQuery = (id: number) =>
  queryOptions({
    queryKey: ['log', id] as const,
    queryFn: ({ signal }) => getJson<Log>(`/api/v1/logs/${id}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** One string of a span, whole. `at` is the JSON pointer of `SpanDetail.cut`. It was sent once and does not change. */
export const valueQuery = ({ traceId, spanId, at }: { readonly traceId: string; readonly spanId: string; readonly at: string }) =>
  queryOptions({
    queryKey: ['value', traceId, spanId, at] as const,
    queryFn: ({ signal }) => getText(address(`/api/v1/spans/${traceId}/${spanId}/value`, { at }), signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Longer traces are for a program to read. */
const OTLP_PREVIEW_CHARS = 200_000

/** The spans of a trace as they were sent, as OTLP/JSON: its beginning, if it is long. Too much to follow: asked for when a person comes. */
export const otlpQuery = (sessionId: string, traceId: string) =>
  queryOptions({
    queryKey: ['otlp', sessionId, traceId] as const,
    queryFn: ({ signal }) => getBeginning(`/api/v1/traces/${traceId}?format=otlp`, { maxChars: OTLP_PREVIEW_CHARS, signal }),
    staleTime: 0,
  })

/** Every message of a model call, whole. `responseId` is the integer of the response. They may be megabytes, and are not followed. */
export const messagesQuery = (sessionId: string, responseId: number) =>
  infiniteQueryOptions({
    queryKey: ['messages', sessionId, responseId] as const,
    queryFn: ({ pageParam, signal }) =>
      getJson<List<Message>>(address(`/api/v1/responses/${responseId}/messages`, { limit: 50, cursor: pageParam }), signal),
    ...pages,
  })

/** Pages that know their version are never old by their age: a person who comes back to fifty of them would wait for all. */
const followed = { ...pages, staleTime: Number.POSITIVE_INFINITY }

interface VersionedRequest {
  readonly id: string
  readonly url: string
  readonly signal: AbortSignal
}

/** A page with the version of its session, which is asked for before: what comes in between is in the page. */
async function versioned<T>(client: QueryClient, { id, url, signal }: VersionedRequest): Promise<VersionedPage<T>> {
  const { receivedAt } = await client.ensureQueryData(sessionQuery(id))
  return { ...(await getJson<List<T>>(url, signal)), version: receivedAt }
}

function below<T>(id: string, name: string) {
  return queryOptions({
    queryKey: [...keys.session(id), name || 'session'] as const,
    queryFn: ({ signal }) => getJson<T>(`${sessionPath(id)}${name && `/${name}`}`, signal),
  })
}

function longList<T>(id: string, name: string, parameters: QueryParameters = {}) {
  return infiniteQueryOptions({
    queryKey: [...keys.longList(id, name), parameters] as const,
    queryFn: ({ pageParam, signal, client }) =>
      versioned<T>(client, { id, url: address(`${sessionPath(id)}/${name}`, { ...parameters, limit: 50, cursor: pageParam }), signal }),
    ...followed,
  })
}

function sessionPath(id: string): string {
  return `/api/v1/sessions/${encodeURIComponent(id)}`
}
