import type { List, Session } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { momentOf } from '../moment.ts'
import { count, isPartial, lasted, moneySum, shortTime } from '../output/format.ts'
import { toneOf } from '../output/paint.ts'
import { safeJson } from '../output/safe-text.ts'
import { type Column, table } from '../output/table.ts'
import { type Query, readOptions, withSource } from '../source.ts'

/** Sessions, one line each. */
export const sessionList: Command = {
  name: 'session list',
  summary: 'lists sessions, latest first',
  options: {
    workflow: { value: 'NAME', summary: 'only of this workflow' },
    status: { value: 'STATUS', summary: 'only running, completed, failed, cancelled or abandoned, or with this outcome' },
    after: { value: 'TIME', summary: 'only started at or after: 2026-01-04 (local) or 2026-01-04T10:00:00Z' },
    before: { value: 'TIME', summary: 'only started before' },
    query: { value: 'TEXT', short: 'q', summary: 'only with this text in key, title or workflow, or at the start of the trace id' },
    sort: { value: 'FIELD', summary: 'started, cost, tokens or duration; largest first, with :asc smallest first' },
    limit: { value: 'N', summary: 'at most this many, up to 500; 50 if left out' },
    cursor: { value: 'TEXT', summary: 'the page after: nextCursor of the one before' },
    ...readOptions,
  },
  examples: [
    'session list --limit 10',
    'session list --workflow blog_post --status failed --after 2026-01-04',
    'session list --sort cost --json',
  ],
  run: async (call) => {
    const query = queryOf(call)
    return await withSource(call, async (source) => {
      const list = await source.listSessions(query)
      if (call.args.isSet('json')) call.terminal.out(safeJson(list))
      else print(list, call)
      return SUCCESS
    })
  },
}

function queryOf({ args }: Call): Query {
  return {
    workflow: args.text('workflow'),
    status: args.text('status'),
    after: momentOf('after', args.text('after')),
    before: momentOf('before', args.text('before')),
    q: args.text('query'),
    sort: args.text('sort'),
    limit: args.text('limit'),
    cursor: args.text('cursor'),
  }
}

const FILTERS = ['workflow', 'status', 'after', 'before', 'query', 'cursor']

function print({ items: sessions, nextCursor }: List<Session>, { args, terminal, nowMs }: Call): void {
  if (sessions.length === 0) {
    const isFiltered = FILTERS.some((option) => args.isSet(option))
    terminal.err(isFiltered ? 'no session fits' : 'no sessions yet: point an OpenTelemetry exporter at the collector')
    return
  }
  terminal.out(...table(columns(nowMs), sessions, terminal))
  if (sessions.some((session) => session.costUsd !== null && isPartial(session.costCoverage))) {
    terminal.out(terminal.paint('faint', '≥ some responses have no price'))
  }
  // On a line of its own a cursor can be copied whole.
  if (nextCursor !== null) terminal.err('there are more; --limit N shows more at a time, and this the next ones:', `--cursor ${nextCursor}`)
}

function columns(nowMs: number): readonly Column<Session>[] {
  return [
    { title: 'ID', align: 'right', cell: ({ id }) => String(id) },
    { title: 'STARTED', cell: ({ startedAt }) => shortTime(startedAt, nowMs) },
    { title: 'WORKFLOW', cell: nameOf, minWidth: 14 },
    { title: 'STATUS', cell: ({ status }) => status, tone: ({ status }) => toneOf(status) },
    { title: 'DURATION', align: 'right', cell: lasted },
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
function nameOf({ workflow, title, key }: Session): string {
  return workflow ?? title ?? key
}
