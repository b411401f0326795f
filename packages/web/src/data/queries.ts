import type {
  DbInfo,
  FailedSpan,
  Issue,
  List,
  Message,
  Response,
  Session,
  SessionCost,
  SessionDetail,
  SessionOverview,
  Span,
  SpanDetail,
  TranscriptItem,
  Workflow,
} from '@ai-tracker/collector/contract'
import { infiniteQueryOptions, keepPreviousData, type QueryClient, type QueryKey, queryOptions } from '@tanstack/react-query'
import { address, getBeginning, getJson, getText, type Parameters } from './http.ts'
import { momentOf } from './time-words.ts'

/**
 * Every question that the page asks. Components never write a key or an address: they take a definition from here.
 *
 * Keys: what belongs to a session begins with `['session', id]`, lists of sessions with `['sessions']`; `live.ts` relies on it.
 * An `id` of a session is the text of its integer.
 */
export const keys = {
  sessions: ['sessions'] as const,
  sessionLists: ['sessions', 'list'] as const,
  session: (id: string) => ['session', id] as const,
  spans: (id: string) => ['spans', id] as const,
  transcript: (id: string) => ['transcript', id] as const,
}

/** Whether a screen asks for a query anew when it sees that the session has changed, and nobody else does. */
export function isFollowed([name]: QueryKey): boolean {
  return name === 'spans' || name === 'transcript'
}

/** A page of a list that its screen follows. */
export interface VersionedPage<T> extends List<T> {
  /** What the session was when the page was asked for (`receivedAt`): the page is as new as that, or newer. */
  readonly version: string | null
}

/** How the list of sessions is narrowed and sorted. */
export interface SessionFilter {
  readonly q?: string | undefined
  readonly status?: string | undefined
  readonly workflow?: string | undefined
  /** A word of `time-words.ts`. */
  readonly after?: string | undefined
  readonly before?: string | undefined
  /** `started`, `cost`, `tokens`, `duration`; with `:asc` behind it the other way round. */
  readonly sort?: string | undefined
}

/** Pages of sessions. */
export const sessionsQuery = (filter: SessionFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.sessionLists, filter] as const,
    queryFn: ({ pageParam, signal }) => getJson<List<Session>>(sessionsAddress(filter, { cursor: pageParam }), signal),
    ...pages,
    placeholderData: keepPreviousData,
  })

const SESSIONS_PER_PAGE = 50

/** The address of a list of sessions, with its times as moments. */
export function sessionsAddress({ after, before, ...filter }: SessionFilter, page: Parameters): string {
  const now = Date.now()
  const range = { after: after && momentOf(after, now), before: before && momentOf(before, now) }
  return address('/api/v1/sessions', { ...filter, ...range, limit: SESSIONS_PER_PAGE, ...page })
}

/** The latest session, if there is any. */
export const latestSessionQuery = () =>
  queryOptions({
    queryKey: [...keys.sessions, 'latest'] as const,
    queryFn: async ({ signal }) => (await getJson<List<Session>>('/api/v1/sessions?limit=1', signal)).items[0] ?? null,
  })

/** Names for the workflow filter. */
export const workflowsQuery = () =>
  queryOptions({
    queryKey: [...keys.sessions, 'workflows'] as const,
    queryFn: ({ signal }) => getJson<List<Workflow>>(address('/api/v1/workflows', { limit: 500 }), signal),
    staleTime: 60_000,
  })

/** What the store holds. */
export const infoQuery = () =>
  queryOptions({
    queryKey: ['info'] as const,
    queryFn: ({ signal }) => getJson<DbInfo>('/api/v1/info', signal),
    staleTime: Number.POSITIVE_INFINITY,
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
    queryKey: keys.spans(id),
    queryFn: ({ pageParam, signal, client }) =>
      versioned<Span>(client, {
        id,
        url: address(`${sessionPath(id)}/spans`, { limit: pageParam ? 1000 : FIRST_SPANS, cursor: pageParam }),
        signal,
      }),
    ...pages,
    structuralSharing: false,
  })

/** The conversation. As with the spans, it is the screen that asks for it anew. */
export const transcriptQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.transcript(id),
    queryFn: ({ pageParam, signal, client }) =>
      versioned<TranscriptItem>(client, { id, url: address(`${sessionPath(id)}/transcript`, { limit: 50, cursor: pageParam }), signal }),
    ...pages,
  })

export const responsesQuery = (id: string, sort: 'started' | 'cost') => listBelow<Response>(id, 'responses', { limit: 50, sort })
export const errorsQuery = (id: string) => listBelow<FailedSpan>(id, 'errors', { limit: 50 })
export const issuesQuery = (id: string) => listBelow<Issue>(id, 'issues', { limit: 50 })

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

/** Pages follow each other by cursor. */
const pages = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: List<unknown>) => page.nextCursor ?? undefined,
}

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

function listBelow<T>(id: string, name: string, parameters: Parameters) {
  return infiniteQueryOptions({
    queryKey: [...keys.session(id), name, parameters] as const,
    queryFn: ({ pageParam, signal }) =>
      getJson<List<T>>(address(`${sessionPath(id)}/${name}`, { ...parameters, cursor: pageParam }), signal),
    ...pages,
  })
}

function sessionPath(id: string): string {
  return `/api/v1/sessions/${encodeURIComponent(id)}`
}
