import type { ErrorInfo, SessionDetail, TimelineItem, TimelineMoment } from '@ai-tracker/collector'
import type { Step } from './output/session-page.ts'
import { withoutOperation } from './output/span-title.ts'
import type { Source } from './source.ts'

/** What a session did, as far as it is shown. */
export interface Steps {
  readonly steps: readonly Step[]
  /** Whether there are more. */
  readonly hasMore: boolean
}

/** The first steps of a session in order of time, named as in its timeline, with what went wrong. */
export async function readSteps(source: Source, session: SessionDetail, limit: number): Promise<Steps> {
  const { items, hasMore } = await readItems(source, session, limit)
  const errors = await readErrors(source, items)
  return { steps: items.map((item) => ({ ...item, name: nameOf(item), error: errors.get(item) ?? null })), hasMore }
}

/** An action is called by its span. Artifacts and issues are on the spans of others, and have names of their own. */
function nameOf({ kind, name, spanName }: TimelineMoment): string {
  return kind === 'action' && spanName ? withoutOperation(spanName, name) : name
}

/** Kinds of the timeline that are work; phases have a table of their own, and events and logs would drown the rest. */
const STEP_KINDS: readonly TimelineItem['kind'][] = ['response', 'action', 'artifact', 'issue']

function isStep(item: TimelineItem): item is TimelineMoment {
  return STEP_KINDS.includes(item.kind)
}

const PAGE = 500
/** Pages without any step before we stop looking. */
const MAX_PAGES = 40

interface Items {
  readonly items: readonly TimelineMoment[]
  readonly hasMore: boolean
}

async function readItems(source: Source, { id }: SessionDetail, limit: number): Promise<Items> {
  const steps: TimelineMoment[] = []
  const kind = STEP_KINDS.join(',')
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const { items, nextCursor } = await source.listOf(String(id), 'timeline', { limit: String(PAGE), cursor, kind })
    steps.push(...items.filter(isStep))
    if (steps.length > limit) return { items: steps.slice(0, limit), hasMore: true }
    if (nextCursor === null) return { items: steps, hasMore: false }
    cursor = nextCursor
  }
  return { items: steps, hasMore: true }
}

/** Failed steps whose reason is read: each is a request, and nobody reads hundreds of them. */
const MAX_REASONS = 50

/** The timeline says that a step failed, its span says why. */
async function readErrors(source: Source, items: readonly TimelineMoment[]): Promise<ReadonlyMap<TimelineMoment, ErrorInfo>> {
  const asked = items.filter(({ kind, failed }) => failed && kind !== 'issue').slice(0, MAX_REASONS)
  const errors = new Map<TimelineMoment, ErrorInfo>()
  for (const item of asked) {
    const { errorType, errorMessage } = await source.readSpan(item.traceId, item.spanId)
    errors.set(item, { type: errorType, message: errorMessage })
  }
  return errors
}
