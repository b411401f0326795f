import { randomBytes } from 'node:crypto'
import type { Owner } from '@ai-tracker/collector'
import { ask, TOKEN_FIX } from './collector.ts'
import { type Finding, ok, problem } from './finding.ts'

/** Sends one span to the collector, and reads it again. It becomes a session of its own, called `doctor`. */
export async function checkRoundTrip(owner: Owner | undefined, token: string | undefined): Promise<Finding> {
  if (!owner) return problem('round trip', 'no collector to send to', 'start one, and run this again')
  const traceId = randomBytes(16).toString('hex')
  const spanId = randomBytes(8).toString('hex')
  const startMs = performance.now()
  const headers = { 'Content-Type': 'application/json' }
  const sent = await ask(`${owner.url}/v1/traces`, token, { method: 'POST', headers, body: spanRequest(traceId, spanId) })
  if (sent.status === 401) return problem('round trip', 'the collector wants its token', TOKEN_FIX)
  if (sent.status !== 200)
    return problem('round trip', `the collector answered ${sent.status}: ${sent.text}`, 'look at what the collector writes')
  const read = await ask(`${owner.url}/api/v1/spans/${traceId}/${spanId}`, token)
  if (read.status !== 200) return problem('round trip', `the span was taken, but is not found (${read.status})`, 'report this as a bug')
  return ok('round trip', `one span of a session called "doctor" sent and read in ${Math.round(performance.now() - startMs)} ms`)
}

function spanRequest(traceId: string, spanId: string): string {
  const endNs = BigInt(Date.now()) * 1_000_000n
  const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } })
  const span = {
    traceId,
    spanId,
    name: 'doctor',
    kind: 1,
    startTimeUnixNano: String(endNs - 1_000_000n),
    endTimeUnixNano: String(endNs),
    attributes: [
      attribute('gen_ai.operation.name', 'invoke_workflow'),
      attribute('gen_ai.workflow.name', 'doctor'),
      attribute('session.id', `doctor-${traceId}`),
    ],
  }
  const resource = { attributes: [attribute('service.name', 'tracker-doctor')] }
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'ai-tracker' }, spans: [span] }] }] })
}
