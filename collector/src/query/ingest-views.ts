import type { IngestFinding, IngestReceipt, IngestWhy } from '../contract.ts'
import type { ServiceArrival, StoredReceipt, TraceArrival } from '../domain/stored-signals.ts'
import { iso, nsText } from './values.ts'

/** What came in one request and what became of it. */
export function receiptView({ receivedNs, signal, userAgent, code, message, ...receipt }: StoredReceipt): IngestReceipt {
  return {
    ...receipt,
    receivedAt: iso(receivedNs),
    receivedNs: nsText(receivedNs),
    signal: signal ?? null,
    userAgent: userAgent || null,
    code: code ?? null,
    message: message ?? null,
  }
}

/** Requests that something was wrong with; they are told where nothing else is known. */
type Troubles = readonly StoredReceipt[]

/** What arrived of a trace, and what is missing. */
export function traceWhy(traceId: string, arrival: TraceArrival, troubles: Troubles): IngestWhy {
  const isThere = arrival.spanCount + arrival.logCount > 0
  const requests = isThere || arrival.isDeleted ? arrival.receipts : troubles
  return {
    traceId,
    service: null,
    isDeleted: arrival.isDeleted,
    findings: arrival.isDeleted
      ? deletedFindings(traceId, arrival)
      : isThere
        ? traceFindings(arrival)
        : [nothing(`trace ${traceId}`), ...troubleFindings(troubles)],
    sessionId: arrival.sessionId ?? null,
    spanCount: arrival.spanCount,
    runningCount: arrival.runningCount,
    logCount: arrival.logCount,
    hasRoot: arrival.spanCount > 0 ? arrival.hasRoot : null,
    missingParents: arrival.missingParents,
    services: arrival.services,
    reasons: reasonsOf(requests),
    requests: requests.map(receiptView),
  }
}

/** Nobody notes which requests brought what of which deleted trace: nothing of them is kept. */
function deletedFindings(traceId: string, { receipts }: TraceArrival): readonly IngestFinding[] {
  const [latest] = receipts
  const text = `trace ${traceId} was deleted with its session; what is sent again of it is not stored`
  if (!latest) return [note('deleted', text)]
  const requests = `${counted(receipts.length, 'request')} of the latest brought items of deleted sessions`
  return [note('deleted', text), note('deleted', `${requests}, of this one or of others; last at ${iso(latest.receivedNs)}`)]
}

function traceFindings(arrival: TraceArrival): readonly IngestFinding[] {
  const { spanCount, logCount, runningCount, hasRoot, missingParents, isPartial, services, receipts } = arrival
  const from = services.length === 0 ? '' : ` from ${services.join(', ')}`
  const latest = receipts[0] ? `, last at ${iso(receipts[0].receivedNs)}` : ''
  const missing: IngestFinding[] = []
  if (spanCount > 0 && !hasRoot) {
    missing.push(
      problem(
        'no_root',
        'no root span arrived: it has not ended yet, its process was killed before it exported, or another exporter sends it',
      ),
    )
  }
  if (missingParents.length > 0) missing.push(problem('missing_parents', missingText(missingParents, isPartial)))
  if (runningCount > 0) missing.push(note('running', `${counted(runningCount, 'span')} began and did not end yet`))
  return [
    good('arrived', `${counted(spanCount, 'span')} and ${counted(logCount, 'log record')} arrived${from}${latest}`),
    ...missing,
    ...requestFindings(receipts),
    ...(missing.length === 0 && spanCount > 0 ? [good('complete', 'the trace has its root, and every parent that its spans name')] : []),
  ]
}

function missingText(parents: TraceArrival['missingParents'], isPartial: boolean): string {
  const named = parents.slice(0, 3).map(({ spanId, children }) => `${spanId} (of ${counted(children, 'span')})`)
  const more = parents.length > named.length ? ` and ${parents.length - named.length} more` : ''
  return `${counted(parents.length, 'parent')} did not arrive${isPartial ? ', of the spans that were looked at' : ''}: ${named.join(', ')}${more}`
}

