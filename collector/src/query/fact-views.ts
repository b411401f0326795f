import type { Artifact, Event, Issue, TimelineItem, TimelineLog } from '../contract.ts'
import type { ArtifactFields, DecisionFields, EventFields, FixFields, IssueFields, MetricFields } from '../domain/record.ts'
import { isFailure, severityWord } from '../domain/severity.ts'
import type { StoredFact, StoredMoment } from '../domain/stored.ts'
import type { StoredLogLine } from '../domain/stored-signals.ts'
import { beginning } from '../domain/text.ts'
import { place } from './row-views.ts'
import { iso, json, lasted, nsText, usd } from './values.ts'

/** Fields of any fact: what the writer put into `data`, by the names of the domain. */
type FactFields = Partial<ArtifactFields & IssueFields & MetricFields & DecisionFields & EventFields & FixFields>

function fieldsOf(data: string): FactFields {
  return JSON.parse(data)
}

/** A fix is shown as an event: that an issue was fixed, which one, and where. */
function shownFields(kind: StoredMoment['kind'], data: string): FactFields {
  const fields = fieldsOf(data)
  if (kind !== 'fix') return fields
  const title = fields.description ?? fields.type ?? fields.key
  return {
    name: 'issue fixed',
    type: 'tracker.issue.fixed',
    ...(title !== undefined && { title }),
    ...(fields.location !== undefined && { body: fields.location }),
  }
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
    fixed: fact.fixed === 1,
    fixIteration: fact.fixIteration ?? null,
    metadata: json(fields.metadata),
  }
}

/** Anything else that a span reports. */
export function eventView(fact: StoredFact): Event {
  const fields = shownFields(fact.kind, fact.data)
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
export function momentView(moment: StoredMoment | StoredLogLine): TimelineItem {
  if (moment.kind === 'log') return logMomentView(moment)
  const fields = moment.data === undefined ? {} : shownFields(moment.kind, moment.data)
  return {
    kind: moment.kind === 'fix' ? 'event' : moment.kind,
    id: moment.id,
    spanId: moment.spanId,
    traceId: moment.traceId,
    phaseId: moment.phaseId ?? null,
    at: iso(moment.startNs),
    atNs: nsText(moment.startNs),
    durationMs: moment.endNs === undefined ? null : lasted(moment.startNs, moment.endNs),
    name: moment.name ?? factName(fields) ?? moment.kind,
    detail: moment.detail ?? factDetail(fields),
    failed: moment.failed === 1,
    tokensTotal: moment.tokensTotal ?? null,
    costUsd: usd(moment.costNanos),
    spanName: moment.spanName ?? null,
  }
}

function logMomentView(log: StoredLogLine): TimelineLog {
  const severity = severityWord(log.severityNumber)
  return {
    kind: 'log',
    id: log.id,
    spanId: log.spanId ?? null,
    traceId: log.traceId ?? null,
    phaseId: log.phaseId ?? null,
    at: iso(log.startNs),
    atNs: nsText(log.startNs),
    durationMs: null,
    name: log.eventName ?? severity ?? log.kind,
    detail: log.body ?? null,
    failed: isFailure(log.severityNumber),
    tokensTotal: null,
    costUsd: null,
    spanName: null,
    severity,
    event: log.eventName ?? null,
  }
}

/** A fact between the messages of a conversation: what it is called and what it says. */
export function factLine(kind: StoredFact['kind'], data: string) {
  const fields = shownFields(kind, data)
  const said = [fields.title, fields.description, fields.chosen, fields.rationale, fields.body].filter((text) => text !== undefined)
  return {
    name: factName(fields) ?? kind,
    detail: said.length === 0 ? null : paragraph(said.join('\n')),
    title: paragraph(fields.title),
    body: paragraph(fields.body),
    chosen: paragraph(fields.chosen),
    rationale: paragraph(fields.rationale),
    ...alternativesOf(fields.options),
  }
}

const PARAGRAPH_LENGTH = 2000
const MAX_ALTERNATIVES = 50

function paragraph(text: string): string
function paragraph(text: string | undefined): string | null
function paragraph(text: string | undefined): string | null {
  return text === undefined ? null : beginning(text, PARAGRAPH_LENGTH)
}

/** What a choice was made from, where that is a list of texts. @param options JSON text */
function alternativesOf(options: string | undefined) {
  const list = json(options)
  if (!Array.isArray(list) || !list.every((each) => typeof each === 'string')) return { alternatives: null, alternativeCount: 0 }
  return { alternatives: list.slice(0, MAX_ALTERNATIVES).map((each) => paragraph(each)), alternativeCount: list.length }
}

function factName(fields: FactFields): string | undefined {
  return fields.path ?? fields.name ?? fields.type
}

/** Characters of a line for people. */
const DETAIL_LENGTH = 200

function factDetail(fields: FactFields): string | null {
  const value = fields.value === undefined ? undefined : `${fields.value}${fields.unit ? ` ${fields.unit}` : ''}`
  const text = fields.description ?? fields.title ?? fields.chosen ?? value ?? fields.json ?? fields.body
  return text?.slice(0, DETAIL_LENGTH) ?? null
}
