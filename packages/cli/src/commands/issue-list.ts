import { AppError, type Issue, type IssueSeverity, type List } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { cursorOption, filterQuery, moreLines, nothingLines, timeOptions, workflowOption } from '../filter-options.ts'
import { limitOf } from '../limit-argument.ts'
import { either, shortTime } from '../output/format.ts'
import type { Tone } from '../output/paint.ts'
import { safeJson } from '../output/safe-text.ts'
import { type Column, table } from '../output/table.ts'
import { everyItem, filledList } from '../paging.ts'
import { type Query, readOptions, type Source, withSource } from '../source.ts'

/** Every severity, worst first. */
const TONES: Readonly<Record<IssueSeverity, Tone>> = { critical: 'bad', major: 'warning', minor: 'faint' }
const SEVERITIES = Object.keys(TONES)
const LIMIT = { byDefault: 50, max: 500 }

/** Problems of quality. */
export const issueList: Command = {
  name: 'issue list',
  summary: 'lists issues of all sessions, or of one, latest first',
  options: {
    session: { value: 'ID', summary: 'only of this session, in order of time' },
    ...workflowOption,
    severity: { value: 'SEVERITY', summary: `only ${either(SEVERITIES)}`, values: SEVERITIES },
    open: { summary: 'only what is not fixed' },
    fixed: { summary: 'only what is fixed' },
    ...timeOptions,
    limit: { value: 'N', summary: 'at most this many, up to 500; 50 if left out' },
    ...cursorOption,
    ...readOptions,
  },
  examples: ['issue list --open', 'issue list --severity critical --after 2026-01-04', 'issue list --session 3 --json'],
  run: async (call) => {
    const limit = limitOf(call.args, LIMIT)
    const query = queryOf(call)
    return await withSource(call, async (source) => {
      const session = call.args.text('session')
      const list =
        session === undefined
          ? await filledList(source.listIssues, query, { limit, terminal: call.terminal })
          : await ofSession(source, session, { query, limit })
      if (call.args.isSet('json')) call.terminal.out(safeJson(list))
      else print(list, call)
      return SUCCESS
    })
  },
}

function queryOf(call: Call): Query {
  const { args } = call
  if (args.isSet('open') && args.isSet('fixed')) throw new AppError('invalid', '--open and --fixed leave nothing together; give one')
  const surplus = ['workflow', 'cursor'].find((option) => args.isSet(option))
  if (args.isSet('session') && surplus !== undefined)
    throw new AppError('invalid', `--${surplus} does not go with --session, whose issues are few; leave it out`)
  return {
    ...filterQuery(call),
    severity: args.text('severity'),
    fixed: args.isSet('fixed') ? 'true' : args.isSet('open') ? 'false' : undefined,
    limit: args.text('limit'),
    cursor: args.text('cursor'),
  }
}

interface Selection {
  readonly query: Query
  readonly limit: number
}

/** The list below a session knows no filters; it is short. */
async function ofSession(source: Source, session: string, { query, limit }: Selection): Promise<List<Issue>> {
  const items: Issue[] = []
  for await (const issue of everyItem((page) => source.listOf(session, 'issues', page), LIMIT.max)) {
    if (fits(issue, query)) items.push(issue)
    if (items.length === limit) break
  }
  return { items, nextCursor: null }
}

function fits({ severity, fixed, createdAt }: Issue, query: Query): boolean {
  const atMs = createdAt === null ? Number.NaN : Date.parse(createdAt)
  return (
    (query.severity === undefined || severity === query.severity) &&
    (query.fixed === undefined || String(fixed) === query.fixed) &&
    (query.after === undefined || atMs >= Date.parse(query.after)) &&
    (query.before === undefined || atMs < Date.parse(query.before))
  )
}

function print({ items, nextCursor }: List<Issue>, { terminal, nowMs }: Call): void {
  if (items.length === 0) {
    terminal.err(...nothingLines('no issue fits', nextCursor))
    return
  }
  terminal.out(...table(columns(nowMs), items, terminal))
  terminal.err(...moreLines(nextCursor))
}

function columns(nowMs: number): readonly Column<Issue>[] {
  return [
    { title: 'SESSION', align: 'right', cell: ({ sessionId }) => String(sessionId) },
    { title: 'CREATED', cell: ({ createdAt }) => shortTime(createdAt, nowMs) },
    { title: 'SEVERITY', cell: ({ severity }) => severity, tone: ({ severity }) => TONES[severity] },
    { title: 'STATE', cell: ({ fixed }) => (fixed ? 'fixed' : 'open'), tone: ({ fixed }) => (fixed ? 'good' : undefined) },
    { title: 'TYPE', minWidth: 10, cell: ({ type }) => type },
    { title: 'DESCRIPTION', minWidth: 12, cell: ({ description }) => description ?? '' },
    { title: 'PHASE', minWidth: 10, isOptional: true, cell: ({ phase }) => phase ?? '' },
    { title: 'LOCATION', minWidth: 10, isOptional: true, cell: ({ location }) => location ?? '' },
  ]
}
