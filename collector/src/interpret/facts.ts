import {
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_TYPE,
  ATTR_FILE_PATH,
  ATTR_FILE_SIZE,
  ATTR_GEN_AI_EVALUATION_NAME,
  ATTR_GEN_AI_EVALUATION_SCORE_VALUE,
  ATTR_TRACKER_ARTIFACT_CONTENT_HASH,
  ATTR_TRACKER_ARTIFACT_TYPE,
  ATTR_TRACKER_CHECKPOINT_DESCRIPTION,
  ATTR_TRACKER_CHECKPOINT_NAME,
  ATTR_TRACKER_DECISION_CHOSEN,
  ATTR_TRACKER_DECISION_OPTIONS,
  ATTR_TRACKER_DECISION_RATIONALE,
  ATTR_TRACKER_DECISION_TYPE,
  ATTR_TRACKER_ISSUE_DESCRIPTION,
  ATTR_TRACKER_ISSUE_FIX_ITERATION,
  ATTR_TRACKER_ISSUE_FIXED,
  ATTR_TRACKER_ISSUE_ID,
  ATTR_TRACKER_ISSUE_LOCATION,
  ATTR_TRACKER_ISSUE_SEVERITY,
  ATTR_TRACKER_ISSUE_TYPE,
  ATTR_TRACKER_METRIC_NAME,
  ATTR_TRACKER_METRIC_UNIT,
  ATTR_TRACKER_METRIC_VALUE,
  ATTR_TRACKER_REQUEST_TEXT,
  ATTR_TRACKER_REQUEST_TITLE,
  EVENT_EXCEPTION,
  EVENT_GEN_AI_EVALUATION_RESULT,
  EVENT_TRACKER_ARTIFACT,
  EVENT_TRACKER_CHECKPOINT,
  EVENT_TRACKER_DECISION,
  EVENT_TRACKER_ISSUE,
  EVENT_TRACKER_ISSUE_FIXED,
  EVENT_TRACKER_METRIC,
  EVENT_TRACKER_REQUEST,
} from '@ai-tracker/semconv'
import { attributeMap } from '../domain/attribute.ts'
import type { Fact, IssueSeverity } from '../domain/record.ts'
import type { SpanEvent } from '../domain/span.ts'
import { isContentEvent } from './event-messages.ts'
import { isChunkEvent } from './first-token.ts'
import { jsonColumn, toJsonText } from './json-text.ts'
import { defined } from './merge-fields.ts'
import { metadataOf } from './metadata.ts'
import type { AttributeView } from './typed-value.ts'
import { count, firstText, flag, number, text } from './typed-value.ts'

/** Characters that a timeline needs of an event without a text of its own; the event itself is kept whole elsewhere. */
const MAX_BODY_LENGTH = 500

/** Type of an issue that has none, so that a fix without one names it. */
const UNSPECIFIED = 'unspecified'

/** What one event says, without its place. */
type FactBody = Fact extends infer F ? (F extends Fact ? Omit<F, 'index' | 'timeNs'> : never) : never
type FactReader = (view: AttributeView) => FactBody

const SEVERITIES: ReadonlyMap<string, IssueSeverity> = new Map<string, IssueSeverity>([
  ['critical', 'critical'],
  ['fatal', 'critical'],
  ['blocker', 'critical'],
  ['major', 'major'],
  ['error', 'major'],
  ['high', 'major'],
  ['minor', 'minor'],
])

const READERS: ReadonlyMap<string, FactReader> = new Map<string, FactReader>([
  [EVENT_TRACKER_ARTIFACT, artifact],
  [EVENT_TRACKER_ISSUE, issue],
  [EVENT_TRACKER_ISSUE_FIXED, fix],
  [EVENT_TRACKER_METRIC, metric],
  [EVENT_TRACKER_DECISION, decision],
  [
    EVENT_TRACKER_CHECKPOINT,
    (view) => titled(view, EVENT_TRACKER_CHECKPOINT, [ATTR_TRACKER_CHECKPOINT_NAME, ATTR_TRACKER_CHECKPOINT_DESCRIPTION]),
  ],
  [EVENT_TRACKER_REQUEST, (view) => titled(view, EVENT_TRACKER_REQUEST, [ATTR_TRACKER_REQUEST_TITLE, ATTR_TRACKER_REQUEST_TEXT])],
  [EVENT_EXCEPTION, (view) => titled(view, EVENT_EXCEPTION, [ATTR_EXCEPTION_TYPE, ATTR_EXCEPTION_MESSAGE])],
  [EVENT_GEN_AI_EVALUATION_RESULT, evaluation],
])

/** What a span reports through its events. Events that carry messages or pieces of a stream are content, not facts. */
export function facts(events: readonly SpanEvent[]): readonly Fact[] {
  if (events.length === 0) return []
  const found: Fact[] = []
  events.forEach((event, index) => {
    if (isContentEvent(event.name) || isChunkEvent(event.name)) return
    const view = attributeMap(event.attributes)
    const read = READERS.get(event.name)
    found.push({ index, timeNs: event.timeNs, ...(read ? read(view) : titled(view, event.name, [])) })
  })
  return found
}

