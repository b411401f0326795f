import {
  ATTR_FILE_PATH,
  ATTR_FILE_SIZE,
  ATTR_GEN_AI_EVALUATION_EXPLANATION,
  ATTR_GEN_AI_EVALUATION_NAME,
  ATTR_GEN_AI_EVALUATION_SCORE_LABEL,
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
  EVENT_GEN_AI_EVALUATION_RESULT,
  EVENT_TRACKER_ARTIFACT,
  EVENT_TRACKER_CHECKPOINT,
  EVENT_TRACKER_DECISION,
  EVENT_TRACKER_ISSUE,
  EVENT_TRACKER_ISSUE_FIXED,
  EVENT_TRACKER_METRIC,
} from '@ai-tracker/semconv'
import { attributesOf, type Metadata, metadataAttributes } from './attributes.ts'
import { toJson } from './json.ts'
import { nameOr, tellOdd } from './odd-value.ts'
import type { EventFields } from './open-span.ts'

/** A problem of quality. */
export interface IssueOptions {
  readonly severity: 'critical' | 'major' | 'minor'
  /** Name of the rule or class of problem. */
  readonly type: string
  /** What is wrong, for people. */
  readonly description?: string | undefined
  /** Where in the artifact. Example: `draft.md:12`. */
  readonly location?: string | undefined
  /** Own id. Default: a random one. */
  readonly id?: string | undefined
  readonly fixed?: boolean | undefined
  /** Which review pass fixed it, from 1. */
  readonly fixIteration?: number | undefined
  readonly metadata?: Metadata | undefined
}

/** That a problem was fixed. */
export interface FixOptions {
  /** Which review pass fixed it, from 1. */
  readonly iteration?: number | undefined
}

/** A problem that was reported. */
export interface Issue {
  /** Its own id, else one that was made for it. By it, `issueFixed` calls it fixed from another process. */
  readonly id: string
  /** Says that it was fixed: at any time, anywhere in its session, also when what reported it is over. */
  fixed(fix?: FixOptions): void
}

/** Which problem was fixed: by its id, else by type and location. */
export interface IssueFix {
  readonly id?: string | undefined
  readonly type?: string | undefined
  readonly location?: string | undefined
  readonly fixIteration?: number | undefined
}

/** A measurement. */
export interface MetricOptions {
  readonly name: string
  /** A number; anything else is kept as JSON. */
  readonly value: unknown
  /** UCUM where there is one. Example: `ms`. */
  readonly unit?: string | undefined
  readonly metadata?: Metadata | undefined
}

/** A choice that was made. */
export interface DecisionOptions {
  readonly type?: string | undefined
  readonly chosen: string
  readonly options?: readonly unknown[] | undefined
  readonly rationale?: string | undefined
  readonly metadata?: Metadata | undefined
}

/** A judgement of a response, a phase or a session. */
export interface RatingOptions {
  /** The judgement as a number. */
  readonly score?: number | undefined
  /** The judgement as a word. */
  readonly label?: string | undefined
  /** What was judged. Default: `rating`. */
  readonly name?: string | undefined
  readonly explanation?: string | undefined
}

/** What is known of a file or deliverable. */
export interface ArtifactFacts {
  readonly type: string
  readonly path?: string | undefined
  /** `sha256:…` */
  readonly contentHash?: string | undefined
  readonly sizeBytes?: number | undefined
  readonly metadata?: Metadata | undefined
}

const SEVERITIES: ReadonlySet<unknown> = new Set(['critical', 'major', 'minor'] satisfies IssueOptions['severity'][])

/** The event of an issue. */
export function issueEvent({ metadata, ...issue }: IssueOptions): EventFields {
  if (!SEVERITIES.has(issue.severity))
    tellOdd('the severity of an issue', issue.severity, 'it is sent as it is; what is not critical, major or minor may be shown as minor')
  return {
    name: EVENT_TRACKER_ISSUE,
    attributes: {
      ...attributesOf({
        [ATTR_TRACKER_ISSUE_ID]: issue.id,
        [ATTR_TRACKER_ISSUE_SEVERITY]: issue.severity,
        [ATTR_TRACKER_ISSUE_TYPE]: nameOr('unspecified', 'the type of an issue', issue.type),
        [ATTR_TRACKER_ISSUE_DESCRIPTION]: issue.description,
        [ATTR_TRACKER_ISSUE_LOCATION]: issue.location,
        [ATTR_TRACKER_ISSUE_FIXED]: issue.fixed,
        [ATTR_TRACKER_ISSUE_FIX_ITERATION]: issue.fixIteration,
      }),
      ...metadataAttributes(metadata),
    },
  }
}

