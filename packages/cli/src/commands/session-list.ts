import { type List, SESSION_SORTS, type Session } from '@ai-tracker/collector'
import type { Call, Command, Options } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { cursorOption, filterQuery, moreLines, nothingLines, timeOptions, workflowOption } from '../filter-options.ts'
import { limitOf } from '../limit-argument.ts'
import { either, isPartial } from '../output/format.ts'
import { SESSION_STATUSES } from '../output/paint.ts'
import { safeJson } from '../output/safe-text.ts'
import { PIN_MARK, sessionColumns } from '../output/session-columns.ts'
import { table } from '../output/table.ts'
import { filledList } from '../paging.ts'
import { type Query, readOptions, withSource } from '../source.ts'

const LIMIT = { byDefault: 50, max: 500 }

/** Options of both commands that list sessions. */
export const sessionFilters = {
  ...workflowOption,
  status: { value: 'STATUS', summary: `only ${either(SESSION_STATUSES)}, or with this outcome`, hints: SESSION_STATUSES },
  after: { ...timeOptions.after, summary: 'only started at or after: 2026-01-04 (local) or 2026-01-04T10:00:00Z' },
  before: { ...timeOptions.before, summary: 'only started before' },
} as const satisfies Options

export const sessionOrder = {
  sort: { value: 'FIELD', summary: `${either(SESSION_SORTS)}; largest first, with :asc smallest first`, hints: SESSION_SORTS },
  limit: { value: 'N', summary: 'at most this many, up to 500; 50 if left out' },
  ...cursorOption,
} as const satisfies Options

/** Sessions, one line each. */
export const sessionList: Command = {
  name: 'session list',
  summary: 'lists sessions, latest first',
  options: {
    ...sessionFilters,
    query: { value: 'TEXT', short: 'q', summary: 'only with these words in what was said, done or named; see "session search"' },
    ...sessionOrder,
    ...readOptions,
  },
  examples: [
    'session list --limit 10',
    'session list --workflow blog_post --status failed --after 2026-01-04',
    'session list --sort cost --json',
  ],
  run: (call) => listSessions(call, call.args.text('query')),
}

/** Prints the sessions that fit the options of a call, and words. */
export async function listSessions(call: Call, words: string | undefined): Promise<number> {
  const query = queryOf(call, words)
  return await withSource(call, async (source) => {
    const list = await filledList(source.listSessions, query, { limit: limitOf(call.args, LIMIT), terminal: call.terminal })
    if (call.args.isSet('json')) call.terminal.out(safeJson(list))
    else print(list, call, words)
    return SUCCESS
  })
}

function queryOf(call: Call, words: string | undefined): Query {
  const { args } = call
  return {
    ...filterQuery(call),
    status: args.text('status'),
    q: words,
    sort: args.text('sort'),
    limit: args.text('limit'),
    cursor: args.text('cursor'),
  }
}

const FILTERS = ['workflow', 'status', 'after', 'before', 'cursor']

function print({ items: sessions, nextCursor }: List<Session>, { args, terminal, nowMs }: Call, words: string | undefined): void {
  if (sessions.length === 0) {
    const isFiltered = words !== undefined || FILTERS.some((option) => args.isSet(option))
    const nothing = isFiltered ? 'no session fits' : 'no sessions yet: point an OpenTelemetry exporter at the collector'
    terminal.err(...nothingLines(nothing, nextCursor))
    return
  }
  terminal.out(...table(sessionColumns(sessions, nowMs), sessions, terminal))
  if (sessions.some((session) => session.costUsd !== null && isPartial(session.costCoverage))) {
    terminal.out(terminal.paint('faint', '≥ some responses have no price'))
  }
  if (sessions.some(({ pinned }) => pinned)) terminal.out(terminal.paint('faint', `${PIN_MARK} pinned: no limit of age or size removes it`))
  terminal.err(...moreLines(nextCursor))
}
