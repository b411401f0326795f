import { type Retention, type RetentionNext, sizeText } from '@ai-tracker/collector'
import { counted, longTime } from './format.ts'

/** What it means that a database is stuck, and what to do about it. */
export const FULL = 'the database is over its size, and only pinned and running sessions are left'
export const UNPIN = 'unpin some, or raise --retention-size'
/** What to do about a notice. */
export const KEEP = '"tracker session pin ID" keeps one, "tracker session export ID" writes it to a file, --retention-size raises the limit'

/** What goes next, why and when; `undefined` where nothing does. */
export function nextText(next: RetentionNext | null): string | undefined {
  if (next === null) return undefined
  const oldest = next.oldestReceivedAt === null ? '' : `, the oldest by arrival of ${longTime(next.oldestReceivedAt)}`
  const why = next.reason === 'age' ? 'for their age' : 'for the size of the database'
  return `${whatGoes(next.sessions)} ${why}, about ${sizeText(next.bytes)}${oldest}; not before ${longTime(next.at)}`
}

function whatGoes(sessions: number): string {
  return sessions === 0 ? 'logs and metrics of no session' : counted(sessions, 'session')
}

/** What removals that are under way still have to do; `undefined` where none is. */
export function removingText({ sessions, purging, bytesToGiveBack }: Retention['removing']): string | undefined {
  const parts = [
    ...(sessions === 0 ? [] : [`rows of ${counted(sessions, 'session')}`]),
    ...(purging ? ['texts in the search index and free pages'] : []),
    ...(bytesToGiveBack === 0 ? [] : [`${sizeText(bytesToGiveBack)} go back to the disk`]),
  ]
  return parts.length === 0 ? undefined : parts.join(', ')
}