/** The event of a fix. */
export function issueFixedEvent({ id, type, location, fixIteration }: IssueFix): EventFields {
  return {
    name: EVENT_TRACKER_ISSUE_FIXED,
    attributes: attributesOf({
      [ATTR_TRACKER_ISSUE_ID]: id,
      [ATTR_TRACKER_ISSUE_TYPE]: type,
      [ATTR_TRACKER_ISSUE_LOCATION]: location,
      [ATTR_TRACKER_ISSUE_FIX_ITERATION]: fixIteration,
    }),
  }
}

/** The event of a measurement. */
export function metricEvent({ name, value, unit, metadata }: MetricOptions): EventFields {
  return {
    name: EVENT_TRACKER_METRIC,
    attributes: {
      ...attributesOf({
        [ATTR_TRACKER_METRIC_NAME]: nameOr('unnamed', 'the name of a measurement', name),
        [ATTR_TRACKER_METRIC_VALUE]: measured(value),
        [ATTR_TRACKER_METRIC_UNIT]: unit,
      }),
      ...metadataAttributes(metadata),
    },
  }
}

function measured(value: unknown): number | string | undefined {
  if (typeof value !== 'number') return toJson(value)
  if (Number.isFinite(value)) return value
  tellOdd('the value of a measurement', value, 'it is recorded as a text')
  return String(value)
}

/** The event of a decision. */
export function decisionEvent({ type, chosen, options, rationale, metadata }: DecisionOptions): EventFields {
  return {
    name: EVENT_TRACKER_DECISION,
    attributes: {
      ...attributesOf({
        [ATTR_TRACKER_DECISION_TYPE]: type,
        [ATTR_TRACKER_DECISION_CHOSEN]: chosen,
        [ATTR_TRACKER_DECISION_OPTIONS]: toJson(options),
        [ATTR_TRACKER_DECISION_RATIONALE]: rationale,
      }),
      ...metadataAttributes(metadata),
    },
  }
}

/** The event of a point that was reached. */
export function checkpointEvent(name: string, description: string | undefined): EventFields {
  return {
    name: EVENT_TRACKER_CHECKPOINT,
    attributes: attributesOf({
      [ATTR_TRACKER_CHECKPOINT_NAME]: nameOr('unnamed', 'the name of a checkpoint', name),
      [ATTR_TRACKER_CHECKPOINT_DESCRIPTION]: description,
    }),
  }
}

/** The event of a judgement. */
export function ratingEvent({ name = 'rating', score, label, explanation }: RatingOptions): EventFields {
  return {
    name: EVENT_GEN_AI_EVALUATION_RESULT,
    attributes: attributesOf({
      [ATTR_GEN_AI_EVALUATION_NAME]: name,
      [ATTR_GEN_AI_EVALUATION_SCORE_VALUE]: score,
      [ATTR_GEN_AI_EVALUATION_SCORE_LABEL]: label,
      [ATTR_GEN_AI_EVALUATION_EXPLANATION]: explanation,
    }),
  }
}

/** The event of an artifact. */
export function artifactEvent({ type, path, contentHash, sizeBytes, metadata }: ArtifactFacts): EventFields {
  return {
    name: EVENT_TRACKER_ARTIFACT,
    attributes: {
      ...attributesOf({
        [ATTR_TRACKER_ARTIFACT_TYPE]: nameOr('file', 'the type of an artifact', type),
        [ATTR_FILE_PATH]: path,
        [ATTR_FILE_SIZE]: sizeBytes,
        [ATTR_TRACKER_ARTIFACT_CONTENT_HASH]: contentHash,
      }),
      ...metadataAttributes(metadata),
    },
  }
}
