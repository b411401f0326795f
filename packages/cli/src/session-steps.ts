import type { ErrorInfo, SessionDetail, TimelineItem } from '@ai-tracker/collector'
import type { Step } from './output/session-page.ts'
import { spanTitle } from './output/span-title.ts'
import { everyItem } from './paging.ts'
import type { Source } from './source.ts'

/** What a session did, as far as it is shown. */
export interface Steps {
  readonly steps: readonly Step[]
  /** Whether there are more. */
  readonly hasMore: boolean
}

/** The first steps of a session in order of time, with the names that its timeline has for them and with what went wrong. */
export async function readSteps(source: Source, session: SessionDetail, limit: number): Promise<Steps> {
  const { items, hasMore } = await readItems(source, session, limit)
  const titles = await readTitles(source, session, items)
  const errors = await readErrors(source, items)
  const steps = items.map((item) => ({ ...item, name: titles.get(spanOf(item)) ?? item.name, error: errors.get(item) ?? null }))
  return { steps, hasMore }
}

/** Kinds of the timeline that are work; phases have a table of their own, and events would drown the rest. */
const STEP_KINDS: readonly TimelineItem['kind'][] = ['response', 'action', 'artifact', 'issue']
const PAGE = 500
/** Pages without any step before we stop looking. */
const MAX_PAGES = 40

interface Items {
  readonly items: readonly TimelineItem[]
  readonly hasMore: boolean
}

async function readItems(source: Source, { id }: SessionDetail, limit: number): Promise<Items> {
  const steps: TimelineItem[] = []
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const { items, nextCursor } = await source.listOf(String(id), 'timeline', { limit: String(PAGE), cursor })
    steps.push(...items.filter(({ kind }) => STEP_KINDS.includes(kind)))
    if (steps.length > limit) return { items: steps.slice(0, limit), hasMore: true }
    if (nextCursor === null) return { items: steps, hasMore: false }
    cursor = nextCursor
  }
  return { items: steps, hasMore: true }
}

const SPAN_PAGE = 1_000
/** Spans among which titles are looked for; beyond, a step of a huge session keeps the name of its tool. */
const MAX_SPANS = 20_000

/** Titles of the spans of actions, by `spanOf`. Artifacts and issues are on the spans of others, and have names of their own. */
async function readTitles(source: Source, { id }: SessionDetail, items: readonly TimelineItem[]): Promise<ReadonlyMap<string, string>> {
  const missing = new Set(items.filter(({ kind }) => kind === 'action').map(spanOf))
  const titles = new Map<string, string>()
  if (missing.size === 0) return titles
  const tools = new Map(items.map((item) => [spanOf(item), item.name]))
  let read = 0
  for await (const span of everyItem((query) => source.listOf(String(id), 'spans', query), SPAN_PAGE)) {
    const key = `action ${span.traceId} ${span.spanId}`
    if (missing.delete(key)) titles.set(key, spanTitle(span, tools.get(key)))
    if (missing.size === 0 || ++read === MAX_SPANS) break
  }
  return titles
}

function spanOf({ kind, traceId, spanId }: TimelineItem): string {
  return `${kind} ${traceId} ${spanId}`
}

/** Failed steps whose reason is read: each is a request, and nobody reads hundreds of them. */
const MAX_REASONS = 50

/** The timeline says that a step failed, its span says why. */
async function readErrors(source: Source, items: readonly TimelineItem[]): Promise<ReadonlyMap<TimelineItem, ErrorInfo>> {
  const asked = items.filter(({ kind, failed }) => failed && kind !== 'issue').slice(0, MAX_REASONS)
  const errors = new Map<TimelineItem, ErrorInfo>()
  for (const item of asked) {
    const { errorType, errorMessage } = await source.readSpan(item.traceId, item.spanId)
    errors.set(item, { type: errorType, message: errorMessage })
  }
  return errors
}

/** How many issues of a session are still open. */
export async function countOpenIssues(source: Source, { id, issueCount }: SessionDetail): Promise<number> {
  let open = 0
  if (issueCount === 0) return open
  for await (const { fixed } of everyItem((query) => source.listOf(String(id), 'issues', query), PAGE)) if (!fixed) open++
  return open
}
