import { MAX_CALL_NANOS } from '../domain/money.ts'
import type { CallFields, PhaseFields, SessionHints, TrackerRecord, Usage } from '../domain/record.ts'
import { CALL_KINDS } from '../domain/record.ts'
import type { Span } from '../domain/span.ts'
import { action } from './action.ts'
import type { Contents } from './content.ts'
import { contents } from './content.ts'
import type { CallClaims, Claims, Interpretation, KindClaim } from './dialect.ts'
import { KIND_RANK } from './dialect.ts'
import { hasDottedCacheCounts } from './dialects/gen-ai-usage.ts'
import { facts } from './facts.ts'
import { failure } from './failure.ts'
import { canonicalFinishReason } from './finish-reason.ts'
import { timeToFirstTokenNs } from './first-token.ts'
import { PHASE_KINDS, strongestKind } from './kinds.ts'
import { defined, mergeFields } from './merge-fields.ts'
import { metadataOf } from './metadata.ts'
import { providerOfModel } from './provider-name.ts'
import type { SpanView } from './span-view.ts'
import type { RawUsage } from './usage.ts'
import { disjointUsage } from './usage.ts'
import { usageConvention } from './usage-convention.ts'
import { GAP_WARNING, usageGap } from './usage-gap.ts'

/** A span as all its dialects read it, the strongest first. */
export interface Reading {
  readonly view: SpanView
  readonly dialects: readonly string[]
  readonly claims: readonly Interpretation[]
}

/** What is known of a call before its record is written. */
interface CallSource {
  readonly claims: Claims<CallClaims>
  readonly usage: Usage | undefined
  readonly provider: string | undefined
  readonly isModelCall: boolean
  readonly contents: Contents
}

const GENERIC: KindClaim = { kind: 'generic', rank: KIND_RANK.weak }
const MODEL_CALL: KindClaim = { kind: 'llm', rank: KIND_RANK.shape }

/** The record of a span: each field from the strongest dialect that has it. */
export function assemble(reading: Reading): TrackerRecord {
  const { view, dialects, claims } = reading
  const { span } = view.item
  const callClaims = mergeFields(claims.map(({ call }) => call))
  const provider = callClaims.provider ?? providerOfModel(callClaims.responseModel ?? callClaims.requestModel)
  const raw = defined(mergeFields(claims.map(({ usage }) => usage)))
  const parts = usageParts(reading, raw, provider)
  const claim = strongestKind(claims.map(({ kind }) => kind)) ?? shapeKind(callClaims, parts)
  const gap = usageGap(raw, claim.kind)
  const usage = parts && gap ? { ...parts, gap } : parts
  const isModelCall = CALL_KINDS.has(claim.kind)
  const isCall = isModelCall || usage !== undefined
  const source = { claims: callClaims, usage, provider, isModelCall, contents: isCall ? contents(callClaims) : { warnings: [] } }
  const costProblem = problemOfCost(source)
  const error = failure(view, claims.find((each) => each.error !== undefined)?.error)
  return {
    item: view.item,
    kind: claim.kind,
    dialects,
    session: session(reading, isModelCall || costProblem ? undefined : explicitCost(callClaims)),
    facts: facts(span.events),
    warnings: warnings(span, [
      ...claims.flatMap((each) => each.warnings ?? []),
      ...source.contents.warnings,
      ...(costProblem ? [costProblem] : []),
      ...(gap && (usage || gap === 'invalid_usage') ? [GAP_WARNING[gap]] : []),
    ]),
    ...defined({
      phase: phase(reading, claim),
      call: isCall ? call(view, source) : undefined,
      action: action(view, { kind: claim.kind, claims: mergeFields(claims.map((each) => each.action)), error }),
      error,
    }),
  }
}

