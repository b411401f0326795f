/** What a store must hold of a set of copies, worked out from all of them at once, without SQL and without any notion of arrival. */
import { hash } from 'node:crypto'
import { encodeSpanItem } from '../../collector/src/decode/protobuf/write-traces.ts'
import { intToSpanId, spanIdToInt } from '../../collector/src/domain/id.ts'
import { inputTokens, outputTokens } from '../../collector/src/domain/record.ts'
import { isEarlier } from '../../collector/src/domain/settling.ts'
import { compareCopies } from '../../collector/src/domain/span-copies.ts'
import type { PricedRecord } from '../../collector/src/domain/telemetry-writer.ts'
import { CLAIM_FIELDS, type Claim, type ClaimField, spanClaims, type TraceRoot } from '../../collector/src/domain/trace-summary.ts'
import { describeTrace } from '../../collector/src/settle/describe-trace.ts'
import { type SettledSpan, settleTrace } from '../../collector/src/settle/settle-trace.ts'

interface Trace {
  readonly traceId: string
  readonly records: readonly PricedRecord[]
  readonly settled: ReadonlyMap<bigint, SettledSpan>
  readonly startNs: bigint
  readonly description: ReturnType<typeof describeTrace>
}

/** Lines for every span, session and issue, sorted. */
export function expectedDump(copies: readonly PricedRecord[]): readonly string[] {
  const traces = [...groupBy(winners(copies), (priced) => priced.record.item.span.traceId)].map(([traceId, records]) =>
    traceOf(traceId, records),
  )
  const sessions = groupBy(traces, ({ description }) => `${description.keyScope} | ${description.key}`)
  return [
    ...traces.flatMap(spanLines),
    ...[...sessions].flatMap(([key, members]) => [sessionLine(key, members), ...issueLines(members)]),
  ].sort()
}

function winners(copies: readonly PricedRecord[]): readonly PricedRecord[] {
  const groups = groupBy(copies, ({ record }) => `${record.item.span.traceId} ${record.item.span.spanId}`)
  const sha256 = (item: PricedRecord['record']['item']) => hash('sha256', encodeSpanItem(item), 'buffer')
  return [...groups.values()].map((group) =>
    group.reduce((best, next) => (compareCopies(next.record.item, best.record.item, sha256) > 0 ? next : best)),
  )
}

function traceOf(traceId: string, records: readonly PricedRecord[]): Trace {
  const settled = settleTrace(
    records.map(({ record }) => ({
      spanId: spanIdToInt(record.item.span.spanId),
      parentSpanId: record.item.span.parentSpanId === '' ? 0n : spanIdToInt(record.item.span.parentSpanId),
      startNs: record.item.span.startNs,
      isPhase: record.phase !== undefined,
      isCall: record.call !== undefined,
      isModelCall: record.call?.isModelCall ?? false,
      bearsUsage: record.call?.usage !== undefined,
      responseKey: record.call?.usage && record.call.responseId ? `${record.call.provider} ${record.call.responseId}` : undefined,
    })),
  )
  const starts = records.map(({ record }) => record.item.span.startNs).filter((ns) => ns > 0n)
  const startNs = starts.reduce((min, ns) => (ns < min ? ns : min), starts[0] ?? 0n)
  return { traceId, records, settled, startNs, description: describeTrace(traceId, rootOf(records), claimsOf(records)) }
}

function rootOf(records: readonly PricedRecord[]): TraceRoot | undefined {
  const roots = records.filter(({ record }) => record.item.span.parentSpanId === '').map((priced) => ({ priced, ...place(priced) }))
  const first = roots.reduce<(typeof roots)[number] | undefined>((best, root) => (best && !isEarlier(root, best) ? best : root), undefined)
  if (!first) return undefined
  const { record } = first.priced
  return {
    row: 0,
    spanId: first.spanId,
    startNs: first.startNs,
    name: record.item.span.name,
    running: record.item.span.endNs === 0n,
    failed: record.error !== undefined,
    title: record.session.title,
    status: record.session.status,
    outcome: record.session.outcome,
    claims: spanClaims(record.session, record.dialects[0] ?? ''),
    serviceName: serviceName(first.priced),
  }
}