/** What arrived from a service, and what was wrong with it. */
export function serviceWhy(service: string, arrival: ServiceArrival, troubles: Troubles): IngestWhy {
  const isThere = arrival.requestCount > 0
  const requests = isThere ? arrival.receipts : troubles
  return {
    traceId: null,
    service,
    isDeleted: null,
    findings: isThere ? serviceFindings(arrival) : [nothing(`service ${service}`, arrival.otherServices), ...troubleFindings(troubles)],
    sessionId: null,
    spanCount: 0,
    runningCount: 0,
    logCount: 0,
    hasRoot: null,
    missingParents: [],
    services: isThere ? [service] : arrival.otherServices,
    reasons: isThere ? arrival.reasons : reasonsOf(troubles),
    requests: requests.map(receiptView),
  }
}

function serviceFindings(arrival: ServiceArrival): readonly IngestFinding[] {
  const { requestCount, accepted, duplicates, rejected, reasons, deleted, traceCount, withoutRoot, running, receipts } = arrival
  const latest = receipts[0] ? `, last at ${iso(receipts[0].receivedNs)}` : ''
  const findings = [good('arrived', `${counted(requestCount, 'request')} with ${counted(accepted, 'new item')} arrived${latest}`)]
  if (duplicates > 0)
    findings.push(note('duplicates', `${counted(duplicates, 'item')} came again and changed nothing: the sender retries, or sends twice`))
  if (deleted > 0) findings.push(note('deleted', `${counted(deleted, 'item')} of deleted sessions came again, not stored`))
  if (rejected > 0) findings.push(problem('rejected', rejectedText(rejected, reasons)))
  if (withoutRoot > 0)
    findings.push(
      problem(
        'traces_without_root',
        `${withoutRoot} of its last ${counted(traceCount, 'trace')} have no root span: ask why of one of them`,
      ),
    )
  if (running > 0) findings.push(note('running', `${running} of its last ${counted(traceCount, 'trace')} have spans that did not end yet`))
  return findings
}

function requestFindings(receipts: readonly StoredReceipt[]): readonly IngestFinding[] {
  const rejected = receipts.reduce((sum, receipt) => sum + receipt.rejected, 0)
  if (rejected === 0) return []
  return [problem('rejected', `of the requests that it came with, ${rejectedText(rejected, reasonsOf(receipts))}`)]
}

function troubleFindings(troubles: Troubles): readonly IngestFinding[] {
  const refused = troubles.filter(({ outcome }) => outcome === 'refused')
  const [latest] = refused
  const rejected = troubles.reduce((sum, receipt) => sum + receipt.rejected, 0)
  return [
    ...(latest
      ? [
          problem(
            'refused',
            `${counted(refused.length, 'request')} of the latest could not be read; the last one (${latest.transport}): ${latest.message ?? latest.code}`,
          ),
        ]
      : []),
    ...(rejected > 0 ? [problem('rejected', `of the latest requests, ${rejectedText(rejected, reasonsOf(troubles))}`)] : []),
  ]
}

function nothing(what: string, others: readonly string[] = []): IngestFinding {
  const sent =
    others.length > 0
      ? `; these did send: ${others.join(', ')}`
      : '; look at the exporter: its endpoint, its protocol, and whether it flushes before the program ends'
  return problem('nothing_arrived', `nothing of ${what} arrived${sent}`)
}

function rejectedText(rejected: number, reasons: IngestReceipt['reasons']): string {
  return `${counted(rejected, 'item')} ${rejected === 1 ? 'was' : 'were'} rejected: ${reasons.map(({ reason, count }) => `${reason} (${count})`).join('; ')}`
}

function reasonsOf(receipts: readonly StoredReceipt[]): IngestReceipt['reasons'] {
  const counts = new Map<string, number>()
  for (const { reasons } of receipts) for (const { reason, count } of reasons) counts.set(reason, (counts.get(reason) ?? 0) + count)
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
}

function counted(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`
}

function good(code: IngestFinding['code'], text: string): IngestFinding {
  return { level: 'good', code, text }
}

function note(code: IngestFinding['code'], text: string): IngestFinding {
  return { level: 'note', code, text }
}

function problem(code: IngestFinding['code'], text: string): IngestFinding {
  return { level: 'problem', code, text }
}
