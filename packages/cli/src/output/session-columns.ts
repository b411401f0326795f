import type { Session } from '@ai-tracker/collector'
import { sessionMs } from './elapsed.ts'
import { count, duration, moneySum, shortTime } from './format.ts'
import { toneOf } from './paint.ts'
import type { Column } from './table.ts'

/** A session in a line. */
export function sessionColumns(nowMs: number): readonly Column<Session>[] {
  return [
    { title: 'ID', align: 'right', cell: ({ id }) => String(id) },
    { title: 'STARTED', cell: ({ startedAt }) => shortTime(startedAt, nowMs) },
    { title: 'WORKFLOW', cell: nameOf, minWidth: 14 },
    { title: 'STATUS', cell: ({ status }) => status, tone: ({ status }) => toneOf(status) },
    { title: 'DURATION', align: 'right', cell: (session) => duration(sessionMs(session, nowMs)) },
    { title: 'TOKENS', align: 'right', cell: ({ tokensTotal }) => count(tokensTotal) },
    { title: 'COST', align: 'decimal', cell: moneySum },
    {
      title: 'ERRORS',
      align: 'right',
      isOptional: true,
      cell: ({ errorCount }) => count(errorCount),
      tone: ({ errorCount }) => (errorCount > 0 ? 'bad' : undefined),
    },
    { title: 'MODELS', isOptional: true, minWidth: 20, cell: ({ models }) => models.join(', ') },
  ]
}

/** What a person would call it. */
export function nameOf({ workflow, title, rootName, key }: Pick<Session, 'workflow' | 'title' | 'rootName' | 'key'>): string {
  return workflow ?? title ?? rootName ?? key
}
