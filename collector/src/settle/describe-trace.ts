import type { LifecycleStatus } from '../domain/record.ts'
import { scopedKey } from '../domain/session-key.ts'
import { type ClaimField, type Claims, PLAIN_DIALECT, type TraceDescription, type TraceRoot } from '../domain/trace-summary.ts'

/** Says what a trace is: its session key, its description and its status. Pure; the order of arrival plays no part. */
export function describeTrace(traceId: string, root: TraceRoot | undefined, claims: Claims): TraceDescription {
  const claimed = (field: ClaimField) => root?.claims[field] ?? claims[field]?.value
  return {
    ...sessionKey(traceId, root, claims),
    status: traceStatus(root),
    source: claimed('source') ?? PLAIN_DIALECT,
    workflow: claimed('workflow'),
    workflowVersion: claimed('workflowVersion'),
    conversationId: claimed('conversationId'),
    userId: claimed('userId'),
    title: root?.title ?? (root?.name || undefined),
    outcome: root?.outcome,
  }
}

function sessionKey(
  traceId: string,
  root: TraceRoot | undefined,
  claims: Claims,
): Pick<TraceDescription, 'key' | 'keyScope' | 'joinReason'> {
  if (root?.claims.key) return { ...scopedKey(root.claims.key, root.serviceName), joinReason: 'root key' }
  if (claims.key) return { ...scopedKey(claims.key.value, claims.key.serviceName), joinReason: 'item key' }
  return { key: traceId, keyScope: '', joinReason: 'trace id' }
}

/** A trace runs until its root has ended. A root that never comes leaves it running; readers call that abandoned after a while. */
function traceStatus(root: TraceRoot | undefined): LifecycleStatus {
  if (!root || root.running) return 'running'
  if (root.status && root.status !== 'running') return root.status
  return root.failed ? 'failed' : 'completed'
}
