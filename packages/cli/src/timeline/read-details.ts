import type { SessionDetail, Span } from '@ai-tracker/collector'
import { isOnlyOperation } from '../output/span-title.ts'
import { everyItem } from '../paging.ts'
import type { Source } from '../source.ts'
import { keyOf } from './rows.ts'

/** What is shown of a session. */
interface Shown {
  readonly session: SessionDetail
  readonly spans: readonly Span[]
}

const PAGE = 500

/** Failed spans whose reasons are looked for; beyond, nobody reads them. */
const MAX_REASONS = 5_000

/** A span of the list says that it failed; the list of what failed says why. */
export async function readReasons(source: Source, { session, spans }: Shown): Promise<ReadonlyMap<string, string>> {
  const missing = new Set(spans.filter(({ status }) => status === 'failed').map(keyOf))
  const reasons = new Map<string, string>()
  if (missing.size === 0) return reasons
  let read = 0
  for await (const failed of everyItem((query) => source.listOf(String(session.id), 'errors', query), PAGE)) {
    const key = keyOf(failed)
    const reason = [failed.errorType, failed.errorMessage].filter(Boolean).join(': ')
    if (missing.delete(key) && reason !== '') reasons.set(key, reason)
    if (missing.size === 0 || ++read === MAX_REASONS) break
  }
  return reasons
}

/** Steps among which tools are looked for. */
const MAX_STEPS = 5_000

/** Tools of spans whose name is nothing but an operation: only the list of steps knows them. */
export async function readTools(source: Source, { session, spans }: Shown): Promise<ReadonlyMap<string, string>> {
  const missing = new Set(spans.filter(({ name }) => isOnlyOperation(name)).map(keyOf))
  const tools = new Map<string, string>()
  if (missing.size === 0) return tools
  let read = 0
  for await (const step of everyItem((query) => source.listOf(String(session.id), 'timeline', { ...query, kind: 'action' }), PAGE)) {
    if (step.kind === 'log') continue
    const key = keyOf(step)
    if (step.kind === 'action' && missing.delete(key)) tools.set(key, step.name)
    if (missing.size === 0 || ++read === MAX_STEPS) break
  }
  return tools
}
