import type { Artifact, Event, Issue, TimelineItem } from '../contract.ts'
import type { ArtifactFields, DecisionFields, IssueFields, MetricFields } from '../domain/record.ts'
import type { StoredFact, StoredMoment } from '../domain/stored.ts'
import { place } from './row-views.ts'
import { iso, json, lasted, nsText, usd } from './values.ts'

/** Fields of any fact: what the writer put into `data`, by the names of the domain. */
type FactFields = Partial<ArtifactFields & IssueFields & MetricFields & DecisionFields & { readonly title: string; readonly body: string }>

function fieldsOf(data: string): FactFields {
  return JSON.parse(data)
}

/** A file or another deliverable. */
export function artifactView(fact: StoredFact): Artifact {
  const fields = fieldsOf(fact.data)
  return {
    id: fact.id,
    ...place(fact),
    createdAt: iso(fact.timeNs),
    type: fields.type ?? 'file',
    path: fields.path ?? null,
    contentHash: fields.contentHash ?? null,
    sizeBytes: fields.sizeBytes ?? null,
    metadata: json(fields.metadata),
  }
}

/** A problem of quality. */
export function issueView(fact: StoredFact): Issue {
  const fields = fieldsOf(fact.data)
  return {
    id: fact.id,
    ...place(fact),
    createdAt: iso(fact.timeNs),
    severity: fields.severity ?? 'minor',
    type: fields.type ?? 'unspecified',
    description: fields.description ?? null,
    location: fields.location ?? null,
    fixed: fields.fixed ?? false,
    fixIteration: fields.fixIteration ?? null,
    metadata: json(fields.metadata),
  }
}

/** Anything else that a span reports. */
export function eventView(fact: StoredFact): Event {
  const fields = fieldsOf(fact.data)
  const kind = fact.kind === 'metric' || fact.kind === 'decision' ? fact.kind : 'event'
  return {
    id: fact.id,
    ...place(fact),
    createdAt: iso(fact.timeNs),
    kind,
    type: (kind === 'metric' ? fields.name : fields.type) ?? kind,
    title: fields.title ?? fields.chosen ?? null,
    body: fields.body ?? fields.rationale ?? null,
    data: json(fact.data),
  }
}

/** One line of the timeline. */
export function momentView(moment: StoredMoment): TimelineItem {
  const fields = moment.data === undefined ? {} : fieldsOf(moment.data)
  return {
    kind: moment.kind,
    id: moment.id,
    spanId: moment.spanId,
    traceId: moment.traceId,
    phaseId: moment.phaseId ?? null,
    at: iso(moment.startNs),
    atNs: nsText(moment.startNs),
    durationMs: moment.endNs === undefined ? null : lasted(moment.startNs, moment.endNs),
    name: moment.name ?? fields.path ?? fields.name ?? fields.type ?? moment.kind,
    detail: moment.detail ?? factDetail(fields),
    failed: moment.kind === 'issue' ? fields.fixed !== true : moment.failed === 1,
    tokensTotal: moment.tokensTotal ?? null,
    costUsd: usd(moment.costNanos),
  }
}

/** Characters of a line for people. */
const DETAIL_LENGTH = 200

function factDetail(fields: FactFields): string | null {
  const value = fields.value === undefined ? undefined : `${fields.value}${fields.unit ? ` ${fields.unit}` : ''}`
  const text = fields.description ?? fields.title ?? fields.chosen ?? value ?? fields.json ?? fields.body
  return text?.slice(0, DETAIL_LENGTH) ?? null
}