function artifact(view: AttributeView): FactBody {
  return {
    kind: 'artifact',
    type: text(view, ATTR_TRACKER_ARTIFACT_TYPE) ?? 'file',
    ...defined({
      path: firstText(view, [ATTR_FILE_PATH, 'tracker.artifact.path']),
      contentHash: text(view, ATTR_TRACKER_ARTIFACT_CONTENT_HASH),
      sizeBytes: count(view, ATTR_FILE_SIZE),
      metadata: metadataOf(view),
    }),
  }
}

function issue(view: AttributeView): FactBody {
  return {
    kind: 'issue',
    severity: SEVERITIES.get(text(view, ATTR_TRACKER_ISSUE_SEVERITY)?.toLowerCase() ?? '') ?? 'minor',
    type: text(view, ATTR_TRACKER_ISSUE_TYPE) ?? UNSPECIFIED,
    fixed: flag(view, ATTR_TRACKER_ISSUE_FIXED) ?? false,
    ...defined({
      key: text(view, ATTR_TRACKER_ISSUE_ID),
      description: text(view, ATTR_TRACKER_ISSUE_DESCRIPTION),
      location: text(view, ATTR_TRACKER_ISSUE_LOCATION),
      fixIteration: count(view, ATTR_TRACKER_ISSUE_FIX_ITERATION),
      metadata: metadataOf(view),
    }),
  }
}

/** What names no issue can fix none, so it stays an event. */
function fix(view: AttributeView): FactBody {
  const key = text(view, ATTR_TRACKER_ISSUE_ID)
  const type = text(view, ATTR_TRACKER_ISSUE_TYPE)
  const location = text(view, ATTR_TRACKER_ISSUE_LOCATION)
  if (key === undefined && type === undefined && location === undefined) return titled(view, EVENT_TRACKER_ISSUE_FIXED, [])
  return {
    kind: 'fix',
    ...defined({
      key,
      type: key === undefined ? (type ?? UNSPECIFIED) : type,
      location,
      description: text(view, ATTR_TRACKER_ISSUE_DESCRIPTION),
      fixIteration: count(view, ATTR_TRACKER_ISSUE_FIX_ITERATION),
      metadata: metadataOf(view),
    }),
  }
}

/** A measurement without a name cannot be one, so it stays an event. */
function metric(view: AttributeView): FactBody {
  const name = text(view, ATTR_TRACKER_METRIC_NAME)
  if (name === undefined) return titled(view, EVENT_TRACKER_METRIC, [])
  const sent = view.get(ATTR_TRACKER_METRIC_VALUE)
  const value = typeof sent === 'bigint' ? Number(sent) : sent
  const isNumber = typeof value === 'number' && Number.isFinite(value)
  return {
    kind: 'metric',
    name,
    ...defined({
      value: isNumber ? value : undefined,
      json: isNumber ? undefined : jsonColumn(sent),
      unit: text(view, ATTR_TRACKER_METRIC_UNIT),
      metadata: metadataOf(view),
    }),
  }
}

function decision(view: AttributeView): FactBody {
  return {
    kind: 'decision',
    ...defined({
      type: text(view, ATTR_TRACKER_DECISION_TYPE),
      chosen: text(view, ATTR_TRACKER_DECISION_CHOSEN),
      options: jsonColumn(view.get(ATTR_TRACKER_DECISION_OPTIONS)),
      rationale: text(view, ATTR_TRACKER_DECISION_RATIONALE),
      metadata: metadataOf(view),
    }),
  }
}

/** A judgement as an event: its name as the title, its number as the score, all that it says as the body. */
function evaluation(view: AttributeView): FactBody {
  const title = firstText(view, [ATTR_GEN_AI_EVALUATION_NAME, ATTR_ERROR_TYPE])
  return {
    kind: 'event',
    type: EVENT_GEN_AI_EVALUATION_RESULT,
    ...defined({ title, score: number(view, ATTR_GEN_AI_EVALUATION_SCORE_VALUE), body: bodyOf(view) }),
  }
}

/** An event with the first key as its title and the second as its body; without these, all its attributes are the body. */
function titled(view: AttributeView, type: string, [titleKey, bodyKey]: readonly string[]): FactBody {
  const title = titleKey === undefined ? undefined : text(view, titleKey)
  const body = bodyKey === undefined ? undefined : text(view, bodyKey)
  return { kind: 'event', type, ...defined({ title, body: body ?? (title === undefined ? bodyOf(view) : undefined) }) }
}

function bodyOf(view: AttributeView): string | undefined {
  return view.size === 0 ? undefined : cut(toJsonText({ entries: [...view].map(([key, value]) => ({ key, value })) }))
}

/** The beginning of a text, never half of a surrogate pair. */
function cut(body: string | undefined): string | undefined {
  if (body === undefined || body.length <= MAX_BODY_LENGTH) return body
  return `${body
    .slice(0, MAX_BODY_LENGTH)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`
}
