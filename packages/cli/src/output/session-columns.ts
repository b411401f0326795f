import type { Session } from '@ai-tracker/collector'
import { sessionMs } from './elapsed.ts'
import { count, duration, moneySum, shortTime } from './format.ts'
import { toneOf } from './paint.ts'
import { withoutOperation } from './span-title.ts'
import type { Column } from './table.ts'

/** A session in a line: by its title, as on the page. Where no session has one, by its workflow alone. */
export function sessionColumns(sessions: readonly Session[], nowMs: number): readonly Column<Session>[] {
  const haveTitles = sessions.some(titleOf)
  return [
    { title: 'ID', align: 'right', cell: ({ id }) => String(id) },
    { title: 'STARTED', cell: ({ startedAt }) => shortTime(startedAt, nowMs) },
    haveTitles ? { title: 'TITLE', cell: labelOf, minWidth: 14, wantedWidth: 24 } : { title: 'WORKFLOW', cell: nameOf, minWidth: 14 },
    ...(haveTitles ? [WORKFLOW] : []),
    { title: 'STATUS', cell: ({ status, pinned }) => (pinned ? `${status} ${PIN_MARK}` : status), tone: ({ status }) => toneOf(status) },
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

/** Stands behind the status of a session that is pinned; the lines below a table say so. */
export const PIN_MARK = '*'

/** It stands beside the title where there is room, and in its place where there is none. */
const WORKFLOW: Column<Session> = {
  title: 'WORKFLOW',
  isOptional: true,
  minWidth: 12,
  cell: (session) => (titleOf(session) ? (session.workflow ?? '') : ''),
}

/** What a list calls it: by its title, else by `nameOf`. */
export function labelOf(session: Session): string {
  return titleOf(session) ?? nameOf(session)
}

/** The title, unless it only says again which workflow it is. */
function titleOf({ title, workflow }: Session): string | undefined {
  const name = withoutOperation(title ?? '')
  return name === '' || name === workflow ? undefined : name
}

/** What a person would call it. */
export function nameOf({ workflow, title, rootName, key }: Pick<Session, 'workflow' | 'title' | 'rootName' | 'key'>): string {
  return workflow ?? title ?? rootName ?? key
}