function usageParts({ view, dialects }: Reading, raw: Partial<RawUsage>, provider: string | undefined): Usage | undefined {
  const { scope } = view.item
  return disjointUsage(raw, () =>
    usageConvention({
      scope: scope.name,
      schemaUrl: scope.schemaUrl || view.item.resource.schemaUrl,
      dialects,
      provider,
      hasDottedCacheCounts: hasDottedCacheCounts(view.attributes),
    }),
  )
}

/** Without any word on the kind: a model and usage make a model call. */
function shapeKind(claims: Claims<CallClaims>, usage: Usage | undefined): KindClaim {
  const hasModel = claims.requestModel !== undefined || claims.responseModel !== undefined
  return hasModel && usage ? MODEL_CALL : GENERIC
}

function explicitCost({ isCostExplicit, reportedCostNanos }: Claims<CallClaims>): bigint | undefined {
  return isCostExplicit ? reportedCostNanos : undefined
}

/** What the span says of its session. Only a root speaks of all of it: metadata and a cost on another span are that span's own. */
function session({ view, claims }: Reading, cost: bigint | undefined): SessionHints {
  const merged = mergeFields(claims.map((each) => each.session))
  if (view.item.span.parentSpanId !== '') return defined(merged)
  const metadata = metadataOf(view.attributes) ?? merged.metadata
  return defined({ ...merged, metadata, reportedCostNanos: cost })
}

/**
 * A span is a phase when it names one, or when it is an agent, a workflow, a task or a step below another span. A root is the
 * session itself. An inner span without any of this is no phase: most are HTTP requests and plain functions.
 */
function phase({ view, claims }: Reading, claim: KindClaim): PhaseFields | undefined {
  const { span } = view.item
  const claimed = mergeFields(claims.map((each) => each.phase))
  const isStep = span.parentSpanId !== '' && PHASE_KINDS.has(claim.kind) && claim.isPhase !== false
  if (claimed.name === undefined && !isStep) return undefined
  const entity = claim.kind === 'step' ? undefined : claims.find(({ name }) => name !== undefined)?.name
  return { ...defined({ ...claimed, metadata: metadataOf(view.attributes) }), name: claimed.name ?? entity ?? span.name }
}

function call(view: SpanView, { claims, usage, provider, isModelCall, contents: content }: CallSource): CallFields {
  const reason = claims.finishReason ?? (content.finishReason === undefined ? undefined : canonicalFinishReason(content.finishReason))
  return {
    isModelCall,
    ...defined({
      provider,
      requestModel: claims.requestModel,
      responseModel: claims.responseModel,
      responseId: claims.responseId,
      operation: claims.operation,
      temperature: claims.temperature,
      topP: claims.topP,
      maxTokens: claims.maxTokens,
      stream: claims.stream,
      finishReason: reason,
      timeToFirstTokenNs: timeToFirstTokenNs(view),
      usage,
      reportedCostNanos: problemOfCost({ claims, usage }) ? undefined : claims.reportedCostNanos,
      input: content.input,
      output: content.output,
      systemText: content.systemText,
      experiment: claims.experiment,
      variant: claims.variant,
      metadata: metadataOf(view.attributes),
    }),
  }
}

/** Why a reported cost is ignored, as a warning code. A 0 for tokens is what a client writes for a model that it does not know. */
function problemOfCost({ claims, usage }: Pick<CallSource, 'claims' | 'usage'>): string | undefined {
  const cost = claims.reportedCostNanos
  if (cost !== undefined && cost > MAX_CALL_NANOS) return 'huge_cost_ignored'
  return cost === 0n && !claims.isCostExplicit && usage !== undefined ? 'zero_cost_ignored' : undefined
}

function warnings({ startNs, endNs, ...span }: Span, found: readonly string[]): readonly string[] {
  const codes = new Set(found)
  if (endNs !== 0n && endNs < startNs) codes.add('end_before_start')
  if (span.droppedAttributesCount > 0) codes.add('dropped_attributes')
  if (span.droppedEventsCount > 0) codes.add('dropped_events')
  if (span.droppedLinksCount > 0) codes.add('dropped_links')
  return [...codes]
}
