import type { LifecycleStatus } from '../domain/record.ts'

/** Lifecycle words of every vocabulary that senders use. */
const STATUSES: ReadonlyMap<string, LifecycleStatus> = new Map<string, LifecycleStatus>([
  ['running', 'running'],
  ['started', 'running'],
  ['in_progress', 'running'],
  ['pending', 'running'],
  ['completed', 'completed'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['skipped', 'skipped'],
])

/** A status word in any case as a lifecycle status; `undefined` for a word that is none. */
export function lifecycleStatus(word: string | undefined): LifecycleStatus | undefined {
  return word === undefined ? undefined : STATUSES.get(word.trim().toLowerCase().replace(/[\s-]/g, '_'))
}

/** Status and outcome of a session: a word that is no lifecycle status (`published`) means completed, with that word as the outcome. */
export function sessionStatus(word: string | undefined, outcome: string | undefined): { status?: LifecycleStatus; outcome?: string } {
  const status = lifecycleStatus(word)
  if (status) return { status, ...(outcome !== undefined && { outcome }) }
  if (word === undefined) return outcome === undefined ? {} : { outcome }
  return { status: 'completed', outcome: outcome ?? word }
}