function claimsOf(records: readonly PricedRecord[]): Partial<Record<ClaimField, Claim>> {
  const claims: Partial<Record<ClaimField, Claim>> = {}
  for (const field of CLAIM_FIELDS)
    for (const priced of records) {
      const value = spanClaims(priced.record.session, priced.record.dialects[0] ?? '')[field]
      const best = claims[field]
      if (value !== undefined && (!best || isEarlier(place(priced), best)))
        claims[field] = { ...place(priced), value, serviceName: serviceName(priced) }
    }
  return claims
}

const place = ({ record }: PricedRecord) => ({ spanId: spanIdToInt(record.item.span.spanId), startNs: record.item.span.startNs })

function serviceName({ record }: PricedRecord): string {
  const value = record.item.resource.attributes.find(({ key }) => key === 'service.name')?.value
  return typeof value === 'string' ? value : ''
}

function spanLines({ traceId, records, settled }: Trace): string[] {
  return records.map(({ record }) => {
    const { spanId } = record.item.span
    const { phaseSpanId, usageBelow, onCycle, repeated } = settled.get(spanIdToInt(spanId)) as SettledSpan
    return `span ${traceId} ${spanId} phase=${phaseSpanId === 0n ? '' : intToSpanId(phaseSpanId)} below=${usageBelow} cycle=${onCycle} repeated=${repeated}`
  })
}

function sessionLine(key: string, traces: readonly Trace[]): string {
  const ordered = [...traces].sort((a, b) => (a.startNs === b.startNs ? (a.traceId < b.traceId ? -1 : 1) : a.startNs < b.startNs ? -1 : 1))
  const first = ordered[0] as Trace
  const last = ordered.at(-1) as Trace
  const records = traces.flatMap((trace) => trace.records)
  const responses = traces.flatMap(({ records: own, settled }) =>
    own.filter(({ record }) => record.call && !settled.get(spanIdToInt(record.item.span.spanId))?.repeated),
  )
  const status = traces.some(({ description }) => description.status === 'running') ? 'running' : last.description.status
  const usages = responses.flatMap(({ record }) => (record.call?.usage ? [record.call.usage] : []))
  return `session ${[
    key,
    status,
    first.description.workflow ?? '',
    records.length,
    responses.length,
    responses.filter(({ cost }) => cost?.nanos !== undefined).length,
    usages.reduce((sum, usage) => sum + inputTokens(usage), 0),
    usages.reduce((sum, usage) => sum + outputTokens(usage), 0),
    responses.reduce((sum, { cost }) => sum + (cost?.nanos ?? 0n), 0n),
    records.filter(({ record }) => record.error).length,
    records.reduce((sum, { record }) => sum + record.facts.filter(({ kind }) => kind === 'issue').length, 0),
    records.filter(({ record }) => record.action).length,
    traces.length,
  ].join(' | ')}`
}

/** An issue is fixed when any span of its session says so, at its time or later, whenever that is received. */
function issueLines(traces: readonly Trace[]): string[] {
  const facts = traces.flatMap(({ traceId, records }) =>
    records.flatMap(({ record }) => record.facts.map((fact) => ({ fact, place: `${traceId} ${record.item.span.spanId} ${fact.index}` }))),
  )
  const fixes = facts.flatMap(({ fact }) => (fact.kind === 'fix' ? [fact] : []))
  return facts.flatMap(({ fact, place }) => {
    if (fact.kind !== 'issue') return []
    const own = fixes.filter(
      ({ key, type, location, timeNs }) =>
        (timeNs >= fact.timeNs || timeNs === 0n) &&
        (key === undefined ? type === fact.type && location === fact.location : key === fact.key),
    )
    const [first] = own
      .filter(({ fixIteration }) => fixIteration !== undefined)
      .sort((a, b) => Number(a.timeNs - b.timeNs) || Number(a.fixIteration) - Number(b.fixIteration))
    return [`issue ${place} fixed=${Number(fact.fixed || own.length > 0)} iteration=${fact.fixIteration ?? first?.fixIteration ?? null}`]
  })
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group) group.push(value)
    else groups.set(keyOf(value), [value])
  }
  return groups
}
