import type { Session } from '@ai-tracker/collector/contract'
import { Duration, RunningDuration } from './time.tsx'

/** How long a session took, or takes, beside its status. */
export function SessionDuration({ session: { status, startedAt, durationMs } }: { readonly session: Session }) {
  if (startedAt === null) return <Duration ms={null} />
  return status === 'running' ? <RunningDuration since={startedAt} /> : <Duration ms={durationMs} />
}
